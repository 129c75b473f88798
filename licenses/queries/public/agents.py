"""The public part of the register of Internet agents, access points and game points."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from common.clock import today
from licenses.enums import EstablishmentStatus
from licenses.models import Establishment
from licenses.queries.public.record import key_of
from licenses.queries.public.rules import Publication, kinds_with, publication
from licenses.querysets.keys import KeyIn
from licenses.querysets.search import Matches, as_typed, words

# A declaration that nobody has verified yet is not published.
PUBLISHED = (EstablishmentStatus.VERIFIED, EstablishmentStatus.CLOSED)


def published() -> Any:
    """Return the entries anyone may see."""
    return Establishment.objects.filter(status__in=PUBLISHED)


def found(text: str, units: tuple[UUID, ...] | None) -> Any:
    """Return the entries whose own words match (never the name of a natural person), in some units."""
    rows = published()
    asked = words(text)
    if text.strip() and not asked:
        return rows.none()
    if asked:
        named = Q(*(Q(licensee__search_text__contains=f" {word}") for word in asked))
        rows = rows.filter(Q(Matches([as_typed(asked)])) | named & Q(licensee__kind__in=kinds_with("name")))
    return rows.filter(Q(KeyIn("unit", units))) if units is not None else rows


def named(text: str, most: int) -> list[Any]:
    """Return some entries whose own words match, by the index of words alone."""
    asked = words(text)
    if not asked:
        return []
    return list(published().filter(Matches([as_typed(asked)])).order_by("name_folded", "pk")[:most])


def listed(rows: Any) -> Any:
    """Return the entries with what a list reads along."""
    return rows.select_related("licensee", "unit__parent")


def one(pk: str) -> Establishment | None:
    """Return one published entry; None when there is none."""
    key = key_of(pk)
    found: Establishment | None = listed(published()).filter(pk=key).first() if key else None
    return found


def rule(place: Establishment) -> Publication:
    """Return what is public of the keeper today."""
    return publication(place.licensee.kind, today())


def keeper(place: Establishment) -> str | None:
    """Return the keeper's name, None where it is held back."""
    return place.licensee.name if rule(place).name else None
