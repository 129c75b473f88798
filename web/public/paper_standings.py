"""How the license stands today that a genuine paper is about: a paper is not recalled when its license ends."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from issuing.verify import Answer
from licenses.models import License
from licenses.queries.public import record
from web.public import register_words as words


@dataclass(frozen=True)
class Standing:
    """The word for it, its colour, whether the license is held and may be used, and where the register shows it."""

    state: Any
    tone: str
    in_force: bool
    number: str
    url: str


def of(answer: Answer, on: dt.date) -> Standing | None:
    """Return how the license stands on the day; None for papers about something else or not published."""
    about, key = answer.target
    license = record.published(key) if about == License._meta.label_lower else None
    if license is None:
        return None
    shown = record.record(license, on, today=on)
    state, tone = words.standing(shown)
    in_force = shown.ended_by is None and shown.standing == record.IN_FORCE
    return Standing(state, tone, in_force, license.number, reverse("register_license", args=[license.pk]))
