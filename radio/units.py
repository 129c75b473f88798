"""Conversions between the units in which radio licenses, papers and instruments state power and frequency."""

import math
from decimal import ROUND_HALF_UP, Decimal

HIGHEST_HZ = 3_000_000_000_000  # radio waves end at 3,000 GHz (Radio Regulations No. 1.5)
DIPOLE_GAIN_DBI = 2.15  # half-wave dipole over isotropic, rounded as in ITU-R BS.599 and 47 CFR 2.1
FREE_SPACE_ERP_CONSTANT = 76.9  # E[dBuV/m] = 76.9 + P[dBW ERP] - 20 log d[km], free space over a dipole (ITU-R P.525)
LIGHT_M_PER_S = 299_792_458.0


def dbm_to_w(dbm: float) -> float:
    """Watts of a level in dBm."""
    return 10.0 ** ((dbm - 30.0) / 10.0)


def w_to_dbm(watts: float) -> float:
    """Level in dBm of a power in watts; ValueError unless watts > 0."""
    return w_to_dbw(watts) + 30.0


def w_to_dbw(watts: float) -> float:
    """Level in dBW of a power in watts; ValueError unless watts > 0."""
    if not watts > 0:
        raise ValueError("a power must be more than 0 W to have a level in decibels")
    return 10.0 * math.log10(watts)


def dbw_to_w(dbw: float) -> float:
    """Watts of a level in dBW."""
    return 10.0 ** (dbw / 10.0)


def erp_to_eirp_w(erp_w: float) -> float:
    """EIRP in watts of an ERP in watts (the reference antenna changes from dipole to isotropic)."""
    return erp_w * 10.0 ** (DIPOLE_GAIN_DBI / 10.0)


def eirp_to_erp_w(eirp_w: float) -> float:
    """ERP in watts of an EIRP in watts."""
    return eirp_w / 10.0 ** (DIPOLE_GAIN_DBI / 10.0)


def transmitter_to_eirp_w(power_w: float, gain_dbi: float, feeder_loss_db: float = 0.0) -> float:
    """EIRP in watts of a transmitter's output in watts behind a feeder (loss in dB) and an antenna (gain in dBi)."""
    return power_w * 10.0 ** ((gain_dbi - feeder_loss_db) / 10.0)


def eirp_to_transmitter_w(eirp_w: float, gain_dbi: float, feeder_loss_db: float = 0.0) -> float:
    """Transmitter output in watts that gives this EIRP in watts through the feeder (dB) and antenna (dBi)."""
    return eirp_w / 10.0 ** ((gain_dbi - feeder_loss_db) / 10.0)


def power_as(power_w: float, reference: str, wanted: str, gain_dbi: float | None, feeder_loss_db: float = 0.0) -> float:
    """Power in watts restated from one reference ("transmitter", "erp", "eirp") to another.

    gain_dbi may be None when neither side is "transmitter"; otherwise a missing gain raises ValueError, because a
    guessed antenna must not decide a violation. Unknown references raise ValueError.
    """
    known = ("transmitter", "erp", "eirp")
    if reference not in known or wanted not in known:
        raise ValueError(f"power reference must be one of {known}")
    if reference == wanted:
        return power_w
    if gain_dbi is None and "transmitter" in (reference, wanted):
        raise ValueError("the antenna gain is needed to compare a transmitter's output with a radiated power")
    gain = 0.0 if gain_dbi is None else gain_dbi
    if reference == "transmitter":
        eirp = transmitter_to_eirp_w(power_w, gain, feeder_loss_db)
    else:
        eirp = power_w if reference == "eirp" else erp_to_eirp_w(power_w)
    if wanted == "transmitter":
        return eirp_to_transmitter_w(eirp, gain, feeder_loss_db)
    return eirp if wanted == "eirp" else eirp_to_erp_w(eirp)


def mhz_to_hz(text: str | Decimal | int) -> int:
    """Integer hertz of a frequency in MHz given as text or Decimal, exactly.

    Raises ValueError when it is not a number, not above zero, above 3,000 GHz, or finer than one hertz (nothing is
    rounded away).
    """
    try:
        hertz = Decimal(text) * 1_000_000
    except (ArithmeticError, TypeError, ValueError) as error:
        raise ValueError(f"not a frequency in MHz: {text!r}") from error
    if not hertz.is_finite() or not 0 < hertz <= HIGHEST_HZ:
        raise ValueError(f"a frequency must be a number above zero and at most 3,000 GHz: {text!r}")
    whole = int(hertz)
    if whole != hertz:
        raise ValueError(f"a frequency is kept in whole hertz: {text!r} MHz has a fraction of one")
    return whole


def hz_to_mhz(hertz: int) -> Decimal:
    """Frequency in MHz without trailing zeros, exactly: 157400000 -> Decimal("157.4")."""
    value = Decimal(hertz).scaleb(-6).normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Decimal rounded as papers round (half away from zero), not as Python's round() does (half to even)."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def erp_dbw(power_w: float, reference: str, gain_dbi: float | None = None, feeder_loss_db: float = 0.0) -> float:
    """ERP in dBW of a power in watts stated at a reference ("transmitter", "erp", "eirp"), as `power_as` does."""
    return w_to_dbw(power_as(power_w, reference, "erp", gain_dbi, feeder_loss_db))


def free_space_field_dbuv_m(erp_w: float, distance_km: float) -> float:
    """Field in dBuV/m of an ERP in watts in free space: 76.9 + 10 log P - 20 log d; ValueError unless both are > 0."""
    return FREE_SPACE_ERP_CONSTANT + w_to_dbw(erp_w) - 20.0 * math.log10(_positive(distance_km, "distance"))


def erp_for_field_w(field_dbuv_m: float, distance_km: float) -> float:
    """ERP in watts that gives a field in dBuV/m at a distance in km in free space; ValueError unless distance > 0."""
    return dbw_to_w(field_dbuv_m - FREE_SPACE_ERP_CONSTANT + 20.0 * math.log10(_positive(distance_km, "distance")))


def free_space_distance_km(erp_w: float, field_dbuv_m: float) -> float:
    """Distance in km at which an ERP in watts gives a field in dBuV/m in free space; ValueError unless erp_w > 0."""
    return float(10.0 ** ((FREE_SPACE_ERP_CONSTANT + w_to_dbw(erp_w) - field_dbuv_m) / 20.0))


def wavelength_m(frequency_hz: float) -> float:
    """Wavelength in metres; ValueError unless frequency_hz > 0."""
    return LIGHT_M_PER_S / _positive(frequency_hz, "frequency")


def field_to_isotropic_dbm(field_dbuv_m: float, frequency_mhz: float) -> float:
    """Power in dBm behind a lossless isotropic antenna in a field in dBuV/m: E - 77.2 - 20 log f (ITU-R P.525)."""
    return field_dbuv_m - 77.2 - 20.0 * math.log10(_positive(frequency_mhz, "frequency"))


def dbuv_m_to_uv_m(field_dbuv_m: float) -> float:
    """Field in microvolts per metre of a level in dBuV/m."""
    return float(10.0 ** (field_dbuv_m / 20.0))


def uv_m_to_dbuv_m(field_uv_m: float) -> float:
    """Level in dBuV/m of a field in microvolts per metre; ValueError unless field_uv_m > 0."""
    return 20.0 * math.log10(_positive(field_uv_m, "field"))


def _positive(value: float, name: str) -> float:
    if not value > 0 or not math.isfinite(value):
        raise ValueError(f"the {name} must be a number above zero")
    return value
