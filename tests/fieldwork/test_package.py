"""The package: what a tablet takes along, and that it costs no more for more visits."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldwork.models import Dispatch
from inspections.models import Visit
from tests.fieldwork.scene import (
    begun,
    in_batches,
)
from tests.fieldwork.scene import (
    given as give,
)
from tests.inspections import scene
from tests.inspections.scene import NOW

pytestmark = pytest.mark.django_db
PROTOCOL_PAGE = Path(__file__).parents[2] / "docs" / "field-protocol.md"


def test_a_package_asked_again_brings_only_what_changed(device, visit):
    first = device.get("package/").json()
    have = ",".join(part["version"] for part in first["parts"])
    begun(device, visit)
    again = device.get("package/", have=have).json()
    assert [part["name"] for part in again["parts"] if "content" in part] == [f"visit:{visit.pk}"]
    assert Dispatch.objects.get().packed_at == NOW


def test_a_package_costs_no_more_questions_for_two_visits_than_for_one(
    device, visit, people, network, django_assert_max_num_queries
):
    device.get("package/")
    with django_assert_max_num_queries(36):
        device.get("package/")
    give(people, scene.scheduled(people, network), device)
    device.get("package/")
    with django_assert_max_num_queries(36):
        assert len([part for part in device.get("package/").json()["parts"] if part["name"].startswith("visit:")]) == 2


def test_the_package_holds_licensed_values_and_leased_numbers(device, people, network):
    radio = give(people, scene.scheduled(people, network), device)
    parts = {part["name"]: part["content"] for part in device.get("package/").json()["parts"]}
    station = parts[f"visit:{radio.pk}"]["stations"][0]
    assert [one["tx_hz"] for one in station["assignments"]] == [157_400_000, 158_150_000, 162_725_000]
    assert len(parts["numbers"]["blocks"][0]["numbers"]) == 5
    assert len(in_batches(list(parts), 3)) > 1
    assert Visit.objects.get(pk=radio.pk).status == "dispatched"


def test_the_package_says_what_each_kind_of_party_pays(device, visit):
    parts = {part["name"]: part["content"] for part in device.get("package/").json()["parts"]}
    rates = parts["words"]["rates"]
    assert parts[f"visit:{visit.pk}"]["party"]["kind"] == "household"
    assert rates == {
        "organisation": ["organisation"],
        "individual": ["individual"],
        "household": ["organisation", "individual"],
    }
    rows = {one["code"]: one for row in parts["law"]["violations"] for one in (row, *row["classes"])}
    stated = rows["ND174-2026-D100-K2-a"]
    assert [tuple(one.values()) for one in stated["rates"]] == [
        ("organisation", 5_000_000, 10_000_000),
        ("individual", 2_500_000, 5_000_000),
    ]


def names_in(value: Any) -> Iterator[str]:
    """Every name of every object in a JSON value."""
    if isinstance(value, dict):
        yield from value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from names_in(each)


def test_the_protocol_page_names_every_field_of_a_package(device, visit, people, network):
    give(people, scene.scheduled(people, network), device)
    begun(device, visit)
    page = PROTOCOL_PAGE.read_text(encoding="utf-8")
    parts = {part["name"]: part["content"] for part in device.get("package/").json()["parts"]}
    assert all(parts["words"].pop(name) for name in ("units", "lists", "rates"))
    assert sorted({name for name in names_in(list(parts.values())) if f"`{name}`" not in page}) == []
