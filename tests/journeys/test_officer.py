"""An officer enters an Internet agent, verifies and amends it, finds it again and reads its history."""

from types import SimpleNamespace

import pytest

from accounts.models import User
from licenses.models import Establishment, Licensee
from tests.journeys.person import Person

pytestmark = pytest.mark.django_db


def test_an_officer_registers_an_internet_agent(
    officer: User, stranger: User, units: SimpleNamespace, law: None
) -> None:
    person = Person(officer)
    assert person.open("desk:home").status == 200
    person.open("desk:licensee_new").submit(
        "identifier", name="  Hộ kinh doanh   Hải Yến ", kind="household", identifier_scheme="household_code",
        identifier="56K80012345", representative="Trần Thị Yến", address="12 Hải Âu", unit=str(units.nha_trang.pk),
    )  # fmt: skip
    assert Licensee.objects.exists(), person.text[:900]
    holder = Licensee.objects.get()
    assert holder.name == "Hộ kinh doanh Hải Yến"
    person.open("desk:establishment_new", query=f"?licensee={holder.pk}").submit(
        "business_registration", name="Đại lý Internet Hải Yến", kind="internet_agent", address="12 Hải Âu",
        unit=str(units.nha_trang.pk), position="109.1943, 12.2451", opening_time="08:00", closing_time="22:00",
        computers="20", isp_name="VNPT", isp_contract_number="12/HĐ", isp_contract_until="31/12/2028",
        business_registration="37A8001234",
    )  # fmt: skip
    assert not Establishment.objects.exists(), "swapped coordinates must be refused with everything kept"
    assert "Đại lý Internet Hải Yến" in str([form.values for form in person.forms])
    person.submit("business_registration", position="12.2451, 109.1943")
    assert Establishment.objects.exists(), person.text[600:1500]
    place = Establishment.objects.get()
    assert place.status == "declared"
    person.open("desk:establishment_step", place.pk, "verify").submit("version")
    place.refresh_from_db()
    assert place.status == "verified"
    person.open("desk:establishment_edit", place.pk).submit("business_registration", computers="24")
    place.refresh_from_db()
    assert place.computers == 24
    found = person.open("desk:establishments", query="?q=dai ly hai yen")
    assert "Đại lý Internet Hải Yến" in found.text
    page = person.open("desk:establishment", place.pk)
    assert "24" in page.text
    assert Person(stranger).open("desk:establishment", place.pk).status in {403, 404}
    assert Person().open("desk:establishment", place.pk).path.startswith("/accounts/login/")
