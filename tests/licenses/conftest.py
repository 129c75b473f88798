"""A register to try things on: holders, places, stations and licenses entered through the services."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import User
from licenses.enums import EstablishmentKind, LicenseeKind, LicenseKind
from licenses.models import Establishment, FrequencyAssignment, License, Licensee, Station
from licenses.services import assignments, establishments, licensees, licenses, stations

ON = dt.date(2026, 11, 20)
TAX_CODE = "0100109106"


@pytest.fixture
def on() -> dt.date:
    """The day on which everything below happens."""
    return ON


@pytest.fixture
def holder(officer: User, units: SimpleNamespace) -> Licensee:
    """A company with a tax code."""
    return licensees.create(
        by=officer,
        on=ON,
        name="Công ty TNHH Biển Đông",
        kind=LicenseeKind.ORGANISATION,
        identifier_scheme="tax_code",
        identifier=TAX_CODE,
        representative="Nguyễn Thị Hoa",
        phone="0258 3822 001",
        unit=units.nha_trang,
    )


@pytest.fixture
def other_holder(officer: User, units: SimpleNamespace) -> Licensee:
    """A household business without identifier."""
    return licensees.create(
        by=officer, on=ON, name="Hộ kinh doanh Đặng Văn Ý", kind=LicenseeKind.HOUSEHOLD, unit=units.nha_trang
    )


@pytest.fixture
def agent_values(holder: Licensee, units: SimpleNamespace) -> dict[str, Any]:
    """What the office writes down about an Internet agent."""
    return {
        "licensee": holder,
        "name": "Đại lý Internet Sóng Biển",
        "kind": EstablishmentKind.INTERNET_AGENT,
        "address": "12 Trần Phú",
        "unit": units.nha_trang,
        "lat": 12.2451,
        "lon": 109.1943,
        "opening_time": dt.time(8),
        "closing_time": dt.time(22),
        "computers": 20,
        "isp_name": "VNPT Khánh Hòa",
        "isp_contract_number": "12/HĐ",
        "isp_contract_until": dt.date(2027, 12, 31),
        "business_registration": "37A8001234",
    }


@pytest.fixture
def agent(officer: User, agent_values: dict[str, Any]) -> Establishment:
    """A declared Internet agent."""
    return establishments.declare(by=officer, on=ON, **agent_values)


@pytest.fixture
def station(officer: User, holder: Licensee, units: SimpleNamespace) -> Station:
    """A base station in Nha Trang."""
    return stations.create(
        by=officer,
        on=ON,
        licensee=holder,
        name="Trạm gốc Hòn Rớ",
        call_sign="XV5A",
        unit=units.nha_trang,
        lat=12.2,
        lon=109.19,
        antenna_height_m=30.0,
    )


@pytest.fixture
def license_values(holder: Licensee, units: SimpleNamespace) -> dict[str, Any]:
    """What a radio license says."""
    return {
        "number": "1234/GP-CTS",
        "kind": LicenseKind.LAND_MOBILE_INTERNAL,
        "holder": holder,
        "granting_authority": "Cục Tần số vô tuyến điện",
        "unit": units.nha_trang,
        "valid_from": dt.date(2024, 1, 1),
        "valid_until": dt.date(2028, 12, 31),
    }


@pytest.fixture
def radio_license(officer: User, license_values: dict[str, Any]) -> License:
    """A license in force."""
    return licenses.register(by=officer, on=ON, **license_values)


@pytest.fixture
def assignment(officer: User, radio_license: License, station: Station) -> FrequencyAssignment:
    """157.4 MHz, 25 W at the transmitter."""
    return assignments.add(
        radio_license,
        by=officer,
        on=ON,
        station=station,
        tx_hz=157_400_000,
        power_w=25.0,
        power_reference="transmitter",
        emissions=["16K0F3E", "11k2 f3e"],
    )
