"""Everything that entered an examination, as labels and values, so that its powers and margins can be reckoned by hand.

Older examinations kept fewer inputs: what a stored one does not have is not shown.
"""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.geo import decimal_pair, dms
from common.quantities import level, mhz, plain, signed, spacing, watts
from licenses.documents.coordination_words import MODELS
from licenses.enums import LicenseKind, PowerReference
from radio.units import DIPOLE_GAIN_DBI, w_to_dbw

Facts = list[tuple[str, str]]
PLAN_RULES: tuple[tuple[str, Any, str], ...] = (
    ("protected_field_dbuvm", _("Protected field"), "dBµV/m"),
    ("protection_ratio_db", _("Protection ratio"), "dB"),
    ("review_band_db", _("Clear from a margin of"), "dB"),
    ("link_ratio_db", _("Carrier to interference asked of links"), "dB"),
    ("border_field_dbuvm", _("Field permitted at the border"), "dBµV/m"),
    ("border_range_km", _("Border rule within"), "km"),
    ("border_time_percent", _("Share of time at the border"), "%"),
)


def facts(inputs: dict[str, Any]) -> Facts:
    """Return what was examined as (label, value): the wish as typed, what follows from it, and the limits applied."""
    wish = inputs["wish"]
    found: Facts = [
        (gettext("Kind of license"), str(dict(LicenseKind.choices)[wish["kind"]])),
        (gettext("Class of station"), wish["station_class"] or gettext("not given")),
        (gettext("Transmit frequency"), mhz(wish["tx_hz"])),
        (gettext("Receive frequency"), _receive(wish)),
        (gettext("Emission"), f"{wish['emission']} ({spacing(wish['bandwidth_hz'])})"),
        *_power(wish),
        (gettext("Position"), f"{dms(wish['lat'], wish['lon'])} ({decimal_pair(wish['lat'], wish['lon'])})"),
        (gettext("Antenna height"), f"{plain(wish['height_m'])} m"),
        *_antenna(wish),
        *_far(wish),
        *_rules(inputs),
    ]
    return found


def _receive(wish: dict[str, Any]) -> str:
    if wish["rx_hz"] is None and wish["link"]:
        return gettext("not given")
    if wish["rx_hz"] is None:
        return gettext("not given, and the channel plan has no duplex separation")
    told = mhz(wish["rx_hz"])
    if wish.get("rx_by") == "plan":
        shift = spacing(wish["rx_hz"] - wish["tx_hz"], sign=True)
        return gettext("%(mhz)s (by the channel plan's duplex separation of %(shift)s)") % {"mhz": told, "shift": shift}
    return told


def _power(wish: dict[str, Any]) -> Facts:
    """Return the power as stated, gain and loss, and how the ERP follows from them."""
    reference = wish["power_reference"]
    stated = f"{watts(wish['power_w'])}, {dict(PowerReference.choices)[reference]}"
    needed = reference == PowerReference.TRANSMITTER
    return [
        (gettext("Power"), stated),
        (gettext("Antenna gain"), _if_given(wish["gain_dbi"], "dBi", needed)),
        (gettext("Feeder loss"), _if_given(wish["loss_db"], "dB", needed)),
        (gettext("ERP"), f"{_sum(wish)}{level(wish['erp_dbw'], 'dBW', 2)} = {watts(10 ** (wish['erp_dbw'] / 10), 4)}"),
        *([(gettext("EIRP"), level(wish["eirp_dbw"], "dBW", 2))] if wish["link"] else []),
    ]


def _if_given(value: float, unit: str, needed: bool) -> str:
    """Return a value; one that is not part of the ERP and was left empty is kept as 0 and said to be not given."""
    return f"{plain(value)} {unit}" if value or needed else gettext("not given")


def _sum(wish: dict[str, Any]) -> str:
    """Return the left side of the ERP's equation; empty where the power was stated as ERP."""
    stated = plain(round(w_to_dbw(wish["power_w"]), 2), 2)
    dipole = plain(DIPOLE_GAIN_DBI)
    if wish["power_reference"] == PowerReference.TRANSMITTER:
        gain, loss = plain(wish["gain_dbi"]), plain(wish["loss_db"])
        return f"{stated} dBW + {gain} dBi − {loss} dB − {dipole} dB = "
    return f"{stated} dBW − {dipole} dB = " if wish["power_reference"] == PowerReference.EIRP else ""


def _antenna(wish: dict[str, Any]) -> Facts:
    """Return where the antenna points and how wide its beam is."""
    azimuth = wish["azimuth_deg"]
    found = [(gettext("Antenna azimuth"), gettext("not given") if azimuth is None else f"{plain(azimuth)}°")]
    if wish.get("pattern"):
        points = "; ".join(f"{plain(angle)}°: {plain(loss)} dB" for angle, loss in wish["pattern"])
        found.append((gettext("Antenna pattern"), points))
    elif wish.get("beamwidth_deg"):
        found.append((gettext("Beamwidth (3 dB)"), f"{plain(wish['beamwidth_deg'])}°"))
    elif wish["link"]:
        found.append((gettext("Beamwidth (3 dB)"), gettext("as of a dish of this gain (ITU-R F.699)")))
    else:
        found.append((gettext("Beamwidth (3 dB)"), gettext("not given: reckoned as radiating all round")))
    return found


def _far(wish: dict[str, Any]) -> Facts:
    far = wish["link"]
    if not far:
        return [(gettext("Service radius"), f"{plain(wish['radius_km'])} km")]
    height = gettext("not given") if far["height_m"] is None else f"{plain(far['height_m'])} m"
    return [
        (gettext("Receiving end"), f"{dms(far['lat'], far['lon'])} ({decimal_pair(far['lat'], far['lon'])})"),
        (gettext("Gain of the receiving antenna"), f"{plain(far['gain_dbi'])} dBi"),
        (gettext("Height of the receiving antenna"), f"{height} ({gettext('not used: free space')})"),
    ]


def _rules(inputs: dict[str, Any]) -> Facts:
    """Return the limits and the model of the examination, and who chose them."""
    rules, wish = inputs["rules"], inputs["wish"]
    chosen = _("asked for by the examiner") if rules["model_by"] == "examiner" else _("by the channel plan")
    found: Facts = []
    if not wish["link"]:
        found = [
            (gettext("Field model"), f"{MODELS.get(rules['model'], rules['model'])} ({chosen})"),
            (gettext("Share of time"), f"{plain(rules['time_percent'])} %"),
            (gettext("Receivers above ground"), f"{plain(rules['receiver_height_m'])} m"),
        ]
    unused = {"protected_field_dbuvm", "protection_ratio_db"} if wish["link"] else set()
    for name, label, unit in PLAN_RULES:
        if rules[name] is not None and name not in unused:
            value = signed(rules[name]) if name == "review_band_db" else plain(rules[name])
            found.append((str(label), f"{value} {unit}"))
    if inputs.get("border_km") is not None:
        found.append((gettext("Distance to the land border"), f"{plain(inputs['border_km'], 1)} km"))
    if inputs["plan"] is None:
        found.append((gettext("Channel plan"), gettext("none holds here")))
    return found
