"""Licenses of the public register by whatever anyone may ask: a number, a name, a frequency, a place, a day."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from common.text import clean_name
from licenses.enums import LicenseStatus
from licenses.models import License, Licensee
from licenses.queries import planned
from licenses.queries.public.conditions import conditions, tested_columns
from licenses.queries.public.rules import kinds_with
from licenses.querysets.keys import KeyIn
from licenses.querysets.search import words
from licenses.querysets.similar import closest

# A list shorter than this may be short because of a slip of the finger.
SHORT_LIST = 20
SUGGESTED = 3


@dataclass(frozen=True)
class Asked:
    """What is asked: frequencies in hertz, positions in degrees, radius in kilometres; empty fields ask nothing."""

    text: str = ""
    number: str = ""
    call_sign: str = ""
    low_hz: int | None = None
    high_hz: int | None = None
    near: tuple[float, float] | None = None
    radius_km: float = 0.0
    units: tuple[UUID, ...] | None = None
    kind: str = ""
    status: str = ""
    on: dt.date | None = None
    words: list[str] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        """Cut the text into words once."""
        object.__setattr__(self, "words", words(self.text))

    @property
    def plain(self) -> bool:
        """Whether the whole register is asked for."""
        return self == Asked()


@dataclass(frozen=True)
class Found:
    """The licenses that match, unordered, and whether they can be counted without reading the whole register."""

    rows: Any
    countable: bool


def found(asked: Asked, *, today: dt.date | None = None) -> Found:
    """Return the licenses that match, so that their list in the order of numbers is quick whatever is asked.

    A state asked for is that of `today`, also before the daily work has recorded what was planned for it; None asks
    for the recorded one.

    The first condition that few licenses fulfil gives their keys, and the others are tested on these. When none is so
    telling, matches are frequent: the order of numbers is walked until a page is full.
    """
    rows = License.objects.published()
    if asked.text and not asked.words:
        return Found(rows.none(), True)  # signs only, of which no name or number consists
    if asked.on is not None:
        rows = rows.active_on(asked.on)
    late = planned.late(today) if asked.status and today is not None else {}
    tests = list(conditions(asked, late))
    plain = not tests
    if asked.number:
        rows, plain = rows.filter(number=clean_name(asked.number)), True
    for condition in () if plain else tests:
        keys = condition.keys()
        if keys is not None:
            rows, plain = rows.filter(KeyIn("pk", keys)), True
            tests.remove(condition)
            break
    if asked.status == LicenseStatus.ACTIVE:
        rows = rows.filter(planned.state_q(asked.status, late))
    if tests:
        rows = rows.alias(**tested_columns()).filter(*(condition.test for condition in tests))
    return Found(rows, plain)


@dataclass(frozen=True)
class Similar:
    """What was perhaps meant: texts to search for, and the licenses of the holders so named."""

    texts: list[str]
    holders: list[UUID]


def similar(text: str) -> Similar | None:
    """Return the public names one slip of the finger away, never an individual's; None when there are none."""
    holders = Licensee.objects.current().filter(kind__in=kinds_with("name"))
    near = closest(holders, text, SHORT_LIST, as_typed_too=False)
    return Similar(near.texts[:SUGGESTED], near.keys) if near.keys else None


def of_holders(keys: list[UUID]) -> Any:
    """Return the published licenses of some holders."""
    return License.objects.published().filter(Q(KeyIn("holder", keys)))
