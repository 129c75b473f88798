"""The real units, loaded once per module in a transaction that is rolled back at its end."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from places.loader import load


@pytest.fixture(scope="module")
def all_units(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """Provinces, communes, old units and successions of Viet Nam; the tests' own transactions nest inside."""
    with django_db_blocker.unblock(), transaction.atomic():
        load("vn")
        yield
        transaction.set_rollback(True)
