"""The licensing office with an account for fees, and invoices in any state a test needs."""

from typing import Any

import pytest

from tests.licenses.applications import scene
from tests.licenses.fees import scene as money


@pytest.fixture
def office(units: Any, agencies: Any, settings: Any) -> money.Till:
    """The office in the demo, where papers may rest on rules nobody has verified yet."""
    settings.DEMO_MODE = True
    return money.open_till(scene.open_office(units, agencies))
