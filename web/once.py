"""A form sent twice does its work once: the second sending gets the answer of the first."""

import time
from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from common.errors import Conflict

CACHE = "once"
KEPT_SECONDS = 24 * 3600
WAIT_SECONDS = 10.0
_PENDING = "…"
_MAX_TOKEN = 64


class OnceMiddleware:
    """Remember each `submit_token` of somebody signed in with the redirect that answered it.

    A guest's is not kept: anybody could fill the memory with tokens of his own making.

    A token is spent only when the view redirects (the work was done); a form shown again with errors may be sent again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer from memory when this token was seen, else let the view work and remember its answer."""
        token = request.POST.get("submit_token", "")[:_MAX_TOKEN] if request.method == "POST" else ""
        if not token or not request.user.is_authenticated:
            return self.get_response(request)
        key = f"once:{request.user.pk}:{token}"
        if not caches[CACHE].add(key, _PENDING, KEPT_SECONDS):
            return HttpResponseRedirect(_first_answer(key))
        done = False
        try:
            response = self.get_response(request)
            done = isinstance(response, HttpResponseRedirect)
            if done:
                caches[CACHE].set(key, response["Location"], KEPT_SECONDS)
            return response
        finally:
            if not done:
                caches[CACHE].delete(key)


def _first_answer(key: str) -> str:
    """Return where the first sending was redirected to, waiting while it is still at work."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        location = caches[CACHE].get(key)
        if location and location != _PENDING:
            return str(location)
        if location is None:
            break
        time.sleep(0.1)
    raise Conflict(_("This form was already sent and is still being worked on. Please look at the record again."))
