"""The violation record as a page for WeasyPrint: the text our renderer wrote, with the same type, photos, code."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import segno

from common.pdf import fonts
from common.pdf.composer import Composer
from common.pdf.dates import moment_short
from common.pdf.letterhead import MOTTO, STATE
from enforcement.documents import violation_record
from enforcement.documents.violation_acts import write_acts, write_provisions
from enforcement.documents.violation_close import write_close, write_explanation, write_measures, write_statements

_STYLE = """
@font-face {{ font-family: Tinos; src: url(file://{fonts}/Tinos-Regular.ttf) }}
@font-face {{ font-family: Tinos; font-weight: bold; src: url(file://{fonts}/Tinos-Bold.ttf) }}
@font-face {{ font-family: Tinos; font-style: italic; src: url(file://{fonts}/Tinos-Italic.ttf) }}
@page {{ size: A4; margin: 20mm 15mm 37mm 30mm;
  @bottom-left {{ content: element(foot) }} @bottom-right {{ content: "Trang " counter(page) "/" counter(pages) }} }}
.foot {{ position: running(foot); font-size: 8pt }} .foot svg {{ width: 17mm; height: 17mm }}
body {{ font: 13pt/16pt Tinos }} p {{ margin: 0 0 3pt; text-align: justify }}
table {{ width: 100%; border-collapse: collapse }} td {{ vertical-align: top; text-align: center }}
.photos td {{ border: .5pt solid #777; font-size: 9.5pt; text-align: left }} img {{ max-width: 80mm; max-height: 56mm }}
.mark {{ position: fixed; top: 110mm; left: -10mm; width: 190mm; text-align: center; color: #e5e5e5;
  font: bold 34pt Tinos; transform: rotate(-52deg) }}
"""


def html(payload: Any, photos: Mapping[str, bytes], folder: Path) -> str:
    """Return the page; the photographs are written into `folder`."""
    code = segno.make(payload["verify_url"], error="m", micro=False).svg_inline(scale=3)
    names = " | ".join(escape(who) for who in violation_record.STRIP)
    return (
        f"<!doctype html><html lang=vi><meta charset=utf-8><style>{_STYLE.format(fonts=fonts.FOLDER)}</style>"
        f"<div class=mark>{payload['watermark']}</div><div class=foot>{names}<br>{payload['number']} "
        f"{payload['verify_code']} {payload['content_sha256']} {code}</div>"
        f"<table><tr><td>{payload['agency']['superior'].upper()}<br><b>{payload['agency']['name'].upper()}</b><br>"
        f"Số: {payload['number']}</td><td><b>{STATE}<br>{MOTTO}</b></td></tr></table>"
        + "".join(f"<p>{text}</p>" for text in paragraphs(payload))
        + "<table><tr><td><b>CHỦ HỘ KINH DOANH VI PHẠM</b><br><i>(Ký, ghi rõ họ và tên)</i><br><br><br><br>"
        f"<b>{payload['violator']['representative']}</b></td><td><b>NGƯỜI LẬP BIÊN BẢN</b><br>"
        f"<i>(Ký, ghi rõ họ và tên)</i><br><br><br><br><b>{payload['recorders'][0]['name']}</b></td></tr></table>"
        f"<table class=photos><tr>{''.join(_photo(photo, photos, folder) for photo in payload['photos'])}</tr></table>"
    )


def paragraphs(payload: Any) -> list[str]:
    """Return the markup of every paragraph that our renderer writes, in order."""
    recorder = _Recorder(payload)
    for write in (
        violation_record._write_opening,
        violation_record._write_recorders,
        lambda paper, whole: violation_record._write_violator(paper, whole["violator"]),
        write_acts,
        write_provisions,
        write_statements,
        write_measures,
        write_explanation,
        lambda paper, whole: write_close(paper, {**whole, "photos": []}, {}),
    ):
        write(recorder, payload)
    return recorder.texts


class _Recorder(Composer):
    def __init__(self, payload: Any) -> None:
        super().__init__(payload)
        self.texts = ["<b>BIÊN BẢN VI PHẠM HÀNH CHÍNH</b>"]

    def beside(self) -> "Composer":
        """Keep parts that are placed as one in the same list."""
        return self

    def _add(self, vi: str, en: str, style: str) -> None:
        strong = style in {"heading", "subheading"}
        self.texts.append(f"<b>{vi}</b>" if strong else vi)


def _photo(photo: Any, photos: Mapping[str, bytes], folder: Path) -> str:
    file = folder / f"{photo['sha256'][:8]}.jpg"
    file.write_bytes(photos[photo["sha256"]])
    return (
        f"<td><img src='{file.name}'><br>{escape(photo['caption'])}, {moment_short(photo['taken_at'])}<br>"
        f"<small>{photo['sha256']}</small></td>"
    )
