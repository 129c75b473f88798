"""The law of Viet Nam, loaded."""

from pathlib import Path

import pytest
import yaml

from rulebook import loader
from rulebook.building import Builder
from tests.law import put

VIOLATIONS = Path(__file__).parent / "data" / "violations.yaml"


@pytest.fixture(scope="session")
def files() -> Builder:
    """The data files, read and checked, without a database."""
    return loader.prepare("vn")


@pytest.fixture
def law(db: None) -> None:
    """The data files in the tables."""
    put()


@pytest.fixture(scope="session")
def research() -> list[dict]:
    """The kept copy of the research's catalogue."""
    return yaml.safe_load(VIOLATIONS.read_text(encoding="utf-8"))
