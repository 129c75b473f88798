"""The pages of the public register: what they show to anyone, what they refuse and how, and their files."""

import csv
import datetime as dt
import hashlib
import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, example, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from accounts.models import User
from common.clock import today
from common.errors import Invalid
from licenses.models import License
from licenses.services import assignments, establishments, licensees, licenses, public_files, stations
from operations.daily import works
from web.public import register_views
from web.public.register_fields import AnyFrequencyField

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
ON = dt.date(2026, 11, 20)
URL = "/register/"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test writes its own days."""
    monkeypatch.setattr(settings, "REGISTER_FILES_DIR", tmp_path)
    return tmp_path


def grant(officer: User, holder: Any, number: str, **values: Any) -> License:
    given = {
        "kind": "land_mobile_internal", "granting_authority": "Cục", "valid_from": dt.date(2025, 1, 1),
        "valid_until": dt.date(2030, 1, 1), **values,
    }  # fmt: skip
    return licenses.register(by=officer, on=ON, holder=holder, number=number, **given)


@pytest.fixture
def held(officer: User, units: Any) -> SimpleNamespace:
    """A company's license with two frequencies, and a person's."""
    company = licensees.create(
        by=officer, on=ON, name='=Công ty TNHH "Biển Đông"', kind="organisation", unit=units.nha_trang
    )
    person = licensees.create(by=officer, on=ON, name="Trần Văn Bé", kind="individual", unit=units.nha_trang)
    first = grant(officer, company, "100/GP", unit=units.nha_trang)
    private = grant(officer, person, "200/GP", kind="amateur")
    base = stations.create(
        by=officer,
        on=ON,
        licensee=company,
        name="Trạm gốc",
        call_sign="XV5A",
        unit=units.nha_trang,
        lat=12.2,
        lon=109.1,
    )
    home = stations.create(
        by=officer,
        on=ON,
        licensee=person,
        name="Nhà ông Bé",
        call_sign="XV9BE",
        address="9 Ngõ Kín",
        lat=12.31,
        lon=109.12,
    )
    power: dict[str, Any] = {"power_w": 25.0, "power_reference": "transmitter"}
    for hertz in (157_400_000, 157_500_000):
        assignments.add(first, by=officer, on=ON, station=base, tx_hz=hertz, emissions=["16K0F3E", "11K2F3E"], **power)
    assignments.add(private, by=officer, on=ON, station=home, tx_hz=14_074_000, **power)
    return SimpleNamespace(company=company, person=person, first=first, private=private)


def page(client: Client, address: str, code: int = 200, /, **query: Any) -> str:
    answer = client.get(address, query, headers={"accept-language": "en"})
    assert answer.status_code == code, answer.content[:500]
    return str(answer.content.decode())


def test_anyone_searches_and_opens_a_license(client: Client, held: SimpleNamespace) -> None:
    shown = page(client, URL, q="bien dong", low="157.4", unit="Nha Trang")
    assert "1 found" in shown
    assert f"/register/licenses/{held.first.pk}/" in shown
    record = page(client, f"/register/licenses/{held.first.pk}/")
    assert "157.400 MHz" in record
    assert "16K0F3E" in record
    assert "Biển Đông" in record


def test_nothing_personal_of_a_natural_person_stands_on_any_page(client: Client, held: SimpleNamespace) -> None:
    key = held.private.pk
    addresses = [URL, f"/register/licenses/{key}/", f"/register/licenses/{key}/assignments.csv", "/register/points/",
                 f"/register/licenses/{key}/points/", "/register/licenses.csv", "/api/public/v1/licenses/",
                 f"/api/public/v1/licenses/{key.hex}/", f"/api/public/v1/licenses/{key.hex}/assignments/"]  # fmt: skip
    public_files.publish(on=today())
    whole = "".join(b"".join(client.get(at)).decode() for at in addresses)
    whole += "".join(path.read_text(encoding="utf-8") for path in Path(settings.REGISTER_FILES_DIR).rglob("*.csv"))
    assert "200/GP" in whole
    assert "XV9BE" in whole
    for secret in ("Trần", "Nhà ông Bé", "Ngõ Kín", "12.31", "109.12"):
        assert secret not in whole, secret
    assert "held back" in page(client, f"/register/licenses/{key}/")


def test_a_change_of_the_register_shows_at_once(client: Client, officer: User, held: SimpleNamespace) -> None:
    address = f"/api/public/v1/licenses/{held.first.pk.hex}/"
    before = client.get(address)
    assert client.get(address, headers={"if-none-match": before["ETag"]}).status_code == 304
    licenses.amend(held.first, by=officer, on=ON, version=held.first.version, reason="đổi", conditions="Chỉ trên biển")
    after = client.get(address, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert after.json()["conditions"] == "Chỉ trên biển"
    assert "Chỉ trên biển" in page(client, f"/register/licenses/{held.first.pk}/")


def test_a_license_is_shown_as_of_a_day(client: Client, held: SimpleNamespace) -> None:
    address = f"/register/licenses/{held.first.pk}/"
    assert "Not yet in force" in page(client, address, on="2024-12-31")
    assert "As it stood on" in page(client, address, on="2026-03-12")
    assert "cannot tell the future" in page(client, address, 422, on="2999-01-01")
    assert page(client, address, 422, on="nonsense")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"low": "157400"}, "157400 kHz"),
        ({"low": "158", "high": "157"}, "?low=157&amp;high=158"),
        ({"low": "abc"}, "Enter a frequency"),
        ({"low": "0"}, "more than 0 Hz"),
        ({"low": "3001 GHz"}, "at most 3000 GHz"),
        ({"low": "157.4000001"}, "whole hertz"),
        ({"high": "157"}, "where the range begins"),
        ({"place": "12.2, 109.2", "radius": "0"}, "more than 0 and at most 200 km"),
        ({"place": "12.2, 109.2", "radius": "10000"}, "more than 0 and at most 200 km"),
        ({"radius": "5"}, "around which place"),
        ({"place": "somewhere", "radius": "5"}, "This is not a position"),
        ({"on": "2999-01-01"}, "cannot tell the future"),
        ({"on": "0001-01-01"}, "from 1900 on"),
        ({"unit": "Atlantis"}, "No commune or province"),
        ({"unit": "Nha Tarng"}, ">Phường Nha Trang</a>"),
        ({"unit": "nhatrang"}, ">Phường Nha Trang</a>"),
        ({"kind": "tv"}, "Select a valid choice"),
        ({"status": "pending"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_with_its_mend(
    client: Client, held: SimpleNamespace, query: dict[str, str], said: str
) -> None:
    assert said in page(client, URL, 422, **query)
    assert client.get("/register/licenses.csv", query).status_code == 422
    assert client.get("/register/points/", query).json()["total"] == 0


@pytest.mark.parametrize(
    ("typed", "hertz"),
    [
        ("157.400", 157_400_000), ("157,400", 157_400_000), ("157400 kHz", 157_400_000), ("7.1 GHz", 7_100_000_000),
        ("1.575,42 MHz", 1_575_420_000), ("1.575.420 kHz", 1_575_420_000), ("14074 khz", 14_074_000), ("9 kHz", 9_000),
    ],
)  # fmt: skip
def test_frequencies_are_read_with_their_units(typed: str, hertz: int) -> None:
    assert AnyFrequencyField().clean(typed) == hertz


_TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
_ODD = st.sampled_from(
    ["-1", "1e999", "NaN", "١٢", "12.2,109.2", "90, 180", "999999999999999999999", "\x00", "‮", "'--"]
)
_FIELDS = (
    "q",
    "kind",
    "status",
    "unit",
    "call_sign",
    "low",
    "high",
    "place",
    "radius",
    "on",
    "after",
    "before",
    "sort",
)


@tries(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.dictionaries(st.sampled_from(_FIELDS), _TEXT | _ODD, min_size=1))
@example(query={"low": "9" * 38})
@example(query={"place": "89.9999, 0", "radius": "200"})
@example(query={"place": "0, 179.999", "radius": "200"})
def test_no_question_breaks_the_search(client: Client, query: dict[str, str]) -> None:
    for address in (URL, "/register/points/", "/register/agents/", "/api/public/v1/licenses/"):
        assert client.get(address, query).status_code in (200, 400, 404, 422), address


def test_list_and_page_say_state_and_authority_in_the_same_words(client: Client, held: SimpleNamespace) -> None:
    held.first.agency.name_en = "Office of Tests"
    held.first.agency.save(update_fields=["name_en"])
    License.objects.filter(pk=held.first.pk).update(granting_authority=held.first.agency.name)
    for address in (f"{URL}?q=100%2FGP", f"/register/licenses/{held.first.pk}/"):
        english, vietnamese = page(client, address), client.get(address).content.decode()
        assert "Office of Tests" in english, address
        assert held.first.agency.name not in english, address
        assert "Currently in force</span>" in english, address
        assert "Còn hiệu lực</span>" in vietnamese, address
        assert held.first.agency.name in vietnamese, address


def test_the_pages_cost_a_fixed_number_of_queries(
    client: Client, officer: User, held: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        grant(officer, held.company, f"3{number:02}/GP")
    words = 9 if connection.vendor == "sqlite" else 11  # PostgreSQL is asked for its estimates
    # the keys of a page, its rows, the count, and what is planned for its licenses
    for address, most in ((URL, 4), (f"{URL}?q=bien", words), (f"/register/licenses/{held.first.pk}/", 13)):
        with django_assert_max_num_queries(most):
            client.get(address)


def test_the_map_counts_what_it_shows(client: Client, held: SimpleNamespace) -> None:
    answer = client.get("/register/points/", {"q": "bien dong"}).json()
    [point] = answer["features"]
    assert point["geometry"]["coordinates"] == [109.1, 12.2]
    assert (
        point["properties"]["url"] == f"/register/licenses/{held.first.pk}/"
        or held.first.pk.hex in point["properties"]["url"]
    )


def test_a_file_of_a_search_runs_no_formula_and_says_when_it_is_cut(
    client: Client, officer: User, held: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = b"".join(client.get("/register/licenses.csv", {"q": "bien"})).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(whole))
    assert row["number"] == "100/GP"
    assert row["holder"].startswith("'=")
    monkeypatch.setattr(register_views, "MOST_ROWS", 1)
    with translation.override("en"):
        lines = b"".join(client.get("/register/licenses.csv", headers={"accept-language": "en"})).decode().splitlines()
    assert len(lines) == 3
    assert "CUT after 1 rows" in lines[-1]
    assert "/register/files/" in lines[-1]


def test_who_downloads_too_many_files_is_told_to_wait(
    client: Client, held: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_views, "FILES_PER_WINDOW", 1)
    assert client.get("/register/licenses.csv").status_code == 200
    answer = client.get("/register/licenses.csv")
    assert answer.status_code == 429
    assert answer["Retry-After"]


def test_the_files_of_a_day_are_listed_hashed_and_written_once(
    client: Client, held: SimpleNamespace, files: Path
) -> None:
    first = public_files.publish(on=today())
    day = today().isoformat()
    before = {path.name: path.read_bytes() for path in (files / day).iterdir()}
    assert first.rows["licenses"] == 2
    assert first.rows["assignments"] == 3
    again = public_files.publish(on=today())
    assert not again.changed
    assert {path.name: path.read_bytes() for path in (files / day).iterdir()} == before
    manifest = json.loads(before["manifest.json"])
    for entry in manifest["files"]:
        answer = client.get(f"/register/files/{day}/{entry['file']}")
        body = b"".join(answer)
        assert hashlib.sha256(body).hexdigest() == entry["sha256"]
        assert len(body) == entry["bytes"]
        assert answer["Cache-Control"].endswith("immutable")
        rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
        assert len(rows) == entry["rows"]
        assert list(entry["columns"]) == list(rows[0]) if rows else True
        unchanged = client.get(f"/register/files/{day}/{entry['file']}", headers={"if-none-match": answer["ETag"]})
        assert unchanged.status_code == 304
    assert manifest["files"][0]["sha256"] in page(client, "/register/files/")


def test_the_emissions_of_each_assignment_stand_in_its_row(held: SimpleNamespace, files: Path) -> None:
    public_files.publish(on=today())
    [path] = (files / today().isoformat()).glob("assignments-*.csv")
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert {row["tx_hz"]: row["emissions"] for row in rows} == {
        "157400000": "11K2F3E 16K0F3E", "157500000": "11K2F3E 16K0F3E", "14074000": "",
    }  # fmt: skip


def test_a_change_within_a_day_makes_a_new_edition_and_keeps_the_old_file(
    officer: User, held: SimpleNamespace, files: Path
) -> None:
    public_files.publish(on=today())
    grant(officer, held.company, "300/GP")
    assert public_files.publish(on=today()).changed
    assert len(list((files / today().isoformat()).glob("licenses-*.csv"))) == 2
    manifest = json.loads((files / today().isoformat() / "manifest.json").read_text(encoding="utf-8"))
    assert {entry["name"]: entry["rows"] for entry in manifest["files"]}["licenses"] == 3


def test_another_day_is_never_written(held: SimpleNamespace, files: Path) -> None:
    yesterday = today() - dt.timedelta(days=1)
    with pytest.raises(Invalid):
        public_files.publish(on=yesterday)
    assert works.public_register(on=yesterday) == {}
    assert works.public_register(on=today())["rows"] > 0
    assert [path.name for path in files.iterdir()] == [today().isoformat()]


@pytest.mark.parametrize(
    ("day", "name"),
    [("..", "manifest.json"), ("2026-11-23", "..%2fmanifest.json"), ("2026-11-23", "licenses-0000000000000000.csv")],
)
def test_no_address_reaches_another_file(client: Client, held: SimpleNamespace, day: str, name: str) -> None:
    public_files.publish(on=today())
    assert client.get(f"/register/files/{day}/{name}").status_code == 404


def test_the_map_is_told_which_position_was_meant(client: Client) -> None:
    told = client.get("/register/position/", {"text": "12°14′42″N 109°11′40″E"}).json()
    assert (told["lat"], told["lon"]) == (12.245, 109.194444)
    for text in ("", "nowhere", "99, 200"):
        assert client.get("/register/position/", {"text": text}).status_code == 422


def test_a_shop_searched_among_the_licenses_is_shown_where_it_stands(
    client: Client, officer: User, held: SimpleNamespace, units: Any
) -> None:
    shop = establishments.declare(
        by=officer, on=ON, licensee=held.company, name="Đại lý Internet Hải Âu", kind="internet_agent",
        address="12 Hải Âu", unit=units.nha_trang, isp_name="VNPT", isp_contract_number="1",
        business_registration="37A8",
    )  # fmt: skip
    page = client.get(URL, {"q": "hai au"}).content.decode()
    assert "/register/agents/" + shop.pk.hex not in page.replace("-", "")  # nobody has verified it yet
    establishments.verify(shop, by=officer, on=ON)
    page = client.get(URL, {"q": "hai au"}).content.decode()
    assert "Đại lý Internet Hải Âu" in page
    assert "?q=hai%20au" in page
    assert "Hải Âu" not in client.get(URL, {"q": "bien dong"}).content.decode()
