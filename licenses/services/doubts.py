"""What radio finds doubtful about typed values, said at their fields with the likely mend.

What cannot be stops the save; what is only unlikely stops it until the person confirms it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.geo import bounding_box, distances_m
from common.text import fold
from licenses.enums import LicenseKind
from licenses.models import Station
from licenses.services import checks
from radio import plausibility
from radio.plausibility import Doubt

# Senders of broadcasting radiate more than 10 kW by right.
STRONG_KINDS = (LicenseKind.BROADCASTING,)
Blocks = Iterable[tuple[float, float]]  # edges in hertz of the planned blocks


def note(found: Iterable[Doubt], field: str, problems: checks.Problems, unit: str = "") -> None:
    """Turn what radio doubts into words at a field; `unit` is that of a value offered instead."""
    for doubt in found:
        words = {
            "not_above_zero": _("It must be more than 0."),
            "not_a_number": _("This is not a number."),
            "sign": _("A height above ground is not negative. Did you mean %(value)s m?"),
            "above_sea": _("This is very high for a height above ground; was it meant above the sea?"),
            "milliwatts": _("This is a very high power. Was it meant in milliwatts (%(value)s W)?"),
            "too_high": _("This is more than there can be. Did you mean %(value)s?"),
            "too_low": _("This is less than there can be."),
            "kilohertz": _("This is very narrow for a bandwidth; check its unit."),
        }
        text = words[doubt.code]
        if doubt.suggestion is not None:
            text = text % {"value": f"{_short(doubt.suggestion)} {unit if doubt.code == 'too_high' else ''}".strip()}
        (problems.add if doubt.impossible else problems.doubt)(field, text)


def meant_hz(hertz: float, blocks: Blocks) -> float | None:
    """Return the frequency that was probably meant when one lies in none of the blocks; None when it lies in one."""
    held = list(blocks)
    if not held or any(low <= hertz <= high for low, high in held):
        return None
    return next((doubt.suggestion for doubt in plausibility.frequency(hertz, held) if doubt.suggestion), None)


def frequency(
    hertz: float | None, field: str, blocks: Iterable[tuple[float, float]], problems: checks.Problems
) -> None:
    """Doubt a frequency that lies in no channel plan while a thousandth or a thousandfold of it does."""
    meant = meant_hz(float(hertz), blocks) if hertz and hertz > 0 else None
    if meant is not None:
        mhz = {"mhz": number_format(round(meant / 1e6, 4), 4)}
        problems.doubt(field, _("This frequency is in no channel plan. Did you mean %(mhz)s MHz?") % mhz)


def assignment(facts: Mapping[str, Any], kind: str, blocks: Blocks, problems: checks.Problems) -> None:
    """Doubt the frequencies, the power and the bandwidth of an assignment."""
    held = list(blocks)
    for name in ("tx_hz", "rx_hz"):
        frequency(facts.get(name), name, held, problems)
    power = facts.get("power_w")
    if power is not None:
        unlikely = [doubt for doubt in plausibility.erp(power) if doubt.impossible or kind not in STRONG_KINDS]
        note(unlikely, "power_w", problems, unit="W")
    if facts.get("bandwidth_hz") and facts.get("tx_hz"):
        note(plausibility.bandwidth(facts["bandwidth_hz"], facts["tx_hz"]), "bandwidth_hz", problems, unit="Hz")


def station(facts: Mapping[str, Any], problems: checks.Problems, *, known: Station | None = None) -> None:
    """Doubt the height of a station, and one that the same holder has already, by name and place."""
    if facts.get("antenna_height_m") is not None:
        note(plausibility.height(facts["antenna_height_m"]), "antenna_height_m", problems)
    lat, lon, holder = facts.get("lat"), facts.get("lon"), facts.get("licensee")
    if lat is None or lon is None or holder is None:
        return
    south, west, north, east = bounding_box(lat, lon, 2.0)
    near = Station.objects.filter(
        licensee=holder, valid_until=None, lat__range=(south, north), lon__range=(west, east)
    ).exclude(pk=known.pk if known else None)
    others = list(near.values_list("name", "call_sign", "lat", "lon")[:50])
    metres = distances_m(lat, lon, [row[2] for row in others], [row[3] for row in others])
    mine = {fold(facts.get(name) or "") for name in ("name", "call_sign")} - {""}
    for place in plausibility.same_site(metres.tolist()):
        same = [text for text in others[place][:2] if text and fold(text) in mine]
        if same:
            text = _("The holder already has a station “%(name)s” at this very place. Is it entered twice?")
            problems.doubt("lat", text % {"name": same[0]})


def _short(value: float) -> str:
    """Return a number without decimals it does not have."""
    return str(number_format(int(value) if value == int(value) else value))
