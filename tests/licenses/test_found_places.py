"""Places that an inspection found and an earlier release entered as declared: set right where the journal proves it."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from accounts import journal
from accounts.access import system_user
from accounts.models import JournalEntry
from common.errors import Conflict
from licenses.enums import EstablishmentStatus, QualityState
from licenses.models import QualityFinding
from licenses.queries.found_places import source_key, wrongly_declared
from licenses.services import establishments, found_places
from licenses.services.quality.run import run

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def entered(officer, agencies, agent_values):
    """What the release before entered for a visit found on the way."""
    return establishments.declare(
        by=system_user(), on=TODAY, agency=agencies.skhcn, source_key=source_key(uuid.uuid4()), confirmed=True,
        **agent_values,
    )  # fmt: skip


def test_it_is_on_the_work_list_until_an_officer_sets_it_right(entered, officer, as_user):
    run(on=TODAY)
    finding = QualityFinding.objects.get()
    assert (finding.rule, finding.target_id) == ("found_as_declared", entered.pk)
    client, page = as_user(officer), reverse("desk:establishment", args=[entered.pk])
    listed = client.get(reverse("desk:quality_rule", args=["found_as_declared"])).content.decode()
    assert "chưa ai khai báo" in listed
    step = reverse("desk:establishment_step", args=[entered.pk, "set_right"])
    shown = client.get(page).content.decode()
    assert step in shown
    given = {"version": entered.version}
    assert client.post(step, given).status_code == 422  # no reason
    assert client.post(step, given | {"reason": "Đoàn kiểm tra phát hiện"}).status_code == 302
    entered.refresh_from_db()
    assert entered.status == EstablishmentStatus.FOUND
    assert JournalEntry.objects.get(verb="establishment.set_right").actor == officer
    assert journal.verify().clean
    run(on=TODAY)
    finding.refresh_from_db()
    assert finding.state == QualityState.MENDED
    assert step not in client.get(page).content.decode()


def test_once_set_right_a_declaration_is_one(entered, officer):
    found_places.set_right(entered, by=officer, reason="Đoàn kiểm tra phát hiện")
    establishments.record_declaration(entered, by=officer, on=TODAY, note="Đến khai báo")
    assert wrongly_declared([entered]) == {}


def test_what_the_journal_does_not_prove_stays_as_it_is(entered, officer, agencies, agent_values, as_user):
    mark = source_key(uuid.uuid4())
    own = establishments.declare(by=officer, on=TODAY, source_key=mark, **(agent_values | {"name": "Net của cán bộ"}))
    journal.erase(
        JournalEntry.objects.filter(verb="establishment.declared", actor=system_user()), by=officer, reason="x"
    )
    for place in (own, entered):
        assert wrongly_declared([place]) == {}
        with pytest.raises(Conflict):
            found_places.set_right(place, by=officer, reason="Đoàn kiểm tra phát hiện")
        page = as_user(officer).get(reverse("desk:establishment", args=[place.pk])).content.decode()
        assert "set_right" not in page
    run(on=TODAY)
    assert not QualityFinding.objects.filter(rule="found_as_declared").exists()
