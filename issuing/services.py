"""Issuing a paper, replacing it, annulling it. A paper either leaves whole, numbered and hashed, or not at all."""

import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from pypdf import PdfReader

from accounts import access, journal, steps
from accounts.models import Agency
from accounts.roles import Action
from common.canonical import digest
from common.errors import Conflict, Invalid, Unavailable
from issuing import numbering
from issuing.canonical import canonical_json
from issuing.codes import grouped, new_code
from issuing.enums import PaperStatus
from issuing.models import IssuedDocument, IssuedFile, IssuedNumber
from issuing.naming import each_once, with_code
from rulebook import lookup

WATERMARK = "BẢN DEMO - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"

Render = Callable[[Any], bytes]


@transaction.atomic
def issue(
    *,
    form_code: str,
    agency: Agency,
    target: models.Model,
    payload: Mapping[str, Any],
    render: Render,
    rests_on: Iterable[Any],
    by: Any,
    on: dt.date,
    template_version: str = "1",
    supersedes: IssuedDocument | None = None,
    with_year: bool = False,
    leased: IssuedNumber | None = None,
) -> IssuedDocument:
    """Take the next number, draw the paper from its canonical payload and keep both for ever.

    Fails closed: without the form's row, or (outside the demo) when the paper rests on a rulebook row nobody has
    verified, nothing is issued and no number is used. `rests_on` are those rows; the form's own row is added. The
    payload gets number, form_code, verify_code, verify_url, issued_on, unverified and, in the demo, watermark; the
    renderer also finds content_sha256. `with_year` puts the year into the number of a paper that people quote without
    its date ("01/2026/TB-NPLP"). `leased` is the number that a form written by hand bears; it is used instead of the
    next. Raises Unavailable, Invalid, NotAllowed, Conflict.
    """
    _require_right(by, agency)
    form = lookup.form(form_code, on)
    if form is None or not form.suffix:
        raise Unavailable(
            _("The rulebook has no form “%(form)s” with a number suffix on this day; load it first.")
            % {"form": form_code}
        )
    open_rows = lookup.unverified([form, *rests_on])
    _refuse_unverified(open_rows)
    unverified = each_once(open_rows)
    suffix = f"{on.year}/{form.suffix}" if with_year else form.suffix
    if leased is not None:
        number = numbering.claim(leased, agency=agency, form_code=form_code)
    else:
        number = numbering.take(agency=agency, form_code=form_code, suffix=suffix, on=on, by=by)
    code = new_code()
    text = canonical_json(_completed(payload, form_code, number.text, code, on, unverified))
    content_sha256 = digest(text)
    pdf = render({**json.loads(text), "content_sha256": content_sha256})
    document = IssuedDocument.objects.create(
        form_code=form_code,
        title_vi=form.title_vi,
        title_en=form.title_en,
        number=number.text,
        taken_number=number,
        agency=agency,
        target_type=target._meta.label_lower,
        target_id=journal.key_of(target),
        payload=text,
        content_sha256=content_sha256,
        template_version=template_version,
        sha256=digest(pdf),
        size=len(pdf),
        pages=_page_count(pdf),
        verify_code=code,
        issued_on=on,
        issued_by=by,
        demo=settings.DEMO_MODE,
        unverified=unverified,
        supersedes=supersedes,
    )
    IssuedFile.objects.create(document=document, pdf=pdf)
    journal.record(by, "paper.issued", document, after=journal.snapshot(document), agency=agency)
    return document


@transaction.atomic
def supersede(
    document: IssuedDocument,
    *,
    payload: Mapping[str, Any],
    render: Render,
    rests_on: Iterable[Any],
    target: models.Model,
    by: Any,
    on: dt.date,
    reason: str,
    template_version: str = "1",
    version: int | None = None,
) -> IssuedDocument:
    """Issue a new paper of the same form in place of `document`, which stays readable and says so."""
    _require_reason(reason)
    if (target._meta.label_lower, journal.key_of(target)) != (document.target_type, document.target_id):
        raise Conflict(_("The new paper is about another record than the one it replaces."), code="other_target")
    steps.take(document, "supersede", by=by, reason=reason, version=version)
    return issue(
        form_code=document.form_code,
        agency=document.agency,
        target=target,
        payload=payload,
        render=render,
        rests_on=rests_on,
        by=by,
        on=on,
        template_version=template_version,
        supersedes=document,
    )


@transaction.atomic
def annul(document: IssuedDocument, *, by: Any, reason: str, version: int | None = None) -> IssuedDocument:
    """Annul the paper, with the reason; it stays readable, and the public check says that it is annulled."""
    _require_reason(reason)
    return steps.take(document, "annul", by=by, reason=reason, version=version)


def current(target: models.Model, form_code: str) -> IssuedDocument | None:
    """Return the paper of this form in force about the record, if there is one."""
    papers = IssuedDocument.objects.about(target).filter(form_code=form_code, status=PaperStatus.ISSUED)
    return papers.first()


def _require_right(by: Any, agency: Agency) -> None:
    access.require(by, Action.PAPER_ISSUE)
    if agency not in access.agencies_of(by, Action.PAPER_ISSUE):
        raise Invalid(_("You may not issue papers of this agency."), code="other_agency")


def _refuse_unverified(rows: list[Any]) -> None:
    if rows and not settings.DEMO_MODE:
        raise Unavailable(
            _("The paper rests on rules not yet verified against the official text: %(rows)s. Verify them first.")
            % {"rows": "; ".join(with_code(row) for row in rows)},
            code="unverified_rules",
            details={"rows": [row.code for row in rows]},
        )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(_("Give the reason."), fields={"reason": [_("Give the reason.")]})


def _completed(
    payload: Mapping[str, Any], form_code: str, number: str, code: str, on: dt.date, unverified: list[str]
) -> dict[str, Any]:
    added = {
        "form_code": form_code,
        "number": number,
        "verify_code": grouped(code),
        "verify_url": f"{settings.SITE_URL.rstrip('/')}/check/{code}",
        "issued_on": on.isoformat(),
        "unverified": unverified,
    }
    if settings.DEMO_MODE:
        added["watermark"] = WATERMARK
    return {**payload, **added}


def _page_count(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)
