"""What an applicant may check before filing: the same engine as the examination, without what is others' business."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import journal
from accounts.roles import Action
from common.canonical import canonical, digest
from common.errors import Conflict, DomainError
from licenses.kinds import content, kind_of
from licenses.models import Application, CoordinationCheck, TypedDraft
from licenses.services import editing
from licenses.services.applications import clock, filing, problems, technical_checks
from licenses.services.coordination import check as coordination
from licenses.services.coordination import judge, reports
from licenses.services.coordination.scene import Own
from licenses.services.coordination.wish import Wish

STEP = "precheck"
# Each run tells a little about what is near; a few are help, many would be a survey of others' networks.
RUNS, WINDOW = 20, dt.timedelta(hours=1)
MOST = 40


@dataclass(frozen=True)
class Standing:
    """One thing that stands against filing: in words, and where it is mended (a part of the file, and the field)."""

    text: str
    part: str
    station: int | None = None
    field: str = ""


def against(application: Application, on: dt.date) -> list[Standing]:
    """Return everything that stands against submitting today, each with the place where it is mended."""
    kind, held = kind_of(application.kind), clock.rules(application, on)
    received = application.received_on or on
    every = problems.found(application, held=held, on=received)
    gaps = {
        _("Missing: %(what)s.") % {"what": gap.text}: gap
        for gap in content.gaps(kind, application.purpose, application.payload)
    }
    papers = {
        _("Document missing: %(title)s.") % {"title": title} for title in problems.missing_documents(application, held)
    }
    wrong = {each.text: each for each in problems.wrong_emissions(application.payload)}
    days = {each.text: each.field for each in problems.wrong_days(application, held, received)}
    found = []
    for text in every:
        gap = gaps.get(text)
        if text in wrong:
            at = wrong[text]
            found.append(Standing(text, "station", at.station, f"f-{at.frequency}-{at.field}"))
        elif text in days:
            found.append(Standing(text, "content", field=days[text]))
        elif gap is not None:
            found.append(Standing(text, "station" if gap.station is not None else "content", gap.station, gap.field))
        else:
            found.append(Standing(text, "documents" if text in papers else ""))
    return found


@transaction.atomic
def run(application: Application, *, by: Any, on: dt.date, at: dt.datetime) -> dict[str, Any]:
    """Run the technical check of the kind for the applicant, keep the answer beside the draft and return it."""
    row = editing.lock(application, version=None)
    editing.require_keeper(by, Action.APPLICATION_PREPARE, row)
    if row.status not in filing.FILLABLE:
        raise Conflict(_("The file is with the office, which examines it."), code="not_open")
    runs = _recent(by, at)
    kept = TypedDraft.objects.filter(application=row, user=by, step=STEP).first()
    times = [text for text in (kept.fields.get("runs", []) if kept else []) if _is_recent(text, at)]
    if runs >= RUNS:
        raise Conflict(_("The check was run many times in this hour. Try again later."), code="too_many_runs")
    lines = list(_lines(row, by, on))
    answer = {"content": digest(canonical(row.payload)), "lines": lines, "runs": [*times, at.isoformat()]}
    TypedDraft.objects.update_or_create(application=row, user=by, step=STEP, defaults={"fields": answer, "at": at})
    tones = {"tones": [line["tone"] for line in lines]}
    journal.record(by, "application.prechecked", row, after=tones, agency=row.agency)
    return answer


def last(application: Application, by: Any) -> dict[str, Any] | None:
    """Return what this person's last run found, and whether the draft has changed since; None before the first."""
    kept = TypedDraft.objects.filter(application=application, user=by, step=STEP).first()
    if kept is None:
        return None
    changed = kept.fields["content"] != digest(canonical(application.payload))
    return {"lines": kept.fields["lines"], "at": kept.at, "changed": changed}


def offered(application: Application) -> bool:
    """Say whether the kind has a technical check the applicant may run."""
    return bool(kind_of(application.kind).technical_check) and kind_of(application.kind).asks_content(
        application.purpose
    )


def _lines(row: Application, by: Any, on: dt.date) -> Iterator[dict[str, Any]]:
    code = kind_of(row.kind).technical_check
    if code != "coordination":
        _outcome, found = technical_checks.run(code, row, by=by, on=on)
        yield from ({"what": line.text, "tone": line.tone, "more": []} for line in found)
        return
    wishes = list(technical_checks.wishes(row))
    if not wishes:
        yield {"what": _("Fill in a station with its frequency first."), "tone": "info", "more": []}
    for wish, name in islice(wishes, MOST):
        yield _examined(row, wish, name, on)
    if len(wishes) > MOST:
        left = {"most": MOST, "all": len(wishes)}
        yield {"what": _("The first %(most)s of %(all)s frequencies were checked.") % left, "tone": "info", "more": []}


def _examined(row: Application, wish: Wish, name: str, on: dt.date) -> dict[str, Any]:
    try:
        inputs, _plan = coordination.gather(wish, on=on, own=Own(row.licensee, row.license))
        results = judge.judge(inputs)
    except DomainError as error:
        return {"what": technical_checks.not_examined(wish, name, error), "tone": "info", "more": []}
    told = reports.redacted(CoordinationCheck(results=canonical(results)))
    more = [told["headline"], *told["findings"], *told["offers"]]
    return {
        "what": f"{technical_checks.called(wish, name)}: {told['outcome']}",
        "tone": technical_checks.tone_of(told["verdict"]),
        "more": [str(text) for text in dict.fromkeys(more) if text],
    }


def _recent(by: Any, at: dt.datetime) -> int:
    rows = TypedDraft.objects.filter(user=by, step=STEP, at__gt=at - WINDOW).values_list("fields", flat=True)
    return sum(_is_recent(text, at) for fields in rows for text in fields.get("runs", []))


def _is_recent(text: str, at: dt.datetime) -> bool:
    return dt.datetime.fromisoformat(text) > at - WINDOW
