"""Cases are tried on the scene of inspections."""

from typing import Any

import pytest

from accounts.models import User
from inspections.models import Visit
from licenses.models import Establishment
from tests.inspections import scene
from tests.inspections.conftest import agent, friday, law, network, radio_visit, visit

__all__ = ["agent", "friday", "law", "network", "radio_visit", "visit"]


@pytest.fixture
def demo(settings: Any) -> None:
    """Papers may rest on rows nobody has verified only in the demo."""
    settings.DEMO_MODE = True


@pytest.fixture
def sealed(people: dict[str, User], agent: Establishment) -> Visit:
    """A sealed visit with an act of each department."""
    return scene.sealed(people, agent)
