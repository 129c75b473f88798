"""The coordination report (báo cáo thẩm định): a ready payload in, PDF bytes out, in Vietnamese or English."""

from typing import Any, NotRequired, TypedDict

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from common.pdf.composer import Composer, esc
from common.pdf.dates import day
from common.pdf.frame import WIDTH, build
from common.pdf.shapes import Paper

FORM_CODE = "coordination_report"
TEMPLATE_VERSION = "coordination_report/2"
COLOURS = {"wish": 0x0B4F8A, "pass": 0x1B7F4B, "review": 0xB7791F, "fail": 0xB3261E}


KEPT = 2  # last lines of the method that stay on the page of the signature
SQUARE = 5.0  # points: the place examined on the map
Box = tuple[float, float, float, float]  # left, bottom, right, top in points


class Bar(TypedDict):
    """One bar of the chart: whole hundredths of a dB, so that the payload holds no binary float."""

    label: str
    way: str
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
    form: str  # what the paper itself is called: no rule it rests on
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
    paper.items([esc(text) for text in payload["method"][:-KEPT]])
    last = paper.beside()
    last.items([esc(text) for text in payload["method"][-KEPT:]])
    last.unverified([row for row in payload["unverified"] if row != payload["form"]])
    paper.closing(payload["receivers"], payload["signer_post"], payload["signer_name"], lead=last.story)
    return build(payload, paper.story, title=f"{words['title']} {day(payload['on'])}")


def _neighbours(paper: Composer, payload: CoordinationReport) -> None:
    words = payload["words"]
    paper.need(6)
    paper.heading(words["neighbours"])
    if not payload["rows"]:
        paper.text(esc(words["nobody"]))
        return
    paper.table(payload["columns"], [[esc(cell) for cell in row] for row in payload["rows"]],
                (3.5, 2.2, 1.75, 2.1, 2.4, 2.1, 1.7, 2.6), (3, 4, 5, 6))  # fmt: skip
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
    height, left = 22.0, WIDTH * 0.42
    drawing = Drawing(WIDTH, height * len(bars) + 18)
    scale = (WIDTH - left) * 0.4 / max([3000, *(abs(bar["margin_cdb"]) for bar in bars)])
    middle = left + (WIDTH - left) * 0.5
    for place, bar in enumerate(bars):
        y = drawing.height - height * (place + 1)
        length = bar["margin_cdb"] * scale
        drawing.add(String(0, y + 12, bar["label"][:46], fontName="Tinos", fontSize=8.5))
        drawing.add(String(8, y + 3, bar["way"], fontName="Tinos", fontSize=8, fillColor=HexColor(0x444444)))
        drawing.add(Rect(min(middle, middle + length), y + 5, abs(length) or 0.5, 11,
                         fillColor=_colour(bar["verdict"]), strokeColor=None))  # fmt: skip
        at = middle + length + (3 if length >= 0 else -3)
        drawing.add(
            String(at, y + 7, bar["text"], fontName="Tinos", fontSize=8, textAnchor="start" if length >= 0 else "end")
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
    half = SQUARE / 2
    taken = [(middle - half, size / 2 - half, middle + half, size / 2 + half)]
    for point in reversed(points):
        x, y = middle + point["east_m"] * scale, size / 2 + point["north_m"] * scale
        radius = max(point["radius_m"] * scale, 1.5)
        colour = _colour(point["verdict"])
        drawing.add(Circle(x, y, radius, strokeColor=colour, fillColor=None, strokeWidth=0.9))
        if point["verdict"] != "wish":
            drawing.add(Polygon([x - 4, y - 3, x + 4, y - 3, x, y + 4], fillColor=colour, strokeColor=None))
            taken.append((x - 4, y - 3, x + 4, y + 4))
    for point in points[1:]:
        x, y = middle + point["east_m"] * scale, size / 2 + point["north_m"] * scale
        at = _free_place(x, y, stringWidth(point["label"], "Tinos", 7.5), taken)
        drawing.add(String(at[0], at[1], point["label"], fontName="Tinos", fontSize=7.5))
    drawing.add(Rect(middle - half, size / 2 - half, SQUARE, SQUARE, fillColor=HexColor(0x0B4F8A), strokeColor=None))
    bar_km = next(km for km in (200, 100, 50, 20, 10, 5, 2, 1) if km * 1000 * scale <= WIDTH * 0.3 or km == 1)
    drawing.add(Line(4, 6, 4 + bar_km * 1000 * scale, 6, strokeWidth=1.2))
    drawing.add(String(4, 10, f"{bar_km} km", fontName="Tinos", fontSize=8))
    return drawing


def _free_place(x: float, y: float, width: float, taken: list[Box]) -> tuple[float, float]:
    """Return where a label beside a point covers neither the square nor a marker nor an earlier label, and take it."""
    right, left = (x + 6, -3), (x - 6 - width, -3)
    places = [(side, y + drop + step * 9) for step in (0, 1, -1, 2, -2, 3, -3, 4, -4) for side, drop in (right, left)]
    for at_x, at_y in places:
        box = (at_x, at_y - 1, at_x + width, at_y + 7)
        if not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            break
    taken.append(box)
    return at_x, at_y


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
