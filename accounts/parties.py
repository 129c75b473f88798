"""Whom people outside the agencies act for, as the floor that keeps those parties tells it.

Who serves in an agency acts for nobody else with the same account: whoever grants must not also be who asks.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.roles import Role


@dataclass(frozen=True)
class Standing:
    """One person's role for one party, by the key of the party's record."""

    party: Any
    role: Role


Source = Callable[[Any, dt.date], list[Standing]]
_sources: list[Source] = []


def told_by(source: Source) -> None:
    """Name the function that knows the standings of a person on a day; an app does so once, when it is loaded."""
    if source not in _sources:
        _sources.append(source)


def ask(user: Any, on: dt.date) -> list[Standing]:
    """Return every standing of the person on that day."""
    return [standing for source in _sources for standing in source(user, on)]
