"""The package: what a tablet takes along, and that it costs no more for more visits."""

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
