"""An official has five minutes before a meeting: the overview, its figures, its CSV, in both languages."""

import pytest

from accounts.models import User
from licenses.models import Establishment
from tests.journeys.person import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "heading"), [("vi", "Tổng quan"), ("en", "Overview")])
def test_an_official_reads_the_overview_and_can_change_nothing(
    official: User, shop: Establishment, law: None, language: str, heading: str
) -> None:
    person = Person(official, language)
    page = person.open("/dashboards/")
    assert (page.status, heading in page.text) == (200, True)
    links = [link for link in page.links if link.startswith("/desk/") or link.startswith("/dashboards/")]
    assert links
    for link in dict.fromkeys(links):
        assert person.open(link).status == 200, link
    assert person.open("desk:establishment", shop.pk).status == 200
    assert not [form for form in person.forms if form.method == "post" and "step" in form.values]
    assert person.open("desk:establishment_edit", shop.pk).status == 403
