"""What a license says of a station beside its frequency, as a paper's text: what a visit measures it against."""

from collections.abc import Mapping
from typing import Any

from common.pdf.figures import decimal_vi
from licenses.enums import Polarisation

POLARISATION = {
    Polarisation.VERTICAL: "phân cực đứng",
    Polarisation.HORIZONTAL: "phân cực ngang",
    Polarisation.DUAL: "phân cực kép",
    Polarisation.CIRCULAR: "phân cực tròn",
    Polarisation.SLANT: "phân cực xiên",
    Polarisation.MIXED: "phân cực hỗn hợp hoặc khác",
}
_ANTENNA = (
    ("antenna_height_m", "cao {} m so với mặt đất"),
    ("antenna_gain_dbi", "độ lợi {} dBi"),
    ("antenna_azimuth_deg", "hướng {}°"),
    ("antenna_tilt_deg", "góc cụp {}°"),
)


def identity(facts: Mapping[str, Any]) -> str:
    """Return the name and the call sign of a station; "" when it has neither."""
    sign = facts.get("call_sign")
    return " · ".join(filter(None, (facts.get("name"), f"hô hiệu {sign}" if sign else "")))


def technical(facts: Mapping[str, Any]) -> str:
    """Return antenna, equipment and range of a station, a line each; "" when nothing of it is stated.

    `facts` are those of the register under its own names (metres, dBi, degrees, km), from a file or from a record.
    """
    return "\n".join(filter(None, (_antenna(facts), _equipment(facts), _range(facts))))


def _antenna(facts: Mapping[str, Any]) -> str:
    parts = [facts.get("antenna_model") or ""]
    parts += [text.format(_number(facts[name])) for name, text in _ANTENNA if facts.get(name) is not None]
    if facts.get("polarisation"):
        parts.append(POLARISATION[Polarisation(facts["polarisation"])])
    if facts.get("feeder_loss_db") is not None:
        parts.append(f"suy hao phi-đơ {_number(facts['feeder_loss_db'])} dB")
    said = ", ".join(filter(None, parts))
    return f"Anten: {said}" if said else ""


def _equipment(facts: Mapping[str, Any]) -> str:
    device = " ".join(filter(None, (facts.get("equipment_make"), facts.get("equipment_model"))))
    serial, mark = facts.get("equipment_serial"), facts.get("conformity_mark")
    said = [device, f"số máy {serial}" if serial else "", f"hợp quy {mark}" if mark else ""]
    text = ", ".join(filter(None, said))
    return f"Thiết bị: {text}" if text else ""


def _range(facts: Mapping[str, Any]) -> str:
    radius, mobiles = facts.get("service_radius_km"), facts.get("mobiles_count")
    said = [
        f"Bán kính phục vụ {_number(radius)} km" if radius is not None else "",
        f"{mobiles} thiết bị di động" if mobiles else "",
    ]
    text = ", ".join(filter(None, said))
    return text[:1].upper() + text[1:]


def _number(value: Any) -> str:
    return decimal_vi(str(value), most=2)
