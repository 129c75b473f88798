"""Paragraph styles of the papers: 13 point body as Decree 30/2020 asks, smaller in tables and notes."""

from functools import cache
from types import MappingProxyType

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from common.pdf import fonts

BODY_SIZE = 13
GREY = "#444444"
RULE = "#777777"
SHADE = "#f0f0ee"


@cache
def styles() -> MappingProxyType[str, ParagraphStyle]:
    """Return the styles by name; the faces are registered on the way."""
    fonts.register()
    body = ParagraphStyle(
        "body",
        fontName=fonts.REGULAR,
        fontSize=BODY_SIZE,
        leading=16,
        alignment=TA_JUSTIFY,
        spaceAfter=3,
        allowWidows=0,
        allowOrphans=0,
    )

    def variant(name: str, **changes: object) -> ParagraphStyle:
        return ParagraphStyle(name, parent=body, **changes)

    small = {"fontSize": 10, "leading": 12.5, "spaceAfter": 0, "alignment": 0}
    made = [
        body,
        variant("heading", fontName=fonts.BOLD, spaceBefore=6, alignment=0),
        variant("subheading", fontName=fonts.BOLD, spaceBefore=3, alignment=0),
        variant("title", fontName=fonts.BOLD, fontSize=15, leading=19, alignment=TA_CENTER, spaceBefore=8),
        variant("about", fontName=fonts.BOLD, alignment=TA_CENTER, spaceAfter=2),
        variant("basis", fontName=fonts.ITALIC),
        variant("item", leftIndent=16, bulletIndent=4),
        variant("law", fontName=fonts.ITALIC, leftIndent=16, fontSize=12, leading=15),
        variant("fill", alignment=0, fontName=fonts.ITALIC),
        variant("center", alignment=TA_CENTER),
        variant("right", alignment=TA_RIGHT, fontName=fonts.ITALIC),
        variant("note", fontName=fonts.ITALIC, fontSize=10.5, leading=13, textColor=GREY),
        variant("cell", **small),
        variant("cell_center", **{**small, "alignment": TA_CENTER}),
        variant("cell_head", **{**small, "alignment": TA_CENTER, "fontName": fonts.BOLD}),
        variant("caption", **{**small, "fontSize": 9.5, "leading": 11.5}),
        variant("sign_head", fontName=fonts.BOLD, fontSize=12, leading=14, alignment=TA_CENTER, spaceAfter=0),
        variant("sign_hint", fontName=fonts.ITALIC, fontSize=10.5, leading=13, alignment=TA_CENTER, spaceAfter=0),
        variant("sign_name", fontName=fonts.BOLD, fontSize=13, leading=16, alignment=TA_CENTER, spaceAfter=0),
        variant("receivers", fontSize=11, leading=13, alignment=0, spaceAfter=0),
    ]
    return MappingProxyType({style.name: style for style in made})
