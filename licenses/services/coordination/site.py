"""What a wish meets where it stands: third-order products with the senders of its site, and the field at the border."""

from typing import Any

from licenses.services.coordination.fields import model_of
from licenses.services.coordination.table import WORD, db
from radio.interference import third_order_products, verdicts
from radio.propagation import field_dbuv_m


def products(cosite: dict[str, Any], wish: dict[str, Any]) -> list[dict[str, Any]]:
    """Third-order products of the site's senders and the wish that fall on a receive frequency of the site."""
    # one sender per frequency: two on the same one make no product of their own
    by_hz = {hz: key for key, hz in reversed(cosite["senders"])} | {wish["tx_hz"]: ""}
    senders = [(wish["tx_hz"], ""), *((hz, key) for hz, key in sorted(by_hz.items()) if hz != wish["tx_hz"])]
    receivers = [(key, hz, width) for key, hz, width in cosite["receivers"]]
    if wish["rx_hz"] is not None:
        receivers.insert(0, ("", wish["rx_hz"], wish["bandwidth_hz"]))
    if len(senders) < 2 or not receivers:
        return []
    made = third_order_products([hz for hz, _key in senders])
    halves = [(width + wish["bandwidth_hz"]) / 2 for _key, _hz, width in receivers]
    found = []
    for product, receiver in zip(*made.hitting([hz for _key, hz, _width in receivers], halves), strict=True):
        parts = [int(each[product]) for each in (made.plus, made.other, made.minus)]
        if 0 in parts or not receivers[receiver][0]:
            found.append(
                {
                    "hz": int(made.frequency_hz[product]),
                    "senders": [senders[part][0] for part in parts],
                    "sender_ids": [senders[part][1] for part in parts],
                    "receiver": receivers[receiver][0],
                    "receiver_hz": int(receivers[receiver][1]),
                    "verdict": "review",
                }
            )
    return found


def border(border_km: float | None, wish: dict[str, Any], rules: dict[str, Any]) -> dict[str, Any] | None:
    """The field at the nearest point of the border; None where the plan has no border rule or none applies here."""
    if border_km is None or rules["border_field_dbuvm"] is None or border_km > rules["border_range_km"]:
        return None
    result = field_dbuv_m(
        model_of(rules), wish["erp_dbw"], wish["tx_hz"] / 1e6, max(border_km, 0.5), max(wish["height_m"], 1.0), 10.0,
        rules["border_time_percent"],
    )  # fmt: skip
    level = float(result.field_dbuv_m)
    margin = rules["border_field_dbuvm"] - level
    verdict = int(verdicts(margin, review_band_db=rules["review_band_db"] or 3.0))
    return {"distance_km": round(border_km, 1), "level": db(level), "limit": db(rules["border_field_dbuvm"]),
            "margin_db": db(margin), "verdict": WORD[verdict]}  # fmt: skip
