"""The one way to record something in a visit: by its team, while it is in progress, or afterwards by amendment."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.roles import Action
from common import inserts
from common.clock import today
from common.errors import Conflict, Invalid, NotAllowed
from inspections import notifications
from inspections.lifecycle import AMENDABLE, ON_SITE
from inspections.models import Amendment, AmendmentPermit, Answer, Recheck, Visit, VisitMember
from inspections.queries.manifest import manifest_digest
from inspections.services.held import Held

M = TypeVar("M", bound=models.Model)


@dataclass
class Recording:
    """A visit, locked, into which something is recorded; each change is journaled and, after sealing, an amendment.

    One that `gathers` writes its new lines when it ends, all of a kind at once.
    """

    visit: Visit
    by: Any
    reason: str = ""
    changes: list[tuple[models.Model, Mapping[str, Any], Mapping[str, Any]]] = field(default_factory=list)
    gathers: bool = False
    waiting: list[tuple[models.Model, str]] = field(default_factory=list)
    held: Held = field(init=False)

    def __post_init__(self) -> None:
        self.held = Held(self.visit)

    def add(self, obj: models.Model, verb: str) -> None:
        """Write a new line, or take it in to be written with the others."""
        self.waiting.append((obj, verb))
        self.held.added(obj)
        if not self.gathers:
            self.write()

    def write(self) -> None:
        """Write the lines taken in, each kind at once, and journal them in their order."""
        waiting, self.waiting = self.waiting, []
        kinds: dict[type[models.Model], list[models.Model]] = {}
        for obj, _verb in waiting:
            self._permit(obj)
            kinds.setdefault(type(obj), []).append(obj)
        for lines in kinds.values():
            inserts.insert(lines)
        self._note([journal.Change(verb, obj, {}, journal.snapshot(obj)) for obj, verb in waiting])

    def change(self, obj: Any, verb: str, before: Mapping[str, Any], note: str = "") -> None:
        """Write a changed line; its version goes up."""
        obj.version += 1
        self._permit(obj)
        obj.save()
        self.held = Held(self.visit)
        self._note([journal.Change(verb, obj, before, journal.snapshot(obj), note)])

    def sent_or_conflict(self, model: type[M], key: uuid.UUID | None, **same: Any) -> M | None:
        """Ask as `same_or_conflict` does, with one query for all expected keys."""
        found: M | None = _same(self.held.sent(model, key) if key else None, self.visit, same)
        return found

    def _permit(self, obj: Any) -> None:
        """Give leave for this one write; the triggers of a sealed visit refuse every other."""
        if not self.visit.is_fixed:
            return
        AmendmentPermit.objects.create(
            visit=self.visit,
            target_type=obj._meta.label_lower,
            target_id=journal.key_of(obj),
            version=obj.revision if isinstance(obj, Answer | Recheck) else obj.version,
            reason=self.reason,
            given_to=self.by,
        )

    def _note(self, changes: list[journal.Change]) -> None:
        journal.record_all(self.by, changes, agency=self.visit.agency)
        self.changes += [(one.target, one.before, one.after) for one in changes]


@contextmanager
def recording(visit: Visit, *, by: Any, reason: str = "", within: Recording | None = None) -> Iterator[Recording]:
    """Lock the visit and let the team record in it; `reason` is needed once the visit is sealed.

    `within` is a recording of this visit by this person that is open already: then that one goes on.
    Raises NotFound, NotAllowed (not of the team), Conflict (not begun, or over), Invalid (an amendment without reason).
    """
    if within is not None:
        yield within
        return
    with transaction.atomic():
        locked = Visit.objects.select_for_update(of=("self",)).select_related("agency").get(pk=visit.pk)
        fixed = locked.is_fixed
        access.require(by, Action.VISIT_AMEND if fixed else Action.VISIT_CONDUCT, locked)
        if not VisitMember.objects.filter(visit=locked, user=by).exists():
            raise NotAllowed(_("Only the team of this visit records in it; ask the chief to add you."))
        if not fixed and locked.status not in ON_SITE:
            raise Conflict(
                _("Nothing can be recorded now: the visit is “%(state)s”.") % {"state": locked.get_status_display()},
                code="not_in_progress",
            )
        if fixed and locked.status not in AMENDABLE:
            raise Conflict(_("The visit is closed and is not changed any more."), code="closed")
        if fixed and not reason.strip():
            raise Invalid(
                _("The visit is sealed; say why it has to be amended."),
                code="amendment_needs_reason",
                fields={"amendment_reason": [_("Give the reason for the amendment.")]},
            )
        session = Recording(locked, by, reason.strip())
        yield session
        if fixed and session.changes:
            _amend(session)


@contextmanager
def gathering(visit: Visit, *, by: Any, expected: Iterable[uuid.UUID]) -> Iterator[Recording]:
    """Lock the visit for several lines; they are written when the block ends, all or none of them.

    `expected` are the keys the lines may have. Raises what `recording` raises for one without a reason.
    """
    with recording(visit, by=by) as session:
        session.gathers, session.held = True, Held(session.visit, expected)
        yield session
        session.write()


def same_or_conflict(model: type[M], key: uuid.UUID | None, visit: Visit, **same: Any) -> M | None:
    """Return the line already recorded under this key (a second sending), None when the key is new.

    The same key with another content is refused and changes nothing.
    """
    return _same(model._default_manager.filter(pk=key).first() if key else None, visit, same)


def _same(found: Any, visit: Visit, same: Mapping[str, Any]) -> Any:
    if found is None:
        return None
    if found.visit_id != visit.pk or any(getattr(found, name) != value for name, value in same.items()):
        raise Conflict(_("This key was already used for another record; nothing was changed."), code="key_reused")
    return found


def check_version(obj: Any, version: int | None, yours: Mapping[str, Any]) -> None:
    """Raise Conflict, with both texts side by side, when somebody else changed the line since the person read it."""
    if version is None or obj.version == version:
        return
    raise Conflict(
        _("Somebody else changed this line first. Both versions are shown; nothing was overwritten."),
        code="stale_version",
        details={"differences": differences(obj, yours), "current": obj.version},
    )


def overtaken(last: Any, yours: Mapping[str, Any], message: str, who: Any) -> Conflict:
    """Return the conflict of a line kept in revisions: what stands, by whom, beside what was sent; None stands at 0."""
    details = {
        "differences": differences(last, yours) if last else [],
        "current": last.revision if last else 0,
        "who": str(who) if last else "",
    }
    return Conflict(message, code="stale_version", details=details)


def differences(obj: models.Model, yours: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return label, present and own text of each field in which the two versions differ."""
    return [
        {
            "label": str(obj._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
            "current": said(obj, name, getattr(obj, name)),
            "yours": said(obj, name, value),
        }
        for name, value in yours.items()
        if getattr(obj, name) != value
    ]


def said(obj: models.Model, name: str, value: Any) -> str:
    """Return a value as a person reads it: the label of a choice, an empty text for nothing."""
    choices: Any = getattr(obj._meta.get_field(name), "flatchoices", None)
    return "" if value is None else str(dict(choices).get(value, value) if choices else value)


def _amend(session: Recording) -> None:
    digest = manifest_digest(session.visit)
    last = Amendment.objects.filter(visit=session.visit).count()
    for number, (obj, before, after) in enumerate(session.changes, start=last + 1):
        made = Amendment.objects.create(
            visit=session.visit,
            sequence=number,
            reason=session.reason,
            target_type=obj._meta.label_lower,
            target_id=journal.key_of(obj),
            before=dict(before),
            after=dict(after),
            sha256=digest,
            amended_by=session.by,
        )
        journal.record(session.by, "visit.amended", session.visit, note=session.reason, agency=session.visit.agency)
        journal.record(session.by, "amendment.written", made, after=journal.snapshot(made))
    notifications.visit_amended(session.visit, reason=session.reason, on=today())
