"""Refusals and faults as pages: what happened, that nothing was lost, and what to do now."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from common.errors import Conflict, DomainError, NotAllowed, NotFound, Unavailable


class DomainErrorMiddleware:
    """Show a DomainError that no view caught as a page with its own status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Also catch what a middleware below raises."""
        try:
            return self.get_response(request)
        except DomainError as error:
            return error_page(request, error)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django when a view raises."""
        return error_page(request, exception) if isinstance(exception, DomainError) else None


def error_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Return the page that explains this refusal."""
    return render(
        request,
        "errors/error.html",
        {
            "heading": _heading(error),
            "message": error.message,
            "fields": error.fields,
            "differences": error.details.get("differences", ()),
            "record_url": error.details.get("url", ""),
            "claims_url": error.details.get("claims_url", ""),
            "status": error.status,
            "conflict": isinstance(error, Conflict),
        },
        status=error.status,
    )


def _heading(error: DomainError) -> str:
    match error:
        case NotFound():
            return _("Not found")
        case NotAllowed():
            return _("Not allowed")
        case Conflict():
            return _("Somebody else changed this first")
        case Unavailable():
            return _("Not possible right now")
        case _:
            return _("This could not be done")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """handler404"""
    message = _("There is no such page, or it lies outside what your agency may see.")
    return error_page(request, NotFound(message))


def not_allowed(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """handler403"""
    return error_page(request, NotAllowed(_("Your role does not include this page.")))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW"""
    message = _("The page was open too long or in another sign-in. Go back, reload the page and send it again.")
    return error_page(request, NotAllowed(message))


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """handler400"""
    return error_page(request, DomainError(_("The browser sent something that cannot be read.")))


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: no database, no context processors, since any of them may be what broke."""
    return render(None, "errors/500.html", status=500)
