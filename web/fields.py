"""What the fields of records are called on pages; Django's automatic English names get words of their own here."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# Fields whose model gives no name (Django then makes one from the identifier, which nothing translates).
NAMES: dict[str, Any] = {
    "actor": _("person"),
    "agency": _("agency"),
    "application": _("application"),
    "amended_by": _("amended by"),
    "answered_by": _("answered by"),
    "assignment": _("frequency assignment"),
    "basis": _("basis of sharing"),
    "before": _("before the change"),
    "after": _("after the change"),
    "by": _("by"),
    "case": _("case"),
    "checked_count": _("files checked"),
    "checklist": _("checklist"),
    "decided_at": _("decided at"),
    "decided_by": _("decided by"),
    "document": _("paper"),
    "earlier_visit": _("earlier visit"),
    "establishment": _("establishment"),
    "evidence": _("piece of evidence"),
    "finding": _("finding"),
    "height": _("height (pixels)"),
    "instrument": _("legal instrument"),
    "issued_by": _("issued by"),
    "item": _("checklist item"),
    "lat": _("latitude"),
    "license": _("license"),
    "lifted_by": _("lifted by"),
    "letter": _("letter"),
    "licensee": _("licensee"),
    "loaded_by": _("loaded by"),
    "lon": _("longitude"),
    "manifest": _("what was sealed"),
    "measurement": _("measurement"),
    "merged_into": _("merged into"),
    "mime": _("kind of file"),
    "no_explanation": _("explanation is not asked for"),
    "note": _("note"),
    "old": _("old unit"),
    "opened_by": _("opened by"),
    "override": _("permission for a second visit"),
    "original": _("original file"),
    "parent": _("belongs to"),
    "penalty": _("violation"),
    "penalty_hash": _("digest of the rule"),
    "placed_by": _("placed by"),
    "previous": _("previous visit"),
    "provision": _("provision"),
    "received_by": _("receiver"),
    "record": _("violation record"),
    "recorded_by": _("recorded by"),
    "referral": _("referral"),
    "refusals": _("refused rows"),
    "requested_by": _("requested by"),
    "row_code": _("code of the rule"),
    "row_hash": _("digest of the rule"),
    "row_id": _("key of the rule"),
    "row_model": _("kind of rule"),
    "scan": _("signed scan"),
    "seal": _("seal"),
    "sealed_by": _("sealed by"),
    "sent_by": _("sent by"),
    "series": _("number series"),
    "sha256": _("digest (SHA-256)"),
    "shown_text": _("text shown before signing"),
    "shown_text_sha256": _("digest of the text shown"),
    "station": _("radio station"),
    "supersedes": _("replaces"),
    "taken_by": _("taken by"),
    "taken_number": _("number taken"),
    "target_id": _("key of the record"),
    "target_type": _("kind of record"),
    "to_agency": _("receiving agency"),
    "unit": _("administrative unit"),
    "thumbnail": _("small picture"),
    "uploaded_by": _("uploaded by"),
    "user": _("person"),
    "verified_by": _("verified by"),
    "visit": _("visit"),
    "warnings": _("warnings"),
    "withdrawn_by": _("withdrawn by"),
    "width": _("width (pixels)"),
}


def name_of(field: Any) -> str:
    """Return the readable name of a model's field, in the language of the page, without a capital."""
    named = getattr(field, "_verbose_name", None)
    return str(NAMES.get(field.name, field.verbose_name) if named is None else named)


def label_of(field: Any) -> str:
    """Return the readable name of a model's field with a capital."""
    return capfirst(name_of(field))
