"""What tablets sent and no rule took: read it beside what the register says, decide, explain; and emergency exports."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import access, journal
from accounts.models import User
from accounts.roles import Action
from common.clock import now, today
from common.errors import DomainError
from fieldwork.enums import Code
from fieldwork.lifecycle import UNSETTLED
from fieldwork.models import Quarantined
from fieldwork.queries import office
from fieldwork.services import exports, settling, wording
from web.access import allow
from web.changes import readable
from web.desk.tablets.words import kind_of, lines_of, why_of
from web.desk.visits.pages import visit_of
from web.forms import PageForm
from web.listing import Listing


class DecideForm(PageForm):
    """What to do with a kept operation, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Explanation for the author"), max_length=2_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    assigned_to = forms.ModelChoiceField(label=gettext_lazy("Give it to"), queryset=User.objects.none(), required=False)

    def __init__(self, row: Quarantined, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"version": row.version, "assigned_to": row.assigned_to_id}} | kwargs)
        field: Any = self.fields["assigned_to"]
        field.queryset = access.people_with(Action.QUARANTINE_SETTLE, row.agency, today())


class ExportForm(PageForm):
    """The file of a tablet."""

    file = forms.FileField(label=gettext_lazy("File of the tablet (.wwfield)"))

    def clean_file(self) -> Any:
        """Refuse what is too large for a page."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.MAX_IMPORT_BYTES:
            limit = settings.MAX_IMPORT_BYTES // (1024 * 1024)
            raise forms.ValidationError(_("The file is larger than %(limit)s MB."), params={"limit": limit})
        return upload


@allow(Action.QUARANTINE_VIEW)
def inbox(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision, oldest first."""
    rows = office.inbox(request.user)
    listing = Listing(request, rows, sorts={"at": "created_at"}, default="at")
    for row in listing:
        row.why, row.what = why_of(row.code), kind_of(row.kind)
    return render(request, "desk/tablets/inbox.html", {"listing": listing})


@allow(Action.QUARANTINE_VIEW)
def kept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one kept operation word for word, beside what the server has, and take the decision."""
    rows = Quarantined.objects.select_related("tablet", "visit", "author", "sender", "agency", "assigned_to")
    found: Quarantined = access.visible(rows, request.user, pk=pk)
    form = DecideForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(found, form.cleaned_data, request)
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect("desk:tablet_inbox" if found.status not in UNSETTLED else request.path)
    words = wording.words_of(found)
    context = {
        "row": found,
        "why": why_of(found.code),
        "what": kind_of(found.kind),
        "words": words,
        "lines": lines_of(words),
        "form": form,
        "may_settle": found.status in UNSETTLED and access.can(request.user, Action.QUARANTINE_SETTLE, found),
        "garbage": found.code in (Code.GARBAGE, Code.OP_REUSED, Code.SEQ_REUSED),
        "visit": found.visit if found.visit and access.sees(request.user, found.visit) else None,
        "entries": readable(journal.changes(found)[:50]),
    }
    return render(request, "desk/tablets/kept.html", context, status=422 if form.errors else 200)


@allow(Action.QUARANTINE_SETTLE)
def apply_all(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Apply everything kept of a visit, in the order in which it was recorded."""
    found = visit_of(request, pk)
    if request.method == "POST":
        done = settling.apply_all(found, by=request.user, at=now(), reason=request.POST.get("reason", ""))
        if done.applied:
            text = ngettext("%(count)d operation was applied.", "%(count)d operations were applied.", done.applied)
            messages.success(request, text % {"count": done.applied})
        if done.stopped is not None:
            messages.warning(request, done.why)
            return redirect("desk:tablet_kept", done.stopped.pk)
    return redirect("desk:tablet_inbox")


@allow(Action.TABLET_USE)
def take_export(request: HttpRequest) -> HttpResponse:
    """Take the emergency export of a tablet in, and tell what it did."""
    form = ExportForm(request.POST, request.FILES) if request.method == "POST" else ExportForm()
    report = None
    if request.method == "POST" and form.is_valid():
        try:
            report = exports.take(form.cleaned_data["file"].read(), by=request.user, at=now())
        except DomainError as error:
            form.refuse(error)
    context = {"form": form, "report": report}
    return render(request, "desk/tablets/import.html", context, status=422 if form.errors else 200)


def _decide(found: Quarantined, data: dict[str, Any], request: HttpRequest) -> None:
    by: Any = request.user
    version = data["version"]
    match request.POST.get("decision"):
        case "assign":
            settling.assign(found, to=data["assigned_to"] or by, by=by, version=version)
            messages.success(request, _("The operation is given to %(person)s.") % {"person": found.assigned_to})
        case "apply":
            settling.apply(found, by=by, at=now(), reason=data["reason"], version=version)
            messages.success(request, _("Applied in the name of its author."))
        case _:
            settling.explain(found, by=by, at=now(), reason=data["reason"], version=version)
            messages.success(request, _("Closed with the explanation; the words stay kept."))
