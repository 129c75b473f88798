"""The register's API: each endpoint, its description, what it refuses and how often it may be asked."""

import datetime as dt
import json
from types import SimpleNamespace
from typing import Any

import pytest
import schemathesis
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, given, settings

from accounts.models import User
from api.public.register_views import RegisterThrottle
from licenses.services import assignments, establishments, licensees, licenses, stations
from places.models import AdminUnit

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
ON = dt.date(2026, 11, 20)
BASE = "/api/public/v1/"


@pytest.fixture
def held(officer: User, units: Any) -> SimpleNamespace:
    """A company with a license of three frequencies and an Internet agent."""
    company = licensees.create(by=officer, on=ON, name="Công ty Biển Đông", kind="organisation", unit=units.nha_trang)
    license = licenses.register(
        by=officer, on=ON, holder=company, number="12/GP-CTS", kind="land_mobile_internal", granting_authority="Cục",
        unit=units.nha_trang, valid_from=dt.date(2025, 1, 1), valid_until=dt.date(2030, 1, 1),
    )  # fmt: skip
    base = stations.create(
        by=officer, on=ON, licensee=company, name="Trạm", call_sign="XV5A", unit=units.nha_trang, lat=12.2, lon=109.1
    )
    for hertz in range(157_400_000, 157_400_000 + 12 * 25_000, 25_000):
        assignments.add(
            license, by=officer, on=ON, station=base, tx_hz=hertz, power_w=25.0, power_reference="transmitter",
            emissions=["16K0F3E"],
        )  # fmt: skip
    return SimpleNamespace(company=company, license=license)


def ask(client: Client, path: str, code: int = 200, /, **query: Any) -> Any:
    answer = client.get(BASE + path, query)
    assert answer.status_code == code, answer.content
    return answer.json()


def test_a_license_is_told_as_of_a_day_by_key_and_by_number(client: Client, held: SimpleNamespace) -> None:
    key = held.license.pk.hex
    now = ask(client, f"licenses/{key}/")
    assert (now["standing"], now["holder"], now["held_back"]) == ("in_force", "Công ty Biển Đông", [])
    assert ask(client, f"licenses/{key}/", as_of="2024-12-31")["standing"] == "not_yet"
    assert ask(client, "licenses/by-number/12/GP-CTS/")["results"][0]["id"] == key
    assert ask(client, f"licenses/{held.license.pk}/")["id"] == key, "with hyphens too"
    for path in ("licenses/nonsense/", "licenses/by-number/99/GP/", f"licenses/{'0' * 32}/assignments/"):
        assert ask(client, path, 404)["status"] == 404
    [error] = ask(client, f"licenses/{key}/", 400, as_of="2999-01-01")["errors"]
    assert error["field"] == "as_of"


def test_frequencies_come_in_pages_without_gap_or_double(client: Client, held: SimpleNamespace) -> None:
    address: str | None = f"{BASE}licenses/{held.license.pk.hex}/assignments/?limit=10"
    seen: list[int] = []
    while address:
        page = client.get(address).json()
        seen += [row["tx_hz"] for row in page["results"]]
        address = page["next"]
    assert seen == list(range(157_400_000, 157_400_000 + 12 * 25_000, 25_000))
    row = ask(client, f"licenses/{held.license.pk.hex}/assignments/")["results"][0]
    assert (row["emissions"], row["position"], row["lat"], row["call_sign"]) == (["16K0F3E"], "exact", 12.2, "XV5A")


def test_the_filters_of_the_page_hold_here_too(client: Client, held: SimpleNamespace, units: Any) -> None:
    there = {"from_hz": 157_000_000, "to_hz": 158_000_000, "lat": 12.2, "lon": 109.1, "radius_km": 1,
             "call_sign": "XV5A", "q": "bien dong", "unit": units.nha_trang.code, "on": "2026-03-12",
             "count": "true"}  # fmt: skip
    found = ask(client, "licenses/", **there)
    assert [row["number"] for row in found["results"]] == ["12/GP-CTS"]
    assert (found["count"], found["count_capped"]) == (1, False)
    assert ask(client, "licenses/", **{**there, "lon": 109.3})["results"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from_hz": 2, "to_hz": 1}, "to_hz"), ({"to_hz": 1}, "from_hz"), ({"from_hz": 0}, "from_hz"),
        ({"lat": 12}, "lon"), ({"lat": 91, "lon": 0}, "lat"), ({"lat": 12, "lon": 109, "radius_km": 0}, "radius_km"),
        ({"lat": 12, "lon": 109, "radius_km": 10_000}, "radius_km"), ({"radius_km": 5}, "lat"),
        ({"on": "2999-01-01"}, "on"), ({"lat": "nan", "lon": 1}, "lat"),
        ({"low": "157000000"}, "low"), ({"cursor": "zzz"}, "cursor"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_problem_that_names_the_parameter(
    client: Client, query: dict[str, Any], field: str
) -> None:
    answer = client.get(f"{BASE}licenses/", query)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert field in [error["field"] for error in answer.json()["errors"]]


def test_who_misspells_a_filter_or_a_choice_is_told_those_that_exist(client: Client, db: None) -> None:
    [error] = ask(client, "licenses/", 400, low="abc")["errors"]
    assert "from_hz" in error["message"]
    [error] = ask(client, "licenses/", 400, limit=2)["errors"]
    assert "100" in error["message"]
    assert ask(client, "kinds/", 400, of="license")["errors"][0]["field"] == "of"


def test_places_units_and_kinds_are_told(client: Client, officer: User, held: SimpleNamespace, units: Any) -> None:
    place = establishments.declare(
        by=officer, on=ON, licensee=held.company, name="Đại lý Sóng Biển", kind="internet_agent", address="12 Trần Phú",
        unit=units.nha_trang, isp_name="VNPT", isp_contract_number="12/HĐ", isp_contract_until=dt.date(2027, 12, 31),
        business_registration="37A8001234",
    )  # fmt: skip
    assert ask(client, "establishments/")["results"] == []
    establishments.verify(place, by=officer, on=ON, version=place.version)
    [row] = ask(client, "establishments/", q="song bien", unit=units.nha_trang.code)["results"]
    assert (row["address"], row["keeper"]) == ("12 Trần Phú", "Công ty Biển Đông")
    assert ask(client, f"establishments/{row['id']}/") == row
    named = {each["code"] for each in ask(client, "units/")["results"]}
    assert AdminUnit.objects.get(pk=units.nha_trang.pk).code in named
    kinds = {(each["of"], each["code"]): each["label_vi"] for each in ask(client, "kinds/")["results"]}
    assert kinds["license", "amateur"] == "Đài vô tuyến điện nghiệp dư"


def test_what_is_unchanged_costs_nothing_but_the_question(client: Client, held: SimpleNamespace) -> None:
    for path in ("licenses/", f"licenses/{held.license.pk.hex}/", "kinds/"):
        first = client.get(BASE + path)
        again = client.get(BASE + path, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content, first["Cache-Control"]) == (304, b"", "public, no-cache")


def test_a_forged_address_does_not_lift_the_limit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RegisterThrottle, "rate", "2/min")
    caches["process"].clear()
    answers = [client.get(f"{BASE}kinds/", headers={"x-forwarded-for": f"10.0.0.{n}"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_the_description_is_valid_and_without_warnings(client: Client, capsys: Any, tmp_path: Any) -> None:
    call_command(
        "spectacular", validate=True, fail_on_warn=True, format="openapi-json", file=str(tmp_path / "api.json")
    )
    described = json.loads((tmp_path / "api.json").read_text(encoding="utf-8"))
    assert any(path.endswith("/assignments/") for path in described["paths"])
    assert client.get("/api/schema/").status_code == 200
    assert client.get("/api/docs/").status_code == 200


def test_no_question_of_the_description_breaks_the_register(
    client: Client, held: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """schemathesis makes up questions from the description, right and wrong ones."""
    monkeypatch.setattr(RegisterThrottle, "rate", "100000/min")
    path = tmp_path / "api.json"
    call_command("spectacular", format="openapi-json", file=str(path))
    described = schemathesis.openapi.from_dict(json.loads(path.read_text(encoding="utf-8")))
    asked: set[str] = set()
    for result in described.get_all_operations():
        operation = result.ok()
        if not operation.path.startswith("/api/public/v1/") or "papers" in operation.path:
            continue

        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy())
        def ask_one(case: Any) -> None:
            asked.add(case.path)
            assert client.get(case.formatted_path, dict(case.query or {})).status_code in (200, 400, 404)

        ask_one()
    assert len(asked) >= 8
