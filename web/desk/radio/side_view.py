"""The side view of a path over the terrain, as points of SVG lines."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from licenses.documents import path_words
from radio.path_profile import View

WIDTH, HEIGHT, LEFT, BOTTOM = 720.0, 260.0, 46.0, 24.0


@dataclass(frozen=True)
class Drawing:
    """Whether the path is free (a word and its tone), lines of the side view, and the marks of its axes."""

    state: Any
    tone: str
    ground: str
    ray: str
    zone: str
    worst_x: float
    worst_y: float
    heights: list[tuple[float, float]]
    distances: list[tuple[float, float, str]]


def draw(view: View, distance_km: float) -> Drawing:
    """Return the lines of a side view in the coordinates of the picture."""
    low = float(view.ground_m.min())
    high = max(float(view.ground_m.max()), float((view.ray_m + view.fresnel_m).max()))
    span = max(high - low, 10.0)

    def across(kilometres: Any) -> Any:
        return LEFT + (WIDTH - LEFT - 8) * np.asarray(kilometres) / distance_km

    def down(metres: Any) -> Any:
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 10) * (np.asarray(metres) - low) / span

    def line(values: Any) -> list[str]:
        return [f"{x:.1f},{y:.1f}" for x, y in zip(across(view.distance_km), down(values), strict=True)]

    floor = [f"{across(distance_km):.1f},{HEIGHT - BOTTOM:.1f}", f"{LEFT:.1f},{HEIGHT - BOTTOM:.1f}"]
    zone = line(view.ray_m + view.fresnel_m) + line(np.maximum(view.ray_m - view.fresnel_m, low))[::-1]
    worst = view.worst
    state, tone = path_words.STATES[view.state]
    return Drawing(
        state, tone,
        " ".join(line(view.ground_m) + floor), " ".join(line(view.ray_m)), " ".join(zone),
        float(across(view.distance_km[worst])), float(down(view.ground_m[worst])),
        [(float(down(low + span * share)), low + span * share) for share in (0.0, 0.5, 1.0)],
        [(float(across(distance_km * share)), distance_km * share, anchor)
         for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end"))],
    )  # fmt: skip
