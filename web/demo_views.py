"""The demo's role buttons: one click signs in as a member of the invented cast, on this machine only."""

import ipaddress

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.models import Membership, User
from accounts.roles import Role
from common.text import pick
from web.access import public
from web.navigation import home_of

CAST = (
    "inspector",
    "chief",
    "officer",
    "decider",
    "officer7",
    "decider7",
    "official",
    "auditor",
    "legal",
    "admin",
    "inspector2",
    "culture",
    "culture_chief",
    "commune",
    "licensee",
)


# A proxy on this machine makes everybody look local; what it adds gives it away.
FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_VIA",
)


def offered(request: HttpRequest) -> bool:
    """Say whether the buttons may exist: the demo is on, browser and address bar are this very machine, no proxy."""
    if not settings.DEMO_MODE or any(name in request.META for name in FORWARDED):
        return False
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    return _loopback(request.META.get("REMOTE_ADDR", "")) and (host == "localhost" or _loopback(host))


def _loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


@public
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the cast."""
    if not offered(request):
        raise Http404
    user = User.objects.filter(username=request.POST.get("username", ""), username__in=CAST, is_active=True).first()
    if user is None:
        raise Http404
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(home_of(user))


def cast() -> list[dict[str, str]]:
    """Return the buttons: who, in which post, where."""
    held = {
        item.user.username: item
        for item in Membership.objects.filter(user__username__in=CAST).select_related("user", "agency")
    }
    return [
        {
            "username": name,
            "person": str(held[name].user),
            "role": str(Role(held[name].role).label),
            "agency": pick(held[name].agency, "name"),
        }
        for name in CAST
        if name in held
    ]
