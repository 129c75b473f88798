"""The description of the tablet's door is complete, and the written protocol names what there is."""

import contextlib
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from api.field.v1.urls import urlpatterns
from common.errors import DomainError
from docs import reliability
from fieldwork.enums import Code, Flag, Outcome
from fieldwork.services import openings
from fieldwork.services.operations import KINDS
from fieldwork.services.reading import Reader

PROTOCOL = Path(__file__).parents[2] / "docs" / "field-protocol.md"
pytestmark = pytest.mark.django_db


TYPES = [*KINDS, openings.KIND]


class Noting(Reader):
    """Notes by which names a handler asks for values; nested objects are the names of their own rows."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.asked: set[str] = set()

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name not in READS:
            return found

        def noted(*names: str, **how: Any) -> Any:
            self.asked |= {"lat", "lon"} if name == "position" else set(names[:1])
            return found(*names, **how)

        return noted


READS = {"text", "key", "whole", "number", "flag", "day", "moment", "position", "sha256", "keys"}


def test_the_openapi_document_names_every_operation_and_every_answer(tmp_path):
    target = tmp_path / "schema.yml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(target))
    made = yaml.safe_load(target.read_text())
    assert len([path for path in made["paths"] if path.startswith("/api/field/v1/")]) == len(urlpatterns)
    assert set(told(made, "Operation", "type")) == set(TYPES)
    assert set(told(made, "Answer", "status")) == {*Outcome.values, "already", "retry"}


def told(made, name, field):
    """The values that the description allows."""
    found = made["components"]["schemas"][name]["properties"][field]
    for part in found.get("allOf", [found]):
        if "$ref" in part:
            return made["components"]["schemas"][part["$ref"].rsplit("/", 1)[1]]["enum"]
    return found["enum"]


def test_the_written_protocol_names_every_operation_answer_and_code():
    text = PROTOCOL.read_text(encoding="utf-8")
    own = [str(code) for code in Code if code != Code.STALE]
    answers = [*Outcome.values, "already", "retry", *Flag.values]
    assert [word for word in [*TYPES, *own, *answers] if f"`{word}`" not in text] == []


@pytest.mark.parametrize("kind", TYPES)
def test_the_written_protocol_names_what_is_read_of_each_payload(kind):
    asked = Noting({})
    with contextlib.suppress(DomainError, AttributeError):
        if kind == openings.KIND:
            openings._read(asked)
        else:
            nothing = dict.fromkeys(("visit", "author", "at", "tablet", "shift"))
            KINDS[kind](SimpleNamespace(reader=asked, moment=asked.moment, **nothing))
    rows = [line for line in PROTOCOL.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    mine = [line for line in rows if f"`{kind}`" in line.split("|")[1]]
    assert len(mine) == 1, "one row of the table of types"
    unsaid = {name for name in asked.asked if not re.search(rf"\b{name}\b", mine[0])}
    assert unsaid - {"amendment_reason"} == set(), "told once for all types above the table"


def test_the_loss_ledger_is_up_to_date():
    assert reliability.TARGET.read_text(encoding="utf-8") == reliability.render()
