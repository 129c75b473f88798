"""The world of the stories: real law, the fixed cast, one day."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import User
from licenses.models import Establishment, Licensee
from licenses.services import establishments, licensees
from tests.law import put


@pytest.fixture
def law(agencies: SimpleNamespace) -> None:
    put()


@pytest.fixture
def shop(officer: User, units: SimpleNamespace) -> Establishment:
    """A verified Internet agent that also offers games."""
    on = dt.date(2026, 8, 3)
    holder: Licensee = licensees.create(
        by=officer,
        on=on,
        kind="household",
        name="Hộ kinh doanh Hải Yến",
        identifier_scheme="household_code",
        identifier="56K80012345",
        unit=units.nha_trang,
        address="12 Hải Âu",
        representative="Trần Thị Yến",
    )
    made: Any = establishments.declare(
        by=officer,
        on=on,
        licensee=holder,
        name="Đại lý Internet Hải Yến",
        kind="internet_agent",
        offers_games=True,
        address="12 Hải Âu",
        unit=units.nha_trang,
        lat=12.2451,
        lon=109.1943,
        opening_time=dt.time(8),
        closing_time=dt.time(22),
        computers=20,
        isp_name="VNPT",
        isp_contract_number="12/HĐ",
        isp_contract_until=dt.date(2028, 12, 31),
        business_registration="37A8001234",
    )
    return establishments.verify(made, by=officer, on=on)
