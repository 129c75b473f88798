"""Violations found before: each is looked at again at the same place, and nothing of what was found is overwritten."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from common.errors import Conflict, Invalid, NotFound
from common.ids import uuid7
from inspections.enums import VisitReason
from inspections.models import Amendment, Evidence, Recheck, Visit
from inspections.queries.earlier import of_visit, standing, unanswered
from inspections.queries.manifest import manifest_digest
from inspections.queries.shown import shown_text
from inspections.services import rechecks, records, reviews, sealing
from rulebook.models import Checklist
from tests.inspections import scene
from tests.inspections.scene import FRIDAY, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def before(agent, people):
    """The act that a sealed visit of the agent found."""
    return scene.sealed_act(people, agent)


def again(people, agent, **changes):
    """A later visit to the agent, in progress."""
    more = {
        "reason": VisitReason.REINSPECTION,
        "reason_text": "Kiểm tra lại",
        "previous": Visit.objects.earliest("created_at"),
        "checklists": [Checklist.objects.get(code="short-list")],
    }
    return scene.started(people, agent, **(more | changes))


def check(visit, before, people, result="remedied", facts="Đã treo bảng nội quy mới.", **more):
    return rechecks.check(visit, earlier=before.pk, result=result, facts=facts, by=people["inspector"], at=NOW, **more)


def lawful(visit, people):
    """The later visit, sealed: all is well."""
    scene.answer_all(visit, people["inspector"])
    scene.visits.conclude(visit, outcome="lawful", report="", party_statement="", by=people["inspector"])
    scene.attended(visit, people["inspector"])
    visit.refresh_from_db()
    sealing.seal_and_receive(visit, by=people["inspector"], at=NOW, version=visit.version)
    visit.refresh_from_db()
    assert sealing.check(visit) == []


def test_a_violation_that_stands_here_is_asked_before_the_seal_and_no_more_once_it_is_remedied(before, agent, people):
    visit = again(people, agent)
    assert unanswered(visit) == [before]
    lacks = [lack for lack in sealing.missing(visit) if lack.where == "earlier"]
    assert [(lack.item_id, before.visit.number in lack.message) for lack in lacks] == [(before.pk, True)]
    check(visit, before, people)
    assert unanswered(visit) == []
    assert "Đã khắc phục · Đã treo bảng nội quy mới." in shown_text(visit)
    lawful(visit, people)
    assert [line["result"] for line in records.payload(visit, on=FRIDAY)["earlier"]] == ["Đã khắc phục"]
    assert standing([again(people, agent)]).popitem()[1].here == []


def test_what_is_not_remedied_is_asked_again_and_what_lies_elsewhere_is_only_counted(before, agent, people, units):
    visit = again(people, agent)
    check(visit, before, people, "not_remedied", "Vẫn không có bảng.")
    other = scene.make_agent(people, units)
    other.licensee = agent.licensee
    other.save()
    elsewhere = again(people, other)
    told = standing([visit, elsewhere])
    assert [row.pk for row in told[visit.pk].here] == [before.pk]
    assert (told[elsewhere.pk].here, told[elsewhere.pk].elsewhere) == ([], 1)
    with pytest.raises(NotFound):
        check(visit, scene.found(elsewhere, people["inspector"], "SL-01"), people)


def test_each_change_is_a_revision_and_two_at_once_are_a_conflict(before, agent, people):
    visit = again(people, agent)
    key = uuid7()
    first = check(visit, before, people, recheck_id=key, base_revision=0)
    assert check(visit, before, people, recheck_id=key, base_revision=0) == first
    assert check(visit, before, people) == first
    with pytest.raises(Conflict) as refused:
        check(visit, before, people, "not_remedied", "Bảng trắng.", base_revision=0)
    assert refused.value.details["differences"][0]["current"] == "Đã khắc phục"
    assert check(visit, before, people, "not_checked", "Cửa khóa.", base_revision=1).revision == 2
    assert Recheck.objects.count() == 2
    for result, facts, field in (("maybe", "x", "result"), ("remedied", " ", "facts")):
        with pytest.raises(Invalid) as refused:
            check(visit, before, people, result, facts)
        assert field in refused.value.fields
    with pytest.raises(DatabaseError), transaction.atomic():
        Recheck.objects.filter(pk=first.pk).update(facts="x")


def test_after_the_seal_it_is_an_amendment_that_keeps_both(before, agent, people):
    visit = again(people, agent)
    check(visit, before, people)
    lawful(visit, people)
    with pytest.raises(Invalid, match="niêm phong"):
        check(visit, before, people, "not_remedied", "Bảng cũ.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Recheck(visit=visit, earlier=before, revision=9, result="remedied", facts="x", checked_by=people["inspector"],
                checked_at=NOW).save()  # fmt: skip
    reviews.take_up(visit, by=people["chief"])
    reviews.send_back(visit, by=people["chief"], reason="Xem lại ảnh")
    check(visit, before, people, "not_remedied", "Bảng cũ.", reason="Ảnh cho thấy bảng cũ")
    made = Amendment.objects.get()
    assert (made.reason, made.after["facts"], made.sha256) == (
        "Ảnh cho thấy bảng cũ", "Bảng cũ.", manifest_digest(visit),
    )  # fmt: skip
    assert Recheck.objects.filter(visit=visit).count() == 2
    assert sealing.check(visit) == []


def test_the_office_says_it_on_a_page_with_photos_and_everyone_reads_it(before, agent, people, as_user):
    visit, inspector = again(people, agent), as_user(people["inspector"])
    url = reverse("desk:visit_earlier", args=[visit.pk, before.pk])
    assert url in inspector.get(reverse("desk:visit_checklist", args=[visit.pk])).content.decode()
    assert url in inspector.get(reverse("desk:visit_seal", args=[visit.pk])).content.decode()
    assert inspector.post(url, {"result": "remedied", "facts": ""}).status_code == 422
    assert inspector.post(url, {"result": "remedied", "facts": "Bảng mới", "version": "0"}).status_code == 302
    stale = inspector.post(url, {"result": "not_checked", "facts": "Cửa khóa", "version": "0"})
    assert stale.status_code == 422
    assert "Bảng mới" in stale.content.decode()
    photos = reverse("desk:visit_photos", args=[visit.pk])
    file = SimpleUploadedFile("a.jpg", scene.jpeg())
    assert inspector.post(photos, {"file": [file], "earlier": str(before.pk)}).status_code == 302
    assert Evidence.objects.get(visit=visit).earlier == before
    assert "Bảng mới" in inspector.get(reverse("desk:visit", args=[visit.pk])).content.decode()
    assert "Bảng mới" in inspector.get(reverse("desk:visit", args=[before.visit_id])).content.decode()
    assert inspector.get(reverse("desk:visit_earlier", args=[visit.pk, uuid7()])).status_code == 404
    assert as_user(people["culture"]).get(url).status_code == 404
    assert [row.check.facts for row in of_visit(visit)] == ["Bảng mới"]
