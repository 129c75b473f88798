"""Writes the body of a paper: paragraphs, fields, tables, photographs, signatures; English beneath where asked."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from reportlab.lib import colors
from reportlab.lib.units import cm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Paragraph, Spacer, Table, TableStyle

from common.pdf.dates import moment_short
from common.pdf.frame import TOTAL, WIDTH, language
from common.pdf.letterhead import Letterhead
from common.pdf.photos import Photograph
from common.pdf.shapes import Enclosed, NamedHash, Photo, Signature
from common.pdf.styles import GREY, RULE, SHADE, styles

BLANK = "…………………………"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_TALL = 12 * cm
_GRID = [
    ("GRID", (0, 0), (-1, -1), 0.5, colors.HexColor(RULE)),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 3.5),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3.5),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]
_HEAD = [("BACKGROUND", (0, 0), (-1, 0), colors.HexColor(SHADE)), ("VALIGN", (0, 0), (-1, 0), "MIDDLE")]


class Text(Paragraph):
    """A paragraph that breaks its lines once per width: what keeps parts together asks several times."""

    _broken: tuple[float, float] | None = None

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return width and height, broken anew only for another width."""
        # a paragraph that was split has lost its broken lines
        if self._broken is None or self._broken[0] != available_width or not hasattr(self, "blPara"):
            self._broken = (available_width, super().wrap(available_width, available_height)[1])
        return self._broken


def esc(text: object) -> str:
    """Return user text safe inside the markup of a paragraph; line breaks stay."""
    plain = _CONTROL.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n")).strip()
    return escape(plain.replace(TOTAL, "# $"), quote=False).replace("\n", "<br/>")


def unbroken(text: object) -> str:
    """Return a short quantity escaped and kept on one line: number and unit do not part."""
    shown = esc(text)
    return shown.replace(" ", "\u00a0") if len(shown) <= 14 and shown[:1].isdigit() else shown


def bold(text: object) -> str:
    """Return user text escaped and bold; dots to fill in by hand when there is none."""
    return f"<b>{esc(text)}</b>" if str(text).strip() else BLANK


class Composer:
    """Collects the flowables of one paper. Texts are markup: escape what comes from people with `esc`."""

    def __init__(self, payload: Mapping[str, Any]) -> None:
        self.payload = payload
        self.bilingual = bool(payload.get("bilingual"))
        self.story: list[Flowable] = []
        self.styles = styles()
        self._begun = 0  # where the last part began: its demand for room

    def letterhead(self, *, dated: bool) -> None:
        """Open the paper."""
        self.story.append(Letterhead(self.payload, dated=dated))

    def title(self, vi: str, en: str, about: str = "") -> None:
        """Name the paper, and beneath it what it is about."""
        self._add(vi, en, "title")
        if about:
            self._add(about, "", "about")
        self.space(4)

    def heading(self, vi: str, en: str = "") -> None:
        """Begin a part, never on the last lines of a page."""
        self._begin()
        self._add(vi, en, "heading")

    def subheading(self, vi: str, en: str = "") -> None:
        """Begin a part of a part, never on the last lines of a page."""
        self._begin()
        self._add(vi, en, "subheading")

    def _begin(self) -> None:
        self._begun = len(self.story)
        self.need(2.2)

    def text(self, vi: str, en: str = "", style: str = "body") -> None:
        """Write one paragraph."""
        self._add(vi, en, style)

    def field(self, label: str, label_en: str, value: object, style: str = "body") -> None:
        """Write "label: value", or dots when the value is not known."""
        self._add(f"{label}: {esc(value) or BLANK}", label_en, style)

    def fields(self, *pairs: tuple[str, object], en: str = "", style: str = "body") -> None:
        """Write several short fields on one line, the first one strong: the name."""
        (first, name), *rest = pairs
        texts = [f"{first}: {bold(name)}", *(f"{label}: {esc(value) or BLANK}" for label, value in rest)]
        self._add("; ".join(texts) + ".", en, style)

    def items(self, texts: Sequence[str], style: str = "item") -> None:
        """Write a list with dashes; the texts are markup."""
        self.story += [Text(text, self.styles[style], bulletText="-") for text in texts]

    def beside(self) -> "Composer":
        """Return a composer for a part that is placed as one, with its own story."""
        return type(self)(self.payload)

    def space(self, points: float) -> None:
        """Leave space."""
        self.story.append(Spacer(1, points))

    def need(self, centimetres: float) -> None:
        """Go to the next page unless so much is left on this one."""
        self.story.append(CondPageBreak(centimetres * cm))

    def page_break(self) -> None:
        """Go on on a new page."""
        self.story.append(PageBreak())

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], centred: Sequence[int] = ()
    ) -> None:
        """Write a table with repeated head; cells are markup, `widths` are shares, `centred` names columns."""
        whole = sum(widths)
        cells = [[Text(text, self.styles["cell_head"]) for text in head]]
        for row in rows:
            cells.append(
                [
                    Text(text, self.styles["cell_center" if index in centred else "cell"])
                    for index, text in enumerate(row)
                ]
            )
        columns = [WIDTH * width / whole for width in widths]
        if self._begun and len(self.story) == self._begun + 2:
            self._hold(Table(cells[:2], columns, style=TableStyle(_GRID + _HEAD)))
        table = Table(
            cells,
            columns,
            repeatRows=1,
            style=TableStyle(_GRID + _HEAD),
            # a row taller than a page must split, a short one moves on whole
            splitInRow=90,
            spaceBefore=3,
            spaceAfter=6,
        )
        self.story.append(table)

    def _hold(self, first: Table) -> None:
        """Keep the heading of a part with the head and first row of its table, unless that row is a tall one."""
        _width, high = first.wrap(WIDTH, _TALL)
        self.story[self._begun] = CondPageBreak(min(high, _TALL) + 1.2 * cm)

    def photos(
        self,
        photos: Sequence[Photo],
        images: Mapping[str, bytes],
        head: str = "",
        head_en: str = "",
        label: str = "Ảnh",
    ) -> None:
        """Show photographs two by two with caption, time, position and hash; a missing picture is said so.

        The heading stays with the first pair.
        """
        cells = [
            self._photo(f"{label} {index}", photo, images.get(photo["sha256"]))
            for index, photo in enumerate(photos, start=1)
        ]
        rows: list[list[Any]] = [[*cells[start : start + 2], []][:2] for start in range(0, len(cells), 2)]
        if not rows:
            return
        top = self.beside()
        if head:
            top._add(head, head_en, "heading")
        columns = [WIDTH / 2, WIDTH / 2]
        first = Table(rows[:1], columns, style=TableStyle(_GRID), spaceBefore=3)
        self.story.append(KeepTogether([*top.story, first]))
        if rows[1:]:
            self.story.append(Table(rows[1:], columns, style=TableStyle(_GRID)))

    def _photo(self, name: str, photo: Photo, data: bytes | None) -> list[Flowable]:
        missing = Text("(ảnh gốc lưu trong hồ sơ điện tử)", self.styles["caption"])
        shown = Photograph(data, WIDTH / 2 - 8, 5.6 * cm) if data else missing
        return [shown, Spacer(1, 2), Text(_caption(name, photo), self.styles["caption"])]

    def enclosed(self, files: Sequence[Enclosed], head: str, head_en: str = "") -> None:
        """List files that cannot be printed, each with its hash; nothing where there is none."""
        if not files:
            return
        self.heading(head, head_en)
        rows = [
            [str(index), esc(file["kind"]), _about(file), esc(file["size"]), _in_two(file["sha256"])]
            for index, file in enumerate(files, start=1)
        ]
        self.table(("TT", "Loại", "Tệp; nội dung", "Cỡ", "SHA-256"), rows, (0.9, 2.2, 5.2, 1.9, 6.3), (0,))

    def hashes(self, hashes: Sequence[NamedHash]) -> None:
        """Write by which hashes the paper can be held against what it was drawn from."""
        for one in hashes:
            self._add(f"{esc(one['vi'])}: {_in_two(one['sha256'])}", one["en"], "item")

    def signatures(self, blocks: Sequence[Signature], *, lead: Sequence[Flowable] = ()) -> None:
        """Write the blocks to sign by hand two by two, kept on one page with what leads to them."""
        tables = [self._pair(blocks[start : start + 2]) for start in range(0, len(blocks), 2)]
        self.story += [KeepTogether([*lead, Spacer(1, 6), *tables[:2]]), *tables[2:]]

    def closing(self, receivers: Sequence[str], post: str, name: str, *, lead: Sequence[Flowable] = ()) -> None:
        """Close a letter: whom it goes to on the left, post, space to sign and name on the right.

        `lead` are the last lines before it, which stay on its page: nobody signs a page of nothing.
        """
        english = language(self.payload) == "en"
        goes_to = "To" if english else "Nơi nhận"
        left = [Text(f"<b><i>{goes_to}:</i></b>", self.styles["receivers"])]
        ends = [";"] * (len(receivers) - 1) + ["."]
        left += [Text(f"- {esc(who)}{end}", self.styles["receivers"]) for who, end in zip(receivers, ends, strict=True)]
        right = [
            Text(esc(post).upper(), self.styles["sign_head"]),
            Text("(signature, name, seal)" if english else "(Ký, ghi rõ họ tên, đóng dấu)", self.styles["sign_hint"]),
            Spacer(1, 2.2 * cm),
            Text(esc(name), self.styles["sign_name"]),
        ]
        plain = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0)])
        self.story.append(
            KeepTogether([*lead, Spacer(1, 10), Table([[left, right]], [WIDTH * 0.48, WIDTH * 0.52], style=plain)])
        )

    def unverified(self, rows: Sequence[str]) -> None:
        """Say on the paper which rules it rests on have not been verified."""
        if rows:
            listed = "; ".join(esc(row.rstrip(".")) for row in rows)
            if language(self.payload) == "en":
                english = f"Note: quoted from unofficial copies, not verified against the official text: {listed}."
                self._add(english, "", "note")
                return
            self._add(
                "Lưu ý: các quy định sau được dẫn theo bản sao không chính thức, chưa được đối chiếu với "
                f"văn bản chính thức: {listed}.",
                "The rules listed above are quoted from unofficial copies and have not been verified.",
                "note",
            )

    def _add(self, vi: str, en: str, style: str) -> None:
        text = vi
        if en and self.bilingual:
            text += f'<br/><font name="Tinos-Italic" size="9.5" color="{GREY}">{en}</font>'
        self.story.append(Text(text, self.styles[style]))

    def _pair(self, blocks: Sequence[Signature]) -> Table:
        """Return two blocks side by side, row by row, so that headings and names stay level."""
        blank: Signature = {"heading": "", "name": ""}
        pair = [*blocks, blank][:2]

        def row(style: str, texts: Sequence[str]) -> list[Text | str]:
            return [Text(text, self.styles[style]) if text else "" for text in texts]

        rows: list[list[Any]] = [
            row("sign_head", [esc(block["heading"]) for block in pair]),
            row("sign_hint", ["(Ký, ghi rõ họ và tên)" if block["heading"] else "" for block in pair]),
            ["", ""],
            row("sign_name", [esc(block["name"]) for block in pair]),
        ]
        heights: list[float | None] = [None, None, 1.5 * cm, None]
        if any(block.get("note") for block in pair):
            rows.insert(3, row("sign_hint", [esc(block.get("note", "")) for block in pair]))
            heights.insert(3, None)
        tight = [("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]
        return Table(
            rows,
            [WIDTH / 2, WIDTH / 2],
            heights,
            style=TableStyle(tight),
            spaceAfter=8,
            splitByRow=0,
        )


def _caption(name: str, photo: Photo) -> str:
    facts = [f"<b>{name}.</b> {esc(photo['caption'])}"]
    if photo.get("taken_at"):
        facts.append(f"Chụp lúc {moment_short(photo['taken_at'])}")
    if photo.get("position"):
        facts.append(f"Vị trí: {esc(photo['position'])}")
    digest = photo["sha256"]
    # Two lines of 32: a reader compares them by eye, and the column is too narrow for 64.
    return ". ".join(facts) + f'.<br/><font size="7.5">SHA-256: {digest[:32]}<br/>{digest[32:]}</font>'


def _about(file: Enclosed) -> str:
    return esc(file["name"]) + (f"<br/>{esc(file['about'])}" if file["about"] else "")


def _in_two(digest: str) -> str:
    return f'<font size="8.5">{digest[:32]}<br/>{digest[32:]}</font>'
