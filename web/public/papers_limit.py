"""A brake on guessing codes and on costly files: so many questions from one address in so many seconds."""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

QUESTIONS = 30
SECONDS = 300


def too_many(request: HttpRequest, name: str = "paper-check", most: int = QUESTIONS) -> bool:
    """Count this question of a kind and say whether the address has asked too many in this window.

    The window is part of the key: counting in a cache renews its lifetime, so a key of its own would never run out for
    an office that asks now and then.
    """
    key = f"{name}:{int(time.time()) // SECONDS}:{client_address(request)}"
    if cache.add(key, 1, SECONDS):
        return False
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # the count ran out between the two calls
        return False


def client_address(request: HttpRequest) -> str:
    """Return the address of who asks; a forwarded one counts only from as many proxies as are trusted."""
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if trusted and len(forwarded) >= trusted:
        return forwarded[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))
