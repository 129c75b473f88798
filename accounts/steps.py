"""The one writer of status: lock, check the step, ask the right, record, set, journal - in that order."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.models import StepRecord
from common.errors import Conflict
from common.lifecycle import Step

M = TypeVar("M", bound=models.Model)


@transaction.atomic
def take(
    obj: M,
    name: str,
    *,
    by: Any,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> M:
    """Take the step called `name` and return the record, now in its new state.

    `changes` are other fields of the record to set with it; `version` is the version the person saw. Raises Conflict
    when somebody else moved it first or the step does not start here, NotAllowed or NotFound without the right.
    """
    model: Any = type(obj)
    locked: Any = model._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)
    step: Step = model.lifecycle.step(name)
    if version is not None and locked.version != version:
        raise Conflict(
            _("Somebody else changed this record first; nothing of yours was saved over it."),
            code="stale_version",
            details={"yours": version, "current": locked.version},
        )
    if locked.status not in step.sources:
        raise Conflict(
            _("This step cannot be taken now: the record is “%(state)s”.") % {"state": locked.get_status_display()},
            code="illegal_step",
            details={"step": name, "status": locked.status, "allowed_from": list(step.sources)},
        )
    access.require(by, step.action, locked)
    before = journal.snapshot(locked)
    StepRecord.objects.create(
        object_type=model._meta.label_lower,
        object_id=journal.key_of(locked),
        version=locked.version + 1,
        name=name,
        source=locked.status,
        target=step.target,
        reason=reason,
        actor=by,
    )
    locked.status = step.target
    locked.version += 1
    for field, value in (changes or {}).items():
        setattr(locked, field, value)
    locked.save(update_fields=["status", "version", *(changes or {})])
    journal.record(
        by, f"{model._meta.model_name}.{name}", locked, before=before, after=journal.snapshot(locked), note=reason
    )
    obj.refresh_from_db()
    return obj


def enter(objs: Iterable[models.Model], *, by: Any, reason: str) -> None:
    """Record the birth of records taken over in another state than the initial one; call it before inserting them."""
    StepRecord.objects.bulk_create(
        [
            StepRecord(
                object_type=obj._meta.label_lower,
                object_id=journal.key_of(obj),
                version=obj.version,
                name="enter",
                source="",
                target=obj.status,
                reason=reason,
                actor=by,
            )
            for obj in _checked(objs)
        ],
        batch_size=2_000,
    )


def _checked(objs: Iterable[Any]) -> Iterable[Any]:
    for obj in objs:
        if obj.status == obj.lifecycle.initial:
            continue
        if obj.status not in obj.lifecycle.entries:
            raise Conflict(_("A record may not begin as “%(state)s”.") % {"state": obj.status}, code="illegal_entry")
        yield obj


def open_to(user: Any, obj: Any) -> list[Step]:
    """Return the steps this person may take on this record now: the buttons a page shows."""
    return [step for step in obj.lifecycle.steps_from(obj.status) if access.can(user, step.action, obj)]


def taken(obj: models.Model) -> models.QuerySet[StepRecord]:
    """Return the record's steps, oldest first."""
    return (
        StepRecord.objects.filter(object_type=obj._meta.label_lower, object_id=journal.key_of(obj))
        .select_related("actor")
        .order_by("version")
    )
