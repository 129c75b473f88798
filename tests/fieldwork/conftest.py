"""The scene of the tablet's work as fixtures."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import time_machine

from accounts.models import User
from inspections.models import Visit
from licenses.models import Establishment
from tests.fieldwork.scene import Device, given
from tests.inspections import scene
from tests.law import put


@pytest.fixture(autouse=True)
def friday() -> Iterator[None]:
    """It is the Friday of the visits."""
    with time_machine.travel(scene.NOW, tick=False):
        yield


@pytest.fixture
def law(db: None) -> None:
    """The law in the tables."""
    put()


@pytest.fixture
def agent(law: None, people: dict[str, User], units: SimpleNamespace) -> Establishment:
    """An Internet agent."""
    return scene.make_agent(people, units)


@pytest.fixture
def device(people: dict[str, User], agencies: SimpleNamespace) -> Device:
    """A tablet in the hands of the inspector."""
    return Device(people, agencies.skhcn, people["inspector"])


@pytest.fixture
def visit(agent: Establishment, people: dict[str, User], device: Device) -> Visit:
    """A visit that the tablet has."""
    return given(people, scene.scheduled(people, agent), device)


@pytest.fixture
def network(law: None, people: dict[str, User], units: SimpleNamespace) -> SimpleNamespace:
    """A land-mobile network."""
    return scene.make_network(people, units)
