"""What the public register may be asked, each as keys found by an index and as a test of a row that is met anyway."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from licenses.enums import LicenseStatus
from licenses.models import Establishment, FrequencyAssignment, License, Licensee, Station
from licenses.queries.planned import state_q
from licenses.queries.public.circle import Circle
from licenses.queries.public.rules import exact, kinds_with
from licenses.querysets.keys import Kept, Key, KeyIn, Tested
from licenses.querysets.search import Matches, as_typed

# Up to so many keys a list is found through them and sorted; beyond, its own order is walked and each row is tested.
FEW = 10_000
# PostgreSQL guesses two in a hundred for a beginning that it knows nothing of; a larger share it has counted.
GUESSED = 0.025
HIGHEST_HZ = 10**13
Keys = list[Key] | None


@dataclass(frozen=True)
class Condition:
    """One thing asked for: `keys` finds the licenses by an index, None when they are many; `test` is said of each."""

    keys: Callable[[], Keys]
    test: Q


def tested_columns() -> dict[str, Tested]:
    """Return the annotations that the tests of `equal` speak of."""
    return {f"tested_{field}": Tested(F(field)) for field in ("kind", "status")}


def equal(field: str, value: str) -> Condition:
    """A column of the license has that value."""
    rows = License.objects.filter(**{field: value}).order_by("number", "pk")
    return Condition(lambda: _few(rows), Q(**{f"tested_{field}": value}))


def in_state(status: str, late: Mapping[Any, LicenseStatus]) -> Condition:
    """The license is in the state, given the licenses whose recorded state is `late`."""
    rows = License.objects.filter(state_q(status, late)).order_by("number", "pk")
    return Condition(lambda: _few(rows), state_q(status, late, "tested_status"))


def in_units(units: tuple[UUID, ...]) -> Condition:
    """The license belongs to one of these units."""
    condition = Q(KeyIn("unit", units))
    rows = License.objects.filter(condition).order_by()
    return Condition(lambda: _few(rows), Q(KeyIn("unit", units, tested=True)))


def frequency(low_hz: int, high_hz: int) -> Condition:
    """An assignment transmits within the range, or in a band that overlaps it (both ends included)."""
    single = FrequencyAssignment.objects.filter(tx_upper_hz__isnull=True, tx_hz__range=(low_hz, high_hz))
    band = FrequencyAssignment.objects.filter(tx_upper_hz__isnull=False, tx_hz__lte=high_hz, tx_upper_hz__gte=low_hz)

    def keys() -> Keys:
        if _many(FrequencyAssignment.objects.filter(tx_hz__range=(low_hz, high_hz))) or _many(band):
            return None
        return _both(_licenses(single), _licenses(band))

    return Condition(keys, _assigned(single) | _assigned(band))


def call_sign(text: str) -> Condition:
    """An assignment's station has this call sign."""
    found = FrequencyAssignment.objects.filter(station__call_sign__in={text, text.upper()})
    return Condition(lambda: _licenses(found), _assigned(found))


def near(circle: Circle) -> Condition:
    """A station, or the establishment, lies in the circle; a position that is held back counts as its commune's."""
    shown, held = _assigned_in(circle)
    shops = circle.measured(Establishment.objects, "").filter(circle.inside(""))

    def keys() -> Keys:
        if _many(Station.objects.filter(circle.box(""))) or (found := _few(shops)) is None:
            return None
        licensed = License.objects.filter(KeyIn("establishment", found))
        return _both(_licenses(shown), _both(_licenses(held), _few(licensed) if found else []))

    shop = Exists(shops.filter(pk=OuterRef("establishment")).order_by())
    return Condition(keys, _assigned(shown) | _assigned(held) | Q(shop))


def near_within(circle: Circle, low_hz: int, high_hz: int) -> Condition:
    """A station in the circle transmits within the range: one and the same assignment."""
    of_range = Q(tx_upper_hz__isnull=True, tx_hz__range=(low_hz, high_hz))
    of_range |= Q(tx_upper_hz__isnull=False, tx_hz__lte=high_hz, tx_upper_hz__gte=low_hz)
    shown, held = (rows.filter(of_range) for rows in _assigned_in(circle))
    return Condition(lambda: _both(_licenses(shown), _licenses(held)), _assigned(shown) | _assigned(held))


def _assigned_in(circle: Circle) -> tuple[Any, Any]:
    """Return the assignments whose station stands in the circle, and those whose held-back station's commune does."""
    shown = circle.measured(FrequencyAssignment.objects, "station__").filter(
        exact("station__licensee"), circle.inside("station__")
    )
    return shown, FrequencyAssignment.objects.filter(
        ~exact("station__licensee"), KeyIn("station__unit", circle.units())
    )


def words(asked: list[str]) -> Condition:
    """The number has these words, or the name of a holder whose name is public."""
    named = kinds_with("name")
    by_name = Q(*(Q(holder__search_text__contains=f" {word}") for word in asked), holder__kind__in=named)
    by_number = Q(*(Q(search_text__contains=f" {word}") for word in asked))

    def keys() -> Keys:
        numbers, holders = _matching(License, asked), _matching(Licensee, asked)
        if numbers is None or holders is None:
            return None
        held = License.objects.filter(holder__in=holders.filter(kind__in=named).order_by().values("pk"))
        return _both(_few(numbers), _few(held))

    return Condition(keys, by_number | by_name)


def _few(rows: Any, column: str = "pk") -> Keys:
    """Return the keys in a column of some rows; None when they are many."""
    found = list(rows.values_list(Kept(column), flat=True)[: FEW + 1])
    return found if len(found) <= FEW else None


def _many(rows: QuerySet[Any]) -> bool:
    """Say whether there are many, from an index alone."""
    return bool(rows.order_by().values_list("pk", flat=True)[FEW : FEW + 1])


def _both(some: Keys, more: Keys) -> Keys:
    """Return the keys of either list; None when one is many, or both together."""
    if some is None or more is None:
        return None
    found = list({*some, *more})
    return found if len(found) <= FEW else None


def _licenses(assignments: Any) -> Keys:
    # made distinct here: SQLite would rather walk all licenses than sort a few thousand keys
    found = _few(assignments.order_by(), "license_id")
    return None if found is None else list(set(found))


def _assigned(assignments: Any) -> Q:
    return Q(Exists(assignments.filter(license=OuterRef("pk")).order_by()))


def _matching(model: Any, asked: list[str]) -> Any:
    """Return the rows that match words, unordered; None when the index says that they are many."""
    matches = Matches([as_typed(asked)])
    connection = connections[model.objects.db]
    if connection.vendor == "sqlite":
        if matches.more_than(FEW, model._meta.db_table, connection):
            return None
    elif _planned(model.objects.filter(matches)) > max(FEW, GUESSED * _planned(model.objects.all())):
        return None
    return model.objects.filter(matches).order_by()


def _planned(rows: QuerySet[Any]) -> int:
    """Return how many rows PostgreSQL expects, without reading any."""
    return int(json.loads(rows.order_by().explain(format="json"))[0]["Plan"]["Plan Rows"])


def conditions(asked: Any, late: Mapping[Any, LicenseStatus]) -> Iterator[Condition]:
    """Yield what was asked for; what costs least to find out about comes first."""
    if asked.call_sign:
        yield call_sign(asked.call_sign)
    if asked.units is not None:
        yield in_units(asked.units)
    span = (asked.low_hz or 0, HIGHEST_HZ if asked.high_hz is None else asked.high_hz)
    ranged = asked.low_hz is not None or asked.high_hz is not None
    circle = None if asked.near is None else Circle(asked.near[0], asked.near[1], asked.radius_km)
    if circle is not None:
        yield near_within(circle, *span) if ranged else near(circle)
    elif ranged:
        yield frequency(*span)
    if asked.status and asked.status != LicenseStatus.ACTIVE:
        yield in_state(asked.status, late)
    if asked.kind:
        yield equal("kind", asked.kind)
    if asked.words:
        yield words(asked.words)
