"""The coordination report (báo cáo thẩm định): a ready payload in, PDF bytes out, in Vietnamese or English."""

from typing import Any, NotRequired, TypedDict

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import HexColor

from common.pdf.composer import Composer, esc
from common.pdf.dates import day
from common.pdf.frame import WIDTH, build
from common.pdf.shapes import Paper

FORM_CODE = "coordination_report"
TEMPLATE_VERSION = "coordination_report/1"
COLOURS = {"wish": 0x0B4F8A, "pass": 0x1B7F4B, "review": 0xB7791F, "fail": 0xB3261E}


class Bar(TypedDict):
    """One bar of the chart: whole hundredths of a dB, so that the payload holds no binary float."""

    label: str
    margin_cdb: int
    text: str
    verdict: str


class Side(TypedDict):
    """The side view of a path: even points, heights in decimetres above the sea; its start, middle and end in km."""

    text: str
    distances: list[str]
    worst: int
    ground_dm: list[int]
    ray_dm: list[int]
    fresnel_dm: list[int]


class CoordinationReport(Paper):
    """The payload: texts are ready in the report's language, `words` are its headings."""

    language: str
    on: str
    outcome: str
    verdict: str
    headline: str
    words: dict[str, str]
    facts: list[tuple[str, str]]
    findings: list[str]
    columns: list[str]
    rows: list[list[str]]
    rows_note: str
    unjudged: list[str]
    more: list[str]
    offers: list[str]
    method: list[str]
    chart: list[Bar]
    points: list[dict[str, Any]]
    side: NotRequired[Side | None]
    receivers: list[str]
    signer_post: str
    signer_name: str
    unverified: list[str]
    example: NotRequired[bool]


def render(payload: CoordinationReport) -> bytes:
    """Return the report as PDF."""
    paper, words = Composer(payload), payload["words"]
    paper.letterhead(dated=True)
    paper.title(words["title"], "", words["about"])
    paper.text(f"<b>{esc(words['outcome'])}: {esc(payload['outcome'])}.</b> {esc(payload['headline'])}")
    if payload["findings"]:
        paper.items([esc(text) for text in payload["findings"]])
    paper.heading(words["wish"])
    paper.table((words["fact"], words["value"]), [[esc(a), esc(b)] for a, b in payload["facts"]], (5, 11.5))
    _neighbours(paper, payload)
    for head, texts in (("unjudged", payload["unjudged"]), ("more", payload["more"]), ("offers", payload["offers"])):
        if texts:
            paper.heading(words[head])
            paper.items([esc(text) for text in texts])
    paper.heading(words["method"])
    paper.items([esc(text) for text in payload["method"]])
    paper.unverified(payload["unverified"])
    paper.closing(payload["receivers"], payload["signer_post"], payload["signer_name"])
    return build(payload, paper.story, title=f"{words['title']} {day(payload['on'])}")


def _neighbours(paper: Composer, payload: CoordinationReport) -> None:
    words = payload["words"]
    paper.heading(words["neighbours"])
    if not payload["rows"]:
        paper.text(esc(words["nobody"]))
        return
    paper.table(payload["columns"], [[esc(cell) for cell in row] for row in payload["rows"]],
                (3.6, 3.2, 1.9, 1.6, 1.6, 1.6, 1.6, 1.6), (2, 3, 4, 5, 6, 7))  # fmt: skip
    if payload["rows_note"]:
        paper.text(esc(payload["rows_note"]), "", "note")
    paper.need(9)
    paper.subheading(words["chart"])
    paper.story.append(_chart(payload["chart"]))
    paper.need(9)
    paper.subheading(words["map"])
    paper.story.append(_map(payload["points"]))
    side = payload.get("side")
    if side:
        paper.need(9)
        paper.subheading(words["side"])
        paper.text(esc(side["text"]))
        paper.story.append(_side(side))
        paper.text(esc(words["side_note"]), "", "note")


def _colour(verdict: str) -> Any:
    return HexColor(COLOURS[verdict])


def _chart(bars: list[Bar]) -> Drawing:
    """Bars to the right where a margin is left, to the left where it lacks; the limit is the line between."""
    height, left = 14.0, WIDTH * 0.42
    drawing = Drawing(WIDTH, height * len(bars) + 18)
    scale = (WIDTH - left) * 0.45 / max([3000, *(abs(bar["margin_cdb"]) for bar in bars)])
    middle = left + (WIDTH - left) * 0.48
    for place, bar in enumerate(bars):
        y = drawing.height - height * (place + 1)
        length = bar["margin_cdb"] * scale
        drawing.add(String(0, y + 3, bar["label"][:46], fontName="Tinos", fontSize=8.5))
        drawing.add(Rect(min(middle, middle + length), y + 1, abs(length) or 0.5, height - 4,
                         fillColor=_colour(bar["verdict"]), strokeColor=None))  # fmt: skip
        at = middle + length + (3 if length >= 0 else -3)
        drawing.add(
            String(at, y + 3, bar["text"], fontName="Tinos", fontSize=8, textAnchor="start" if length >= 0 else "end")
        )
    drawing.add(Line(middle, 8, middle, drawing.height, strokeWidth=0.7))
    drawing.add(String(middle, 0, "0 dB", fontName="Tinos", fontSize=8, textAnchor="middle"))
    return drawing


def _map(points: list[dict[str, Any]]) -> Drawing:
    """Positions and service areas, metres east and north of the wish, north up; the wish is the square."""
    size = WIDTH * 0.5
    reach = max([5_000, *(max(abs(p["east_m"]), abs(p["north_m"])) + p["radius_m"] for p in points)])
    drawing = Drawing(WIDTH, size)
    middle, scale = WIDTH / 2, size / 2 / reach
    for point in reversed(points):
        x, y = middle + point["east_m"] * scale, size / 2 + point["north_m"] * scale
        radius = max(point["radius_m"] * scale, 1.5)
        drawing.add(Circle(x, y, radius, strokeColor=_colour(point["verdict"]), fillColor=None, strokeWidth=0.9))
        drawing.add(String(x + 3, y + 2, point["label"], fontName="Tinos", fontSize=7.5))
    drawing.add(Rect(middle - 2.5, size / 2 - 2.5, 5, 5, fillColor=HexColor(0x0B4F8A), strokeColor=None))
    bar_km = next(km for km in (200, 100, 50, 20, 10, 5, 2, 1) if km * 1000 * scale <= WIDTH * 0.3 or km == 1)
    drawing.add(Line(4, 6, 4 + bar_km * 1000 * scale, 6, strokeWidth=1.2))
    drawing.add(String(4, 10, f"{bar_km} km", fontName="Tinos", fontSize=8))
    return drawing


def _side(side: Side) -> Drawing:
    """Ground with the Earth's bulge, the ray and its first Fresnel zone, from the sender on the left."""
    left, floor, height = 34.0, 14.0, 150.0
    drawing = Drawing(WIDTH, height + 6)
    ground, ray, fresnel = side["ground_dm"], side["ray_dm"], side["fresnel_dm"]
    above = [a + b for a, b in zip(ray, fresnel, strict=True)]
    below = [max(a - b, min(ground)) for a, b in zip(ray, fresnel, strict=True)]
    low = min(ground)
    span = max(max(*ground, *above) - low, 100)

    def x(place: float) -> float:
        return left + (WIDTH - left - 8) * place / (len(ground) - 1)

    def y(decimetres: float) -> float:
        return floor + (height - floor) * (decimetres - low) / span

    def points(values: list[int]) -> list[float]:
        return [each for place, value in enumerate(values) for each in (x(place), y(value))]

    back = points(below)
    pairs = [(back[place], back[place + 1]) for place in range(0, len(back), 2)][::-1]
    zone = points(above) + [each for pair in pairs for each in pair]
    drawing.add(Polygon(zone, fillColor=HexColor(0xDCE8F4), strokeColor=None))
    drawing.add(Polygon([*points(ground), x(len(ground) - 1), floor, left, floor],
                        fillColor=HexColor(0xC9B79C), strokeColor=HexColor(0x6B5B3E), strokeWidth=0.6))  # fmt: skip
    drawing.add(PolyLine(points(ray), strokeColor=HexColor(COLOURS["wish"]), strokeWidth=1))
    drawing.add(Circle(x(side["worst"]), y(ground[side["worst"]]), 2.5, fillColor=HexColor(COLOURS["fail"]),
                       strokeColor=None))  # fmt: skip
    for share, anchor, text in zip((0.0, 0.5, 1.0), ("start", "middle", "end"), side["distances"], strict=True):
        level, at = low + span * share, x((len(ground) - 1) * share)
        drawing.add(String(left - 4, y(level) - 3, f"{level / 10:.0f}", fontName="Tinos", fontSize=8, textAnchor="end"))
        drawing.add(String(at, 2, text, fontName="Tinos", fontSize=8, textAnchor=anchor))
    return drawing
