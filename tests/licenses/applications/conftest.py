"""The licensing office as a fixture."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.licenses.applications import scene


@pytest.fixture
def office(units: SimpleNamespace, agencies: SimpleNamespace, settings: Any) -> scene.Office:
    """The office in the demo, where papers may rest on rules nobody has verified yet."""
    settings.DEMO_MODE = True
    return scene.open_office(units, agencies)
