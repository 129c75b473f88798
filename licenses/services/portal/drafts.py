"""Applications begun, typed and sent by the licensee's own people."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import Agency
from accounts.roles import Action
from common.errors import Conflict, Invalid
from licenses.enums import ApplicationStatus, Channel, Purpose
from licenses.kinds import kind_of
from licenses.models import Application, Establishment, License, Licensee, TypedDraft
from licenses.services import editing
from licenses.services.applications import filing
from rulebook import lookup

MOST_FIELDS = 6_000  # of one step; the largest form has 500 frequencies of ten fields
LONGEST_TEXT = 5_000


def receivers(licensee: Licensee, kind: str, on: dt.date) -> list[Agency]:
    """Return where an application of this kind may be sent: who grants it here, then who keeps the licensee's record.

    An agency that does not grant the kind hands or forwards the file, which the applicant is told.
    """
    authority = lookup.granting_authority(kind, on)
    granting = Agency.objects.filter(code__in=authority.agencies).order_by("code") if authority else []
    return list({agency.pk: agency for agency in (*granting, licensee.agency)}.values())


@transaction.atomic
def start(
    *,
    by: Any,
    on: dt.date,
    licensee: Licensee,
    kind: str,
    purpose: str,
    agency: Agency | None = None,
    license: License | None = None,
    establishment: Establishment | None = None,
) -> Application:
    """Begin a draft for the licensee, or go on with the one the licensee has begun about the same license.

    Raises NotAllowed or NotFound for who does not act for the licensee, Invalid for another's license or place.
    """
    editing.require_keeper(by, Action.APPLICATION_PREPARE, licensee)
    Licensee.objects.select_for_update(of=("self",)).get(pk=licensee.pk)
    if license is not None:
        _require_own(license.holder_id == licensee.pk, "license")
        begun = Application.objects.filter(
            licensee=licensee, license=license, purpose=purpose, status=ApplicationStatus.DRAFT, channel=Channel.PORTAL
        ).first()
        if begun is not None:
            return begun
    if establishment is not None:
        _require_own(establishment.licensee_id == licensee.pk, "establishment")
    return filing.start(
        by=by, on=on, kind=kind, purpose=purpose, licensee=licensee, license=license, establishment=establishment,
        agency=_receiver(licensee, kind, on, agency, license), channel=Channel.PORTAL,
    )  # fmt: skip


def _receiver(
    licensee: Licensee, kind: str, on: dt.date, agency: Agency | None, license: License | None
) -> Agency | None:
    offered = receivers(licensee, kind, on)
    if agency is not None and agency not in offered:
        message = _("Choose one of the agencies offered.")
        raise Invalid(message, fields={"agency": [message]})
    return agency or (license.agency if license is not None else offered[0])


def _require_own(own: bool, field: str) -> None:
    if not own:
        message = _("There is no such record, or it is not yours to see.")
        raise Invalid(message, fields={field: [message]})


@transaction.atomic
def submit(application: Application, *, by: Any, on: dt.date, version: int | None = None) -> Application:
    """Submit a draft of the portal; the agency it goes to sees the licensee from then on."""
    filing.submit(application, by=by, on=on, version=version)
    for known in (application.licensee, application.establishment, application.license):
        if known is not None and known.agency_id != application.agency_id:
            access.share(known, agency=application.agency, basis=application.number, by=by, on=on)
    return application


def drop(application: Application, *, by: Any, on: dt.date, version: int | None = None) -> Application:
    """Give up a draft that nobody but its applicant has seen."""
    if application.status != ApplicationStatus.DRAFT:
        raise Conflict(_("This application was submitted; withdraw it with a reason."), code="submitted")
    reason = _("Draft given up by the applicant")
    return filing.withdraw(application, by=by, on=on, reason=reason, version=version)


@transaction.atomic
def keep_typing(
    application: Application, *, step: str, fields: Mapping[str, list[str]], by: Any, at: dt.datetime
) -> TypedDraft:
    """Keep what somebody typed into one step and did not save; the last typing counts. Nothing of it is judged."""
    row = editing.lock(application, version=None)
    editing.require_keeper(by, Action.APPLICATION_PREPARE, row)
    if row.status not in filing.FILLABLE:
        raise Conflict(_("The file is with the office; nothing can be filled in now."), code="not_open")
    texts = {name[:60]: [text[:LONGEST_TEXT] for text in values] for name, values in fields.items()}
    if sum(map(len, texts.values())) > MOST_FIELDS:
        raise Invalid(_("That is more than a form of this page has."))
    kept, _made = TypedDraft.objects.update_or_create(
        application=row, user=by, step=step, defaults={"fields": texts, "at": at}
    )
    return kept


def typing(application: Application, *, step: str, by: Any) -> TypedDraft | None:
    """Return what this person typed into the step and did not save."""
    kept = TypedDraft.objects.filter(application=application, user=by, step=step).first()
    return kept if kept is not None and kept.fields else None


def forget_typing(application: Application, *, step: str, by: Any) -> None:
    """Forget what was typed, because it was saved or thrown away."""
    TypedDraft.objects.filter(application=application, user=by, step=step).update(fields={})


def may_begin(license: License, purpose: str) -> bool:
    """Say whether the kind of this license lets its holder ask for this."""
    return purpose in kind_of(license.kind).purposes and purpose not in (Purpose.NEW, Purpose.TRANSFER)
