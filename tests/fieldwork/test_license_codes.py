"""The code on the paper of a license opens the licensed values on a tablet without a line."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from accounts.models import User
from issuing import services
from tests.fieldwork.scene import Device, given
from tests.inspections import scene
from tests.issuing.conftest import draw, payload

TODAY = dt.date(2026, 11, 18)


def test_the_package_brings_the_codes_of_the_papers_of_a_license(
    device: Device, network: SimpleNamespace, people: dict[str, User], agencies: Any, settings: Any
) -> None:
    settings.DEMO_MODE = True
    paper = services.issue(
        form_code="violation_record", agency=agencies.skhcn, target=network.license, payload=payload(agencies.skhcn),
        render=draw, rests_on=[], by=people["inspector"], on=TODAY,
    )  # fmt: skip
    visit = given(people, scene.scheduled(people, network), device)
    parts = {part["name"]: part["content"] for part in device.get("package/").json()["parts"]}
    [station] = parts[f"visit:{visit.pk}"]["stations"]
    assert [one["license"]["codes"] for one in station["assignments"]] == [[paper.verify_code]] * 3
