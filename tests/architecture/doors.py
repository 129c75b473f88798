"""Walks the URL resolver: every address and the view behind it."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Made by others and guarded by themselves: allauth's sign-in pages and Django's read-only admin
FOREIGN = ("accounts/", "admin/")


def doors() -> Iterator[tuple[str, URLPattern]]:
    """Yield (address pattern, entry) of each of our pages and endpoints."""
    for address, entry in _walk(get_resolver(), ""):
        if not address.startswith(FOREIGN):
            yield address, entry


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, address)
        else:
            yield address, entry


def right_of(entry: URLPattern) -> Any:
    """Return the action that a view declares, on the function or on its class."""
    view = entry.callback
    for holder in (view, getattr(view, "cls", None), getattr(view, "view_class", None)):
        action = getattr(holder, "required_action", None)
        if action is not None:
            return action
    return None
