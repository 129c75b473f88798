"""The file formats an import takes, and how each is recognised by its header."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from licenses.importers import fcc_uls, register_csv
from licenses.importers.items import CellError, Problem


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the columns it cannot do without; `merges`: one assignment may be spread over rows."""

    code: str
    label: Any
    required: tuple[str, ...]
    merges: bool


REGISTER = Format("csv", _("Register CSV of this system"), register_csv.REQUIRED, merges=False)
FCC_ULS = Format("fcc-uls", _("FCC ULS microwave extract"), fcc_uls.REQUIRED, merges=True)
FORMATS = {known.code: known for known in (REGISTER, FCC_ULS)}


def recognise(header: list[str], code: str = "") -> Format:
    """Return the format of a file: the one named, or the one whose columns are all there. Raises CellError."""
    if code and code not in FORMATS:
        raise CellError("format_unknown", format=code)
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise CellError("columns_twice", columns=", ".join(twice))
    wanted = [FORMATS[code]] if code else list(FORMATS.values())
    missing = {known.code: [name for name in known.required if name not in header] for known in wanted}
    for known in wanted:
        if not missing[known.code]:
            return known
    nearest = min(missing.values(), key=len)
    raise CellError("columns_missing", columns=", ".join(nearest))


def notes(header: list[str], known: Format) -> list[Problem]:
    """What to say about columns left out: nobody knows them, or the register has no place for them."""
    found = []
    if known is REGISTER:
        strange = register_csv.unknown_columns(header)
    else:
        strange = [name for name in header if name not in fcc_uls.REQUIRED and name not in fcc_uls.NOT_KEPT]
        kept_out = [name for name in header if name in fcc_uls.NOT_KEPT]
        if kept_out:
            found.append(Problem("columns_not_kept", "", {"columns": ", ".join(kept_out)}))
    if strange:
        found.append(Problem("columns_unknown", "", {"columns": ", ".join(name or "?" for name in strange)}))
    return found
