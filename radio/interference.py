"""Decides whether one emission disturbs another's reception: margins, sums, verdicts and third-order products.

All functions take and give numpy arrays of one shape (or numbers), float64 in decibels; the caller asks both ways,
once with the new station as interferer and once as victim. Method: docs/radio.md section 4.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

NEAREST_KM = 0.5  # inside a service area the nearest receiver may stand anywhere; no closer than this is reckoned
REVIEW_BAND_DB = 3.0  # our proposal for the doubt of a model; 0 reproduces the rules of FCC and HCM
COSITE_KM = 1.0


class Verdict(IntEnum):
    """The outcome of a check; a whole check is as good as its worst row, so `max` of the rows."""

    PASS = 0
    REVIEW = 1
    FAIL = 2


def nearest_distance_km(distance_km: ArrayLike, victim_radius_km: ArrayLike) -> Floats:
    """Distance in km from an interferer to the nearest point of a victim's service area, at least 0.5 km."""
    return np.maximum(np.asarray(distance_km, dtype=float) - np.asarray(victim_radius_km, dtype=float), NEAREST_KM)


def circles_overlap(distance_km: ArrayLike, radius1_km: ArrayLike, radius2_km: ArrayLike) -> NDArray[np.bool_]:
    """Whether two service areas (circles; km) have a point in common."""
    reach = np.asarray(radius1_km, dtype=float) + np.asarray(radius2_km, dtype=float)
    return np.asarray(np.asarray(distance_km, dtype=float) < reach)


def limits_dbuv_m(service_field_dbuv_m: ArrayLike, protection_ratio_db: ArrayLike, correction_db: ArrayLike) -> Floats:
    """The interfering field in dBuV/m that may just be: protected field - protection ratio + correction."""
    field, ratio = np.asarray(service_field_dbuv_m, dtype=float), np.asarray(protection_ratio_db, dtype=float)
    return np.asarray(field - ratio + np.asarray(correction_db, dtype=float))


def margins_db(
    service_field_dbuv_m: ArrayLike,
    protection_ratio_db: ArrayLike,
    correction_db: ArrayLike,
    interfering_field_dbuv_m: ArrayLike,
) -> Floats:
    """Margins M = (Es - R + a) - Ei in dB; above zero the interference is weaker than allowed."""
    limit = limits_dbuv_m(service_field_dbuv_m, protection_ratio_db, correction_db)
    return np.asarray(limit - np.asarray(interfering_field_dbuv_m, dtype=float))


def verdicts(
    margin_db: ArrayLike,
    *,
    overlap_cochannel: ArrayLike = False,
    outside_range: ArrayLike = False,
    review_band_db: float = REVIEW_BAND_DB,
) -> NDArray[np.int64]:
    """Verdict of each row: PASS from +band upwards, REVIEW between, FAIL below -band or where circles overlap.

    `outside_range` (a model's review flags) turns PASS into REVIEW, never the other way. Raises ValueError when the
    band is negative or a margin is not a number: an unknown margin must not pass.
    """
    margin = np.asarray(margin_db, dtype=float)
    if review_band_db < 0:
        raise ValueError("the review band cannot be negative")
    if np.isnan(margin).any():
        raise ValueError("a margin is not a number")
    answer = np.where(
        margin >= review_band_db, Verdict.PASS, np.where(margin >= -review_band_db, Verdict.REVIEW, Verdict.FAIL)
    )
    answer = np.where(np.asarray(outside_range) & (answer == Verdict.PASS), Verdict.REVIEW, answer)
    return np.asarray(np.where(np.asarray(overlap_cochannel), Verdict.FAIL, answer), dtype=np.int64)


def cochannel(correction_db: ArrayLike) -> NDArray[np.bool_]:
    """Where the offset brings no relief at all (0 dB): the rows for which overlapping service areas already fail."""
    return np.asarray(np.asarray(correction_db, dtype=float) <= 0.0)


def power_sum_db(levels_db: ArrayLike) -> float:
    """Sum by power of levels in dB (fields in dBuV/m, each less its correction); -inf for none."""
    levels = np.asarray(levels_db, dtype=float).ravel()
    if levels.size == 0:
        return float("-inf")
    strongest = levels.max()
    if not np.isfinite(strongest):
        return float(strongest)
    return float(strongest + 10.0 * np.log10(np.sum(10.0 ** ((levels - strongest) / 10.0))))


def erp_for_margin_dbw(erp_dbw: ArrayLike, margin_db: ArrayLike, wanted_db: ArrayLike = REVIEW_BAND_DB) -> Floats:
    """The ERP in dBW at which a margin would just be `wanted_db`: margins are linear in the interferer's ERP.

    For a new station as interferer take the least margin of its rows; as victim its own power does not help.
    """
    erp, margin = np.asarray(erp_dbw, dtype=float), np.asarray(margin_db, dtype=float)
    return np.asarray(erp + margin - np.asarray(wanted_db, dtype=float))


@dataclass(frozen=True, slots=True)
class Products:
    """Third-order products plus + other - minus: frequency in hertz, and the transmitters' indices, one row each.

    In 2A - B, `plus` and `other` are both A.
    """

    frequency_hz: NDArray[np.int64]
    plus: NDArray[np.int64]
    other: NDArray[np.int64]
    minus: NDArray[np.int64]

    def hitting(self, receive_hz: ArrayLike, half_width_hz: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs (row of a product, index of a receive frequency) that are at most half_width_hz (or one each) apart."""
        wanted = np.asarray(receive_hz, dtype=np.int64)
        gap = np.abs(self.frequency_hz[:, None] - wanted[None, :])
        rows, receivers = np.nonzero(gap <= np.broadcast_to(np.asarray(half_width_hz), wanted.shape)[None, :])
        return rows.astype(np.int64), receivers.astype(np.int64)


def third_order_products(transmit_hz: ArrayLike) -> Products:
    """All 2A - B (A != B) and A + B - C (A < B, C another) of transmitters on one site; integer hertz, exactly.

    For n transmitters n(n-1) + n(n-1)(n-2)/2 rows; meant for a site's few dozen. Products at or below 0 Hz are left
    out.
    """
    sent = np.asarray(transmit_hz, dtype=np.int64)
    first, second, third = (axis.ravel() for axis in np.indices((sent.size,) * 3))
    wanted = (first <= second) & (third != first) & (third != second)
    first, second, third = first[wanted], second[wanted], third[wanted]
    frequency = sent[first] + sent[second] - sent[third]
    kept = frequency > 0
    return Products(*(array[kept].astype(np.int64) for array in (frequency, first, second, third)))
