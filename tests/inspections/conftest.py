"""The scene of inspections as fixtures."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import time_machine

from accounts.models import User
from inspections.models import Visit
from licenses.models import Establishment
from tests.inspections import scene
from tests.law import put


@pytest.fixture(autouse=True)
def friday() -> Iterator[None]:
    """It is the Friday of the visits."""
    with time_machine.travel(scene.NOW):
        yield


@pytest.fixture
def law(db: None) -> None:
    """The law in the tables."""
    put()


@pytest.fixture
def agent(law: None, people: dict[str, User], units: SimpleNamespace) -> Establishment:
    """An Internet agent that offers games."""
    return scene.make_agent(people, units)


@pytest.fixture
def network(law: None, people: dict[str, User], units: SimpleNamespace) -> SimpleNamespace:
    """A land-mobile network with one station and three frequencies."""
    return scene.make_network(people, units)


@pytest.fixture
def visit(agent: Establishment, people: dict[str, User]) -> Visit:
    """A visit of the agent in progress."""
    return scene.started(people, agent)


@pytest.fixture
def radio_visit(network: SimpleNamespace, people: dict[str, User]) -> Visit:
    """A visit of the network in progress."""
    return scene.started(people, network)
