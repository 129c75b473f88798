"""The journal for auditors: search what was done, and check that nothing was changed since."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts import journal
from accounts.access import can
from accounts.models import JournalEntry
from accounts.roles import Action
from web.access import allow
from web.changes import hide_personal, readable
from web.forms import DayField
from web.listing import Listing


class JournalFilter(forms.Form):
    """Filters of the journal, all in the address."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    actor = forms.CharField(label=_("Person"), required=False)
    since = DayField(label=_("From date"), required=False)
    until = DayField(label=_("To date"), required=False)


@allow(Action.JOURNAL_VIEW)
def entries(request: HttpRequest) -> HttpResponse:
    """Show entries, newest first."""
    form = JournalFilter(request.GET or None)
    listing = Listing(request, _filtered(form), sorts={"at": "id"}, default="-at")
    readable(listing)
    if not can(request.user, Action.PERSONAL_DATA_VIEW):
        hide_personal(listing)
    return render(
        request,
        "desk/journal/entries.html",
        {"form": form, "listing": listing, "head": journal.head(), "unsealed": _unsealed()},
    )


@allow(Action.JOURNAL_VIEW)
def verify(request: HttpRequest) -> HttpResponse:
    """Check the whole chain now and show what was found (reads only; a large journal takes a while)."""
    return render(request, "desk/journal/verify.html", {"found": journal.verify()})


def _unsealed() -> int:
    return JournalEntry.objects.filter(link__isnull=True).count()


def _filtered(form: JournalFilter) -> Any:
    found = JournalEntry.objects.select_related("actor", "values", "link")
    if not form.is_bound or not form.is_valid():
        return found
    data = form.cleaned_data
    if data["q"]:
        found = found.filter(values__label__icontains=data["q"]) | found.filter(verb__icontains=data["q"])
    if data["actor"]:
        found = found.filter(actor__full_name__icontains=data["actor"]) | found.filter(actor__username=data["actor"])
    if data["since"]:
        found = found.filter(at__date__gte=data["since"])
    if data["until"]:
        found = found.filter(at__date__lte=data["until"])
    return found
