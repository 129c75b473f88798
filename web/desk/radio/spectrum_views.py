"""Looking at the spectrum: who sits where, allocations, whose emission."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import agencies_of, can
from accounts.models import Agency
from accounts.roles import Action
from common.clock import now, today
from common.errors import NotAllowed
from common.quantities import level, mhz, spacing
from common.text import pick
from inspections.services.monitoring import proposals
from licenses.enums import LICENSE_ENDED
from licenses.models import FrequencyAssignment
from licenses.services import identity
from radio import allocations as table
from rulebook.channels import plans_on
from rulebook.models import ChannelPlan
from web.access import allow
from web.desk.radio.forms import AllocationForm, BandForm, HeardForm, plan_name
from web.desk.radio.tabs import tabs

DRAWN = 1_000
WIDTH, LANE, TOP = 1_000, 18, 66
LANES = 60
LETTER = 8.5  # width of a letter of a label, capitals among them
DEFAULT_BAND = {"low": "146", "high": "174"}
SHOWN = LISTED = 100


@allow(Action.COORDINATION_VIEW)
def band(request: HttpRequest) -> HttpResponse:
    """Draw a part of the spectrum: allocations, channel plans, and every assignment the person may see."""
    form = BandForm(request.GET if "low" in request.GET else DEFAULT_BAND)
    context: dict[str, Any] = {"tabs": tabs(request, "desk:band"), "form": form, "drawn": None}
    if form.is_valid() and form.cleaned_data["low"] < form.cleaned_data["high"]:
        context["drawn"] = _drawn(request, form.cleaned_data["low"], form.cleaned_data["high"])
    return render(request, "desk/coordination/band.html", context)


def _drawn(request: HttpRequest, low: int, high: int) -> dict[str, Any]:
    rows = FrequencyAssignment.objects.visible_to(request.user).active_on(today()).within_hz(low, high)
    rows = rows.exclude(license__status__in=LICENSE_ENDED)
    found = list(rows.select_related("license__holder", "station").order_by("tx_hz", "pk")[: DRAWN + 1])
    boxes = _boxes(found[:DRAWN], low, high)
    lanes = max((box["lane"] for box in boxes), default=0) + 1
    return {
        "boxes": boxes,
        "listed": boxes[:LISTED],
        "height": TOP + lanes * LANE + 24,
        "axis_y": TOP + lanes * LANE + 18,
        "ticks": [{"x": round(place * WIDTH / 5), "text": mhz(low + (high - low) * place // 5)} for place in range(6)],
        "plans": [
            _named(place, plan, pick(plan, "name"), low, high)
            for place, plan in enumerate(
                (plan for plan in plans_on(today()) if plan.lower_hz < high and plan.upper_hz > low), start=1
            )
        ],
        "allocations": [
            _named(place, each, _services(each), low, high)
            for place, each in enumerate(table.bands_between(low, high), start=1)
        ],
        "capped": len(found) > DRAWN,
        "count": len(boxes),
    }


def _named(place: int, each: Any, text: str, low: int, high: int) -> dict[str, Any]:
    """Return a band with the label its box has room for: number and name, the number alone, or nothing."""
    span = _span(each.lower_hz, each.upper_hz, low, high)
    room = (span["width"] - 6) / LETTER
    whole = f"{place}. {text}"
    label = whole if len(whole) <= room else str(place) if len(str(place)) <= room else ""
    edges = f"{mhz(each.lower_hz)} – {mhz(each.upper_hz)}"
    return {**span, "label": label, "text": text, "edges": edges}


def _span(lower_hz: int, upper_hz: int, low: int, high: int) -> dict[str, int]:
    left = max(0.0, (lower_hz - low) / (high - low)) * WIDTH
    right = min(1.0, (upper_hz - low) / (high - low)) * WIDTH
    return {"x": round(left), "width": max(1, round(right - left))}


def _boxes(rows: list[FrequencyAssignment], low: int, high: int) -> list[dict[str, Any]]:
    """Return each assignment as a box in the first lane with room; the box is as wide as its emission, or visible."""
    ends: list[int] = []
    found = []
    for row in rows:
        half = (row.bandwidth_hz or 25_000) // 2
        span = _span(row.tx_hz - half, (row.tx_upper_hz or row.tx_hz) + half, low, high)
        width = max(span["width"], 4)
        lane = next((place for place, end in enumerate(ends) if end <= span["x"]), len(ends))
        if lane >= LANES:
            lane = LANES - 1
        ends[lane : lane + 1] = [span["x"] + width + 2]
        found.append({"x": span["x"], "width": width, "lane": lane, "y": TOP + lane * LANE, "row": row,
                      "suspended": row.license.status == "suspended", "text": mhz(row.tx_hz)})  # fmt: skip
    return found


def _services(each: table.Band) -> str:
    return ", ".join(
        pick(service, "name").upper() if service.primary else pick(service, "name") for service in each.services
    )


@allow(Action.COORDINATION_VIEW)
def allocations(request: HttpRequest) -> HttpResponse:
    """Look a frequency up in the allocation table of Region 3."""
    form = AllocationForm(request.GET if "f" in request.GET else None)
    context: dict[str, Any] = {"tabs": tabs(request, "desk:allocations"), "form": form, "edition": table.EDITION}
    if form.is_bound and form.is_valid():
        hertz = form.cleaned_data["f"]
        found = _band_at(hertz)
        plans = plans_on(today())
        context |= {
            "hertz": hertz,
            "meant": _meant(hertz, plans),
            "band": found,
            "edges": f"{mhz(found.lower_hz)} – {mhz(found.upper_hz)}" if found else "",
            "services": [(pick(each, "name"), each.primary, each.footnotes) for each in found.services]
            if found
            else [],
            "notes": [(name, table.footnote(name) or "") for name in found.all_footnotes] if found else [],
            "plans": [plan_name(plan) for plan in plans if plan.lower_hz <= hertz <= plan.upper_hz],
        }
    return render(
        request, "desk/coordination/allocations.html", context, status=422 if form.is_bound and form.errors else 200
    )


def _band_at(hertz: int) -> table.Band | None:
    return table.band_at(hertz) if 0 < hertz <= table.HIGHEST_HZ else None


def _meant(hertz: int, plans: list[ChannelPlan]) -> dict[str, str] | None:
    """Return the frequency probably meant by one that was typed in Hz or kHz, and how to look it up.

    One the table knows is doubted only where no channel plan holds it, but one holds its thousandth or millionth.
    """

    def planned(value: int) -> bool:
        return any(plan.lower_hz <= value <= plan.upper_hz for plan in plans)

    if planned(hertz):
        return None
    smaller = [hertz // 1_000, hertz // 1_000_000]
    likely = [value for value in smaller if planned(value)]
    if not likely and _band_at(hertz) is None:
        likely = [value for value in smaller if _band_at(value) is not None]
    return {"mhz": mhz(likely[0]), "url": f"?f={likely[0] / 1e6:.9g}"} if likely else None


@allow(Action.COORDINATION_CHECK)
def identify(request: HttpRequest) -> HttpResponse:
    """Rank the licenses an unknown emission could belong to; what fits none becomes a complaint with one press."""
    given = request.POST if request.method == "POST" else request.GET
    form = HeardForm(given if "frequency" in given else None)
    context: dict[str, Any] = {"tabs": tabs(request, "desk:identify"), "form": form, "answer": None}
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        heard = identity.Emission(
            hz=data["frequency"], lat=data["position"][0], lon=data["position"][1],
            bandwidth_hz=data["bandwidth_khz"] * 1000 if data["bandwidth_khz"] else None,
            uncertainty_hz=data["uncertainty_hz"] or 0.0, emission=data["emission"], field_dbuvm=data["field_dbuvm"],
        )  # fmt: skip
        answer = identity.identify(heard, by=request.user, on=today(), reach_km=data["reach_km"])
        if request.method == "POST" and answer.suspected:
            made = proposals.of_emission(heard, agency=_agency(request), by=request.user, at=now(), on=today())
            messages.success(request, _("Complaint %(number)s holds it.") % {"number": made.complaint.number})
            return redirect("desk:complaint", made.complaint.pk)
        context |= {"answer": answer, "rows": [_match(match, row) for match, row in answer.matches[:SHOWN]],
                    "heard_at": mhz(heard.hz), "asked": given,
                    "may_propose": can(request.user, Action.COMPLAINT_RECORD)}  # fmt: skip
    return render(
        request, "desk/coordination/identify.html", context, status=422 if form.is_bound and form.errors else 200
    )


def _agency(request: HttpRequest) -> Agency:
    """The agency for which a complaint is made: one that deals with radio frequencies, if the person has it."""
    own = agencies_of(request.user, Action.COMPLAINT_RECORD)
    if not own:
        raise NotAllowed(_("You enter no complaints for this agency."))
    return next((agency for agency in own if "radio" in agency.subjects), own[0])


def _match(match: Any, row: FrequencyAssignment) -> dict[str, Any]:
    return {
        "row": row,
        "fits": match.fits,
        "possible": match.possible,
        "offset": spacing(match.offset_hz, sign=bool(match.offset_hz)),
        "distance": level(match.distance_km, "km"),
        "score": match.score,
        "mhz": mhz(row.tx_hz),
    }
