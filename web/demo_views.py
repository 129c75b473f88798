"""The demo's role buttons: one click signs in as a member of the invented cast, on this machine only."""

import ipaddress
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.models import Membership, User
from accounts.roles import PARTY_ROLES, Role
from common.text import pick
from licenses.models import LicenseeMembership
from web.access import public
from web.navigation import home_of

MAILS = 20
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
    "commune_chair",
    "licensee",
    "preparer",
    "licensee2",
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


@public
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the newest mails of the demo, which are files instead of being sent."""
    if not offered(request):
        raise Http404
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", None) or settings.VAR_DIR / "mail")
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)[:MAILS]
    return render(request, "public/demo_mailbox.html", {"mails": [mail for path in files for mail in _mails(path)]})


def _mails(path: Path) -> list[dict[str, str]]:
    """Return the mails of a file, the newest first; Django ends each with a line of dashes."""
    found = []
    for text in path.read_bytes().split(b"-" * 79):
        if text.strip():
            mail = message_from_bytes(text.lstrip(), policy=policy.default)
            body = mail.get_body(("plain",))
            found.append({"subject": str(mail["Subject"] or ""), "to": str(mail["To"] or ""),
                          "text": body.get_content() if body is not None else ""})  # fmt: skip
    return found[::-1]


def cast() -> list[dict[str, str]]:
    """Return the buttons: who, in which post, where."""
    held = {
        item.user.username: item
        for item in Membership.objects.filter(user__username__in=CAST)
        .exclude(role__in=PARTY_ROLES)
        .select_related("user", "agency")
    }
    acting = {
        item.user.username: item
        for item in LicenseeMembership.objects.filter(user__username__in=CAST, ended_on__isnull=True)
        .select_related("user", "licensee")
        .order_by("-created_at")
    }
    return [*_officers(held), *_licensees(acting)]


def _licensees(acting: dict[str, LicenseeMembership]) -> list[dict[str, str]]:
    return [
        {
            "username": name,
            "person": str(acting[name].user),
            "role": str(Role(acting[name].role).label),
            "agency": acting[name].licensee.name,
        }
        for name in CAST
        if name in acting
    ]


def _officers(held: dict[str, Membership]) -> list[dict[str, str]]:
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
