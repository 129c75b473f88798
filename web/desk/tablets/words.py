"""What operations and reasons are called."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from fieldwork.enums import Code

KINDS: dict[str, Any] = {
    "visit.open": _("Visit opened on the way"),
    "visit.start": _("Start of the visit"),
    "visit.give_up": _("Report that the visit was not possible"),
    "visit.conclude": _("Outcome"),
    "visit.seal": _("Seal"),
    "answer.set": _("Answer"),
    "finding.add": _("Finding"),
    "finding.change": _("Change of a finding"),
    "measurement.add": _("Measurement"),
    "shown.add": _("Text shown"),
    "attendance.add": _("Person present"),
    "line.withdraw": _("Withdrawal of a line"),
    "evidence.declare": _("Announcement of a file"),
    "evidence.link": _("File tied to a finding"),
    "evidence.bytes": _("File of evidence"),
}
CODES = dict(Code.choices)


def kind_of(kind: str) -> Any:
    """Return what an operation is called; its own word where we know none."""
    return KINDS.get(kind, kind or _("unreadable"))


def why_of(code: str) -> Any:
    """Return why an operation was kept."""
    return CODES.get(code, _("A rule refused it"))
