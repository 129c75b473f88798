"""A receiver's CSV, row by row: an emission, or what is wrong with the row and how to mend it."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from common.errors import Invalid
from licenses.services.identity import Emission

COLUMNS = ("time", "frequency_mhz", "level_dbuvm", "bandwidth_khz", "lat", "lon", "uncertainty_hz")
NEEDED = ("frequency_mhz", "lat", "lon")
MOST_ROWS = 500_000
MOST_BYTES = 100_000_000
HIGHEST_MHZ = 3_000_000
LOWEST_MHZ = 0.003
HEARD_MHZ = 100_000  # receivers of a monitoring service end below; what lies above was written in kHz
FIELD_DB = (-60.0, 180.0)
LONGEST_LINE = 4_000
DAY_FIRST = ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S")


@dataclass(frozen=True)
class BadRow:
    """A row of the file that could not be used: what is wrong, and how to mend it."""

    field: str
    reason: str


Row = Emission | BadRow


def check(data: bytes) -> int:
    """Return how many lines the file has besides its head; Invalid for what is no file of a receiver at all."""
    if len(data) > MOST_BYTES:
        raise refused(_("The file is longer than %(most)s MB. Divide it.") % {"most": MOST_BYTES // 1_000_000})
    if not data.strip():
        raise refused(_("The file is empty."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise refused(_("The file is not UTF-8 text (line %(n)s). Save it as CSV UTF-8.") % {"n": line}) from error
    names = _split(text.partition("\n")[0])
    lacking = [name for name in NEEDED if name not in names]
    if lacking:
        raise refused(
            _("The first row must name the columns %(all)s; missing: %(lacking)s.")
            % {"all": ", ".join(COLUMNS), "lacking": ", ".join(lacking)}
        )
    lines = text.count("\n")
    if lines > MOST_ROWS + 1:
        raise refused(_("The file has more than %(most)s rows; divide it.") % {"most": MOST_ROWS})
    if not text.partition("\n")[2].strip():
        raise refused(_("The file has no rows after the first."))
    return max(1, lines - (1 if text.endswith("\n") else 0))


def rows(data: bytes) -> Iterator[tuple[int, Row]]:
    """Yield (number, row) of a checked file; the row after the head is number 2. Empty lines are no rows.

    Each line is read by itself: a receiver writes no line breaks into cells, and a broken line costs only itself.
    """
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    head = text.readline()
    names, delimiter = _split(head), _delimiter(head)
    for number, line in enumerate(text, start=2):
        if len(line) > LONGEST_LINE:
            yield number, BadRow("", _("The row is longer than %(most)s characters.") % {"most": LONGEST_LINE})
            continue
        cells = next(csv.reader([line], delimiter=delimiter), [])
        if any(cell.strip() for cell in cells):
            yield number, _row(dict(zip(names, cells, strict=False)))


def refused(reason: str) -> Invalid:
    """Return the refusal of a whole file."""
    return Invalid(reason, fields={"file": [reason]}, code="file_refused")


def _split(head: str) -> list[str]:
    return [name.strip().strip('"').lower() for name in head.strip().split(_delimiter(head))]


def _delimiter(head: str) -> str:
    return ";" if head.count(";") > head.count(",") else ","


def _row(row: dict[str, str]) -> Row:
    values: dict[str, float | None] = {}
    for name in COLUMNS[1:]:
        text = (row.get(name) or "").strip().replace(",", ".")
        try:
            values[name] = float(Decimal(text)) if text else None
        except InvalidOperation:
            return BadRow(name, _("“%(text)s” is not a number.") % {"text": text[:40]})
    for name in NEEDED:
        if values[name] is None:
            return BadRow(name, _("The value is missing."))
    return _impossible(values) or _no_moment((row.get("time") or "").strip()) or _emission(row, values)


def _no_moment(text: str) -> BadRow | None:
    """Say what is wrong with a time that can be read in none of the ways receivers write it; none is no fault."""
    if not text or any(_reads(text, written) for written in ("", *DAY_FIRST)):
        return None
    return BadRow("time", _("“%(text)s” is not a time; write it as 2026-11-20T10:00+07:00.") % {"text": text[:40]})


def _reads(text: str, written: str) -> bool:
    try:
        dt.datetime.strptime(text, written) if written else dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _impossible(values: dict[str, float | None]) -> BadRow | None:
    mhz, lat, lon = (float(values[name] or 0.0) for name in NEEDED)
    if not LOWEST_MHZ <= mhz <= HIGHEST_MHZ:  # NaN fails every comparison
        if HIGHEST_MHZ < mhz <= HIGHEST_MHZ * 1e6:
            return BadRow(
                "frequency_mhz", _("Frequencies stand in MHz; likely meant: %(mhz)s MHz.") % {"mhz": f"{mhz / 1e6:g}"}
            )
        return BadRow("frequency_mhz", _("A frequency in MHz lies above 0 and at most at 3,000,000."))
    if mhz > HEARD_MHZ:
        return BadRow(
            "frequency_mhz", _("Frequencies stand in MHz; likely meant: %(mhz)s MHz.") % {"mhz": f"{mhz / 1e3:.7g}"}
        )
    if not -90 <= lat <= 90 or not -180 <= lon <= 180:
        swapped = -90 <= lon <= 90 and -180 <= lat <= 180
        mend = " " + _("Latitude and longitude seem to be exchanged.") if swapped else ""
        return BadRow("lat", _("Latitude goes from -90 to 90 and longitude from -180 to 180 degrees.") + mend)
    level = values["level_dbuvm"]
    if level is not None and not FIELD_DB[0] <= level <= FIELD_DB[1]:
        return BadRow(
            "level_dbuvm", _("A field strength in dBµV/m lies between -60 and 180; a level in dBm is no field.")
        )
    width = values["bandwidth_khz"]
    if width is not None and not 0 <= width * 1e3 <= mhz * 1e6:
        return BadRow("bandwidth_khz", _("A bandwidth in kHz is not negative and not wider than the frequency."))
    doubt = values["uncertainty_hz"]
    if doubt is not None and not 0 <= doubt < mhz * 1e6:
        return BadRow("uncertainty_hz", _("An uncertainty in Hz is not negative and smaller than the frequency."))
    return None


def _emission(row: dict[str, Any], values: dict[str, float | None]) -> Emission:
    width = values["bandwidth_khz"]
    return Emission(
        hz=round(float(values["frequency_mhz"] or 0) * 1e6),
        lat=float(values["lat"] or 0), lon=float(values["lon"] or 0),
        bandwidth_hz=width * 1000 if width else None, uncertainty_hz=values["uncertainty_hz"] or 0.0,
        field_dbuvm=values["level_dbuvm"], at=(row.get("time") or "").strip()[:40],
    )  # fmt: skip
