"""Writes docs/import-format.md from the tables that read the files: `python -m docs.import_format [--check]`."""

import sys
from pathlib import Path

from django.utils import translation

from docs.written import write_or_check
from licenses.importers import manual

TARGET = Path(__file__).with_name("import-format.md")
HEAD = """\
# Import format

Written by `python -m docs.import_format` from `licenses/importers/`; do not edit by hand. The page *Nhập dữ liệu* →
*Các cột và lý do* shows the same in Vietnamese and English.

    ./run manage import_register FILE --format csv|fcc-uls --agency CODE [--refused REFUSED.csv]

or the page **Nhập dữ liệu** (*Imports*). Both check every row, take the good ones, and give a report: rows, taken,
merged, duplicates, already in the register, with warnings, refused. The numbers add up to the rows of the file.
Refused rows come back as a CSV of the same columns with `line` and `reasons` at the end: mend it and send it again,
as it is. The same file twice doubles nothing; a row that is in the register already is left as it stands there.

## The file
* CSV with comma, semicolon, tab or `|`; UTF-8 (with or without BOM) or UTF-16 with BOM; plain or gzip. Other
  encodings are refused and named, so that no Vietnamese letter is guessed.
* Column names in the first row, in any order; columns that a file does not need may be left out, columns nobody
  knows are reported and left out. Rows may stand in any order; parents before children is quickest.
* Names come in Unicode NFC, single spaces, without invisible characters; what was changed is reported
  (`name_cleaned`).
* Decimals with a point or a comma. Whether a file is of the one format or the other is told by its header.
* A text that begins with `=`, `+`, `-`, `@`, a tab or an apostrophe stands in exports after an apostrophe, so that
  no spreadsheet runs it; imports take that apostrophe off again.

## Keys
`key` names a record within the agency that keeps it: the same key again is the same record. Children name their
parents by these keys (`licensee_key`, `establishment_key`, `station_key`, `license_key`, `rx_station_key`,
`supersedes_key`), which may stand in the same file or in the register. Records entered by hand have no key of a
file; exports name them by their own identifier. Two holders with one identifier (scheme and number) are one holder,
whatever their keys. A license number stands once per granting authority. For an assignment the key holds within its
license.

## Round trip
`Tải sổ đăng ký` (*Download the register*) and the CSV link of each list write this format. Imported into an empty
register such a file gives the same file again, byte for byte.

## Format `csv`: the register
One record per row. `record` says what the row is.
"""
FCC = """
## Format `fcc-uls`: the FCC microwave extract
One row is one assignment of the extract with its holder, license, station and, on a link, receiving site; columns
and units are in `licenses/data/fcc_uls/NOTICE`. The keys are made from the row:

| record | key |
|---|---|
| licensee | `frn:` FRN; without one `licensee:` licensee_id; without either `name:` the folded name |
| license | `usi:` usi; its number is the call sign |
| station | `usi:` usi `:` location_number `:` antenna_number; a receiving site `usi:` usi `:R` rx_location_number |
| assignment | license key, location, antenna, frequency, upper frequency, receiving location |

Rows that agree in the key of the assignment are one assignment: a further emission is added (`emission_merged`),
the largest power is kept (`power_differs`), a row that differs only in columns the register does not keep is
counted (`row_merged`), an exact repetition is a duplicate (`row_repeated`). Columns without a place in the register
are named in the report. Sites far from Viet Nam belong to no territory: the importing agency alone sees them.
"""
GROUPS = {
    "file": "Reasons that concern the whole file (nothing, or nothing further, is taken)",
    "refused": "Reasons for which a row is refused",
    "warning": "Warnings: the row is taken",
}


def render() -> str:
    """Return the page."""
    lines = [HEAD]
    with translation.override("en"):
        for record, columns in manual.records():
            lines += [f"\n### `{record}`", "", "| column | needed | holds |", "|---|---|---|"]
            lines += [
                f"| `{column.name}` | {'yes' if column.required else ''} | {_cell(column.holds)} |"
                for column in columns
            ]
        lines += [FCC]
        for group, reasons in manual.reasons():
            lines += [f"\n## {GROUPS[group]}", "", "| code | says | mend |", "|---|---|---|"]
            lines += [f"| `{reason.code}` | {_cell(reason.text)} | {_cell(reason.mend)} |" for reason in reasons]
        lines += ["", "`left_out_…` before a code of a refused row: only that cell was left out, the row was taken."]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    raise SystemExit(write_or_check(TARGET, render, sys.argv[1:]))
