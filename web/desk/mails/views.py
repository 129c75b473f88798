"""The list of mails, one mail, and what an officer does about one that did not go out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import can, visible
from accounts.roles import Action
from common.clock import today
from common.errors import DomainError
from inspections.notifications import TOPICS as OF_VISITS
from issuing import mails
from issuing.enums import MAIL_NEEDS_A_PERSON, MailState
from issuing.models import Mail
from licenses.notifications import TOPICS as OF_LICENSES
from web.access import allow
from web.forms import DayField, PageForm
from web.links import url_of
from web.listing import Listing

NEEDED, ALL = "needed", "all"
TOPICS = {**OF_LICENSES, **OF_VISITS}


class MailFilter(forms.Form):
    """Filters of the list; it opens on what somebody must do something about."""

    q = forms.CharField(
        label=gettext_lazy("Search"), required=False, max_length=120, widget=forms.TextInput(attrs={"type": "search"})
    )
    show = forms.ChoiceField(
        label=gettext_lazy("Show"),
        required=False,
        choices=[
            (NEEDED, gettext_lazy("What needs a person")),
            (ALL, gettext_lazy("All mails")),
            *MailState.choices,
        ],
    )
    topic = forms.ChoiceField(label=gettext_lazy("What it tells"), required=False)
    since = DayField(label=gettext_lazy("From date"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("Anything")),
            *((code, topic.label) for code, topic in TOPICS.items()),
        ]

    def narrow(self, found: Any) -> Any:
        """Return the mails that match."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else {}
        show = asked.get("show") or NEEDED
        if show == NEEDED:
            found = found.needing_a_person()
        elif show != ALL:
            found = found.filter(state=show)
        if asked.get("topic"):
            found = found.filter(topic=asked["topic"])
        if asked.get("since"):
            found = found.filter(decided_on__gte=asked["since"])
        if text := asked.get("q", "").strip():
            found = found.filter(recipient__icontains=text) | found.filter(target_label__icontains=text)
        return found


class AgainForm(PageForm):
    """Sending once more, to the same address or another."""

    address = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)


class NoteForm(PageForm):
    """Settling without a mail."""

    note = forms.CharField(
        label=gettext_lazy("Number of the letter or how it was handed over; or the reason"),
        max_length=250,
        required=False,
    )


@allow(Action.MAIL_VIEW)
def mails_list(request: HttpRequest) -> HttpResponse:
    """Show the mails, first of all those that somebody must do something about."""
    form = MailFilter(request.GET or None)
    found = form.narrow(Mail.objects.visible_to(request.user))
    listing = Listing(request, found, sorts={"at": "created_at", "to": "recipient"}, default="-at")
    rows = [(mail, _topic(mail)) for mail in listing]
    return render(request, "desk/mails/list.html", {"form": form, "listing": listing, "rows": rows})


@allow(Action.MAIL_VIEW)
def mail_page(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show one mail with its text and what can be done about it."""
    mail = visible(Mail.objects.select_related("agency", "settled_by"), request.user, pk=pk)
    return _page(request, mail, AgainForm(initial={"address": mail.address}), NoteForm())


@require_POST
@allow(Action.MAIL_SETTLE)
def settle(request: HttpRequest, pk: Any, act: str) -> HttpResponse:
    """Send a mail again, note that the person was told by letter, or that it is not to be sent."""
    mail = visible(Mail.objects.select_related("agency", "settled_by"), request.user, pk=pk)
    again, note = AgainForm(request.POST), NoteForm(request.POST)
    asked = {"again": again, "letter": note, "drop": note}.get(act)
    if asked is None:
        raise Http404
    if asked.is_valid():
        try:
            _done(act, mail, request.user, asked.cleaned_data)
        except DomainError as error:
            if error.status != 422:
                raise
            asked.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:mail", mail.pk)
    if asked is again:
        return _page(request, mail, again, NoteForm(), status=422)
    return _page(request, mail, AgainForm(initial={"address": mail.address}), note, status=422)


def _done(act: str, mail: Mail, by: Any, values: dict[str, Any]) -> None:
    match act:
        case "again":
            mails.send_again(mail, by=by, address=values["address"])
        case "letter":
            mails.told_by_letter(mail, by=by, on=today(), note=values["note"])
        case "drop":
            mails.drop(mail, by=by, on=today(), note=values["note"])


def _page(request: HttpRequest, mail: Mail, again: AgainForm, note: NoteForm, status: int = 200) -> HttpResponse:
    context = {
        "mail": mail,
        "topic": _topic(mail),
        "about_url": url_of(mail.target_type, mail.target_id),
        "settling": mail.state in MAIL_NEEDS_A_PERSON and can(request.user, Action.MAIL_SETTLE, mail),
        "again": again,
        "note": note,
    }
    return render(request, "desk/mails/mail.html", context, status=status)


def _topic(mail: Mail) -> Any:
    topic = TOPICS.get(mail.topic)
    return topic.label if topic else mail.topic
