"""Who may open a page: every view names one action, or says that it is public."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import can, memberships, parties_of, remember
from accounts.roles import Action
from common.errors import NotAllowed

View = Callable[..., HttpResponseBase]  # a streamed export is an answer too
PUBLIC = "public"


class MembershipsMiddleware:
    """Read the person's memberships once per request, so that every later question costs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing is asked of the database before a view is found (static files have none)."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Called by Django before the view."""
        remember(request.user)


def allow(action: Action, said: Any = "") -> Callable[[View], View]:
    """Open the view to signed-in people whose role in some agency holds `action`.

    Whether they may do it to *this* record is asked again by the service; the view fetches records through
    `visible_to(user)`, so what lies outside is 404. `said` is the refusal where the usual one would not help.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not can(request.user, action):
                raise _refused(request.user, action, str(said))
            return view(request, *args, **kwargs)

        guarded.required_action = action  # type: ignore[attr-defined]
        return guarded

    return decorate


def _refused(user: Any, action: Action, said: str) -> NotAllowed:
    """Return the refusal; a new account on a licensee's page is shown where one comes to act for a licensee."""
    details = {"action": str(action)}
    of_licensees = action in (Action.MY_PREPARE, Action.MY_SUBMIT, Action.MY_PEOPLE)
    if of_licensees and can(user, Action.MY_VIEW) and not memberships(user) and not parties_of(user):
        said, details["claims_url"] = _("You do not act for a licensee yet."), reverse("my:claims")
    return NotAllowed(said or _("Your role does not include this page."), details=details)


def public(view: View) -> View:
    """Open the view to everybody, signed in or not."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    opened.required_action = PUBLIC  # type: ignore[attr-defined]
    return login_not_required(opened)
