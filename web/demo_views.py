"""The demo's role buttons: one click signs in as a member of the invented cast, on this machine only."""

import ipaddress

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.models import User
from web.access import public

CAST = (
    "inspector",
    "chief",
    "officer",
    "decider",
    "official",
    "auditor",
    "legal",
    "admin",
    "inspector2",
    "culture",
    "commune",
    "licensee",
)


def offered(request: HttpRequest) -> bool:
    """Say whether the buttons may exist: the demo is on and the browser runs on this very machine."""
    if not settings.DEMO_MODE:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
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
    return redirect("desk:home")
