"""The coordination report: its payload in the language asked for, and the paper issued from it."""

import datetime as dt
import json
import math
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import access
from accounts.roles import Action
from common.errors import Conflict
from common.quantities import level, mhz, plain, spacing, watts
from common.text import day_text
from issuing import services as issuing
from issuing.models import IssuedDocument
from licenses.documents import coordination_facts, coordination_report, path_words
from licenses.documents import coordination_words as words
from licenses.models import CoordinationCheck
from licenses.services.coordination import profiles
from licenses.services.coordination.check import reckoned_again
from licenses.services.coordination.fields import ITM
from rulebook import lookup

ROWS = 40
BARS = 14


@transaction.atomic
def issue(check: CoordinationCheck, *, by: Any, on: dt.date, language: str = "vi") -> IssuedDocument:
    """Issue the report of an examination once; Conflict when its inputs no longer give its results."""
    access.require(by, Action.COORDINATION_CHECK, check)
    known = issuing.current(check, coordination_report.FORM_CODE)
    if known:
        return known
    if not reckoned_again(check):
        raise Conflict(
            _("This examination cannot be reckoned again from what was kept; examine anew."), code="not_reproducible"
        )
    return issuing.issue(
        form_code=coordination_report.FORM_CODE,
        agency=check.agency,
        target=check,
        payload=payload(check, by=by, on=on, language=language),
        render=coordination_report.render,
        rests_on=[check.plan] if check.plan else [],
        by=by,
        on=on,
        template_version=coordination_report.TEMPLATE_VERSION,
    )


def payload(check: CoordinationCheck, *, by: Any, on: dt.date, language: str) -> dict[str, Any]:
    """Return the report's payload, every text ready in "vi" or "en"."""
    with translation.override(language):
        inputs, results, names = (json.loads(text) for text in (check.inputs, check.results, check.names))
        rows = results["rows"]
        return {
            "agency": _head(check),
            "issued_on": on.isoformat(),
            "language": language,
            "on": check.on.isoformat(),
            "outcome": str(words.VERDICTS[results["verdict"]]),
            "verdict": results["verdict"],
            "headline": words.headline(results),
            "words": _words(check),
            "facts": coordination_facts.facts(inputs),
            "findings": [words.finding(each) for each in results["findings"]],
            "columns": [_("Neighbour"), _("Direction"), _("Verdict"), _("Offset, correction"), _("Distance, azimuth"),
                        _("Field strength, limit"), _("Margin"), _("Model")],
            "rows": [_paper_row(row, names, check.on.isoformat()) for row in rows[:ROWS]],
            "rows_note": rows_note(results, ROWS),
            "unjudged": unjudged(results, names),
            "more": more(results, names),
            "offers": offers(results),
            "method": method(check, inputs, results),
            "chart": _chart(rows, names),
            "points": _points(rows, names, inputs["wish"]),
            "side": _side(inputs, results, names),
            "receivers": [_("Kept: the file of the matter")],
            "signer_post": by.post,
            "signer_name": str(by),
            "unverified": [],
            "form": _form_name(on),
        }  # fmt: skip


def _form_name(on: dt.date) -> str:
    """Return what the note on unverified rules would call the form of this very paper."""
    form = lookup.form(coordination_report.FORM_CODE, on)
    return form.title_vi if form else ""


def _head(check: CoordinationCheck) -> dict[str, str]:
    agency = check.agency
    return {"superior": agency.superior_name, "name": agency.name, "place": agency.place_name}


def _words(check: CoordinationCheck) -> dict[str, str]:
    return {
        "title": _("COORDINATION REPORT"),
        "about": _("Examination of the frequency %(mhz)s") % {"mhz": mhz(check.tx_hz)},
        "outcome": _("Verdict"),
        "wish": _("What was examined"),
        "fact": _("Item"),
        "value": _("Content"),
        "neighbours": _("Neighbours, the one that limits most first"),
        "nobody": _("No neighbour is near enough in frequency and place to matter."),
        "chart": _("Margins (to the right: room left; to the left: lacking)"),
        "map": _("Map (circles: service areas; square: the place examined; triangles: neighbours; north is up)"),
        "side": _("The limiting path over the terrain"),
        "side_note": _("Heights in metres above the sea, distances in kilometres; the dot marks the narrowest place."),
        "unjudged": _("Could not be judged: the register does not know enough"),
        "more": _("Sum of all, products, border"),
        "offers": _("What would make it pass"),
        "method": _("How it was reckoned"),
    }


def table_row(row: dict[str, Any], names: dict[str, Any], on: str) -> list[str]:
    """Return one neighbour as the cells of the table."""
    name = names.get(row["id"], {})
    unit = "dBW" if row["direction"].endswith("_link") else "dBµV/m"
    who = " · ".join(part for part in (name.get("license", ""), name.get("station", ""), words.marks(row, on)) if part)
    overlap = _("areas overlap") if row["overlap"] else ""
    return [
        f"{who} · {mhz(row['hz'])}",
        " · ".join(part for part in (str(words.DIRECTIONS[row["direction"]]), overlap) if part),
        f"{spacing(row['offset_hz'], sign=bool(row['offset_hz']))}, {level(row['correction_db'])}",
        _distance(row),
        level(row["level"], unit),
        level(row["limit"], unit),
        words.margin(row["margin_db"]),
        words.model(row),
    ]


def _paper_row(row: dict[str, Any], names: dict[str, Any], on: str) -> list[str]:
    """Return the cells of the table on paper: there the verdict is a word, not the colour of a badge."""
    cells = table_row(row, names, on)
    return [*cells[:2], str(words.ROW_VERDICTS[row["verdict"]]), *cells[2:4], f"{cells[4]}\n{cells[5]}", *cells[6:]]


def _distance(row: dict[str, Any]) -> str:
    """Return distance and azimuth, the nearer point the field was reckoned at, and what the antennas' aim takes off."""
    parts = [f"{plain(row['distance_km'], 1)} km, {plain(row['azimuth_deg'], 0)}°"]
    if abs(row["near_km"] - row["distance_km"]) >= 0.05:
        parts.append(_("reckoned at %(km)s km") % {"km": plain(row["near_km"], 1)})
    if row.get("beside_db"):
        parts.append(_("antennas' direction %(db)s") % {"db": level(-row["beside_db"])})
    return " · ".join(parts)


def rows_note(results: dict[str, Any], shown: int) -> str:
    """Return how many rows are not shown and the least margin among them; nothing is left out silently."""
    left = results["judged"] - min(shown, len(results["rows"]))
    if left <= 0:
        return ""
    rows = results["rows"]
    least = rows[shown]["margin_db"] if len(rows) > shown else results["next_margin_db"]
    return _("%(n)s more rows are not shown; the least margin among them is %(margin)s.") % {
        "n": left, "margin": words.margin(least),
    }  # fmt: skip


def unjudged(results: dict[str, Any], names: dict[str, Any]) -> list[str]:
    """Return each neighbour that could not be judged, with what is missing."""
    found = []
    for each in results["unjudged"][:ROWS]:
        name = names.get(each["id"], {})
        far = f", {plain(each['distance_km'], 1)} km" if each["distance_km"] is not None else ""
        found.append(
            f"{name.get('license', each['id'])} · {name.get('station', '')} · {mhz(each['hz'])}{far}: "
            f"{words.missing(each['missing'])}"
        )
    if len(results["unjudged"]) > ROWS:
        found.append(_("and %(n)s more") % {"n": len(results["unjudged"]) - ROWS})
    return found


def more(results: dict[str, Any], names: dict[str, Any]) -> list[str]:
    """Return the power sum, the products of third order and the field at the border as sentences."""
    found = [*_path(results.get("path"))]
    total, border = results["sum"], results["border"]
    if total:
        told = _("All %(n)s senders together bring %(level)s into the new area, the limit is %(limit)s: %(margin)s.")
        if total["senders"] == 1:
            told = _("One sender brings %(level)s into the new area, the limit is %(limit)s: %(margin)s.")
        found.append(
            told
            % {"n": total["senders"], "level": level(total["level"], "dBµV/m"),
               "limit": level(total["limit"], "dBµV/m"), "margin": words.margin(total["margin_db"])}
        )  # fmt: skip
    for each in results["products"]:
        hit = names.get(each["receiver"], {}).get("station") or _("the new base receiver")
        found.append(
            _("A product of %(senders)s falls on %(mhz)s, where %(station)s receives.")
            % {
                "senders": ", ".join(mhz(hz) for hz in each["senders"]),
                "mhz": mhz(each["hz"]),
                "station": hit,
            }
        )
    if border:
        found.append(
            _("At the border, %(km)s km away, the field is %(level)s; permitted are %(limit)s: %(margin)s.")
            % {"km": plain(border["distance_km"], 1), "level": level(border["level"], "dBµV/m"),
               "limit": level(border["limit"], "dBµV/m"), "margin": words.margin(border["margin_db"])}
        )  # fmt: skip
    return found


def _path(path: dict[str, Any] | None) -> list[str]:
    """Return the wished link's own geometry as sentences."""
    if path is None:
        return []
    found = [
        _("The path is %(km)s km long, azimuth %(there)s° out, %(back)s° back; the carrier arrives with %(level)s.")
        % {"km": plain(path["length_km"], 3), "there": plain(path["azimuth_deg"], 1),
           "back": plain(path["back_deg"], 1), "level": level(path["carrier_dbw"], "dBW")}
    ]  # fmt: skip
    if path["beside_deg"]:
        found.append(
            _("The antenna points %(degrees)s° past the receiver, which costs %(lost)s.")
            % {"degrees": plain(path["beside_deg"], 1), "lost": level(path["lost_db"])}
        )
    return found


def offers(results: dict[str, Any]) -> list[str]:
    """Return what would make it pass, as sentences; says so when nothing was found."""
    made = results.get("offers")
    if made is None:
        return []
    found = []
    if made["erp_w"] is not None:
        found.append(_("The same channel passes at no more than %(watts)s ERP.") % {"watts": watts(made["erp_w"])})
    else:
        found.append(_("Less power alone does not make this channel pass."))
    for each in made["channels"]:
        found.append(
            _("%(mhz)s passes: %(margin)s.") % {"mhz": mhz(each["hz"]), "margin": words.margin(each["margin_db"])}
        )
    if not made["channels"] and made["tried"]:
        found.append(_("None of the %(n)s nearest channels passes.") % {"n": made["tried"]})
    if not made["tried"] and results["model"]["name"] == ITM:
        found.append(
            _("Over the terrain no other channel is tried. Search for free channels and examine the best of them.")
        )
    return found


def method(check: CoordinationCheck, inputs: dict[str, Any], results: dict[str, Any]) -> list[str]:
    """Return how it was reckoned: model, register, formula, plan, hash."""
    plan, rules = inputs["plan"], inputs["rules"]
    model = results["model"]
    found = [
        _("Field model: %(label)s, version %(version)s; interfering field for %(time)s %% of the time.")
        % {**model, "label": words.MODELS.get(model["name"], model["name"]), "time": plain(rules["time_percent"])},
        _("Register as of %(day)s: uses of spectrum considered within %(km)s km: %(n)s.")
        % {
            "day": day_text(check.on),
            "n": plain(results["neighbours"]),
            "km": plain(inputs["reach_km"], 0),
        },
    ]
    if rules["protected_field_dbuvm"] is not None:
        found.append(
            _("Margin = %(field)s dBµV/m protected − %(ratio)s dB ratio + correction − field; clear from +%(band)s dB.")
            % {"field": plain(rules["protected_field_dbuvm"]),
               "ratio": plain(rules["protection_ratio_db"]),
               "band": plain(rules["review_band_db"])}
        )  # fmt: skip
    if plan:
        name = plan["name_en" if (translation.get_language() or "vi").startswith("en") else "name_vi"]
        found.append(_("Channel plan: %(name)s (%(code)s).") % {"name": name, "code": plan["code"]})
        if plan["example"]:
            found.append(_("This channel plan is an example; enter it from the official circular before it decides."))
    found.append(f"{_('Hash of inputs and results')}:\n{check.sha256}")
    return found


def _chart(rows: list[dict[str, Any]], names: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"label": f"{names.get(row['id'], {}).get('license', '')} {mhz(row['hz'])}",
         "way": str(words.WAYS[row["direction"]]), "margin_cdb": round(row["margin_db"] * 100),
         "text": words.margin(row["margin_db"]),
         "verdict": row["verdict"]}
        for row in rows[:BARS]
    ]  # fmt: skip


def _points(rows: list[dict[str, Any]], names: dict[str, Any], wish: dict[str, Any]) -> list[dict[str, Any]]:
    found = [
        {"label": "", "east_m": 0, "north_m": 0, "radius_m": round((wish["radius_km"] or 0) * 1000), "verdict": "wish"}
    ]
    seen = set()
    for row in rows[:BARS]:
        if row["id"] in seen:
            continue
        seen.add(row["id"])
        angle, metres = math.radians(row["azimuth_deg"]), row["distance_km"] * 1000
        found.append(
            {"label": names.get(row["id"], {}).get("license", ""), "east_m": round(metres * math.sin(angle)),
             "north_m": round(metres * math.cos(angle)), "radius_m": round((row["radius_km"] or 0) * 1000),
             "verdict": row["verdict"]}
        )  # fmt: skip
    return found


def _side(inputs: dict[str, Any], results: dict[str, Any], names: dict[str, Any]) -> dict[str, Any] | None:
    """Return the side view of the limiting path in whole metres and decimetres; None where no terrain was asked."""
    found = profiles.limiting(inputs, results)
    if found is None:
        return None
    row, view = found
    state, _tone = path_words.STATES[view.state]
    name = names.get(row["id"], {}).get("license", "")
    return {
        "text": f"{words.DIRECTIONS[row['direction']]} {name} {mhz(row['hz'])}: "
        f"{words.margin(row['margin_db'])}, {state}",
        "distances": [plain(float(view.distance_km[-1]) * share, 1) for share in (0.0, 0.5, 1.0)],
        "worst": view.worst,
        **{f"{part}_dm": [round(float(each) * 10) for each in getattr(view, f"{part}_m")]
           for part in ("ground", "ray", "fresnel")},
    }  # fmt: skip


def redacted(check: CoordinationCheck) -> dict[str, Any]:
    """Return what an applicant may see: outcome, reasons and offers, nothing that tells who or where others are."""
    results = json.loads(check.results)
    return {
        "verdict": results["verdict"],
        "outcome": str(words.VERDICTS[results["verdict"]]),
        "headline": words.headline(results),
        "findings": [words.finding(each) for each in results["findings"]],
        "offers": offers(results),
        "least_margin": words.margin(results["rows"][0]["margin_db"]) if results["rows"] else "",
    }
