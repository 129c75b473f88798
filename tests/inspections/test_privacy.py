"""Custody and privacy: who saw which picture, what is made unreadable, and that the original stays as it came."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from common.errors import Conflict, Invalid, NotAllowed
from inspections.models import CustodyEvent, PrivacyCopy
from inspections.services import custody, evidence, privacy
from tests.inspections import scene
from tests.inspections.scene import NOW, phone_photo

pytestmark = pytest.mark.django_db

RIGHT_HALF = (500, 0, 500, 1000)


def chequered():
    """A picture whose squares are lost when it is made unreadable."""
    image = Image.new("RGB", (400, 200), "white")
    for across in range(0, 400, 4):
        for down in range(0, 200, 4):
            if (across + down) // 4 % 2:
                image.paste("black", (across, down, across + 4, down + 4))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def picture(people, agent):
    """A picture in a visit in progress."""
    visit = scene.started(people, agent)
    return evidence.add_photo(visit, data=chequered(), file_name="bàn.png", by=people["inspector"], at=NOW)


def contrast(data, box):
    """The spread of grey in a part of a picture."""
    low, high = Image.open(io.BytesIO(data)).convert("L").crop(box).getextrema()
    return high - low


def test_the_areas_are_unreadable_and_the_rest_is_not(picture, people):
    copy = privacy.blur(picture, areas=[RIGHT_HALF], by=people["inspector"], at=NOW)
    data = privacy.read(copy)
    assert contrast(data, (0, 0, 190, 200)) > 150
    assert contrast(data, (210, 0, 400, 200)) < 30
    assert evidence.original(picture) == chequered()


def test_a_privacy_copy_says_neither_where_nor_when(people, agent):
    visit = scene.started(people, agent)
    row = evidence.add_photo(visit, data=phone_photo(12.2, 109.1), file_name="a.jpg", by=people["inspector"], at=NOW)
    copy = privacy.blur(row, areas=[(0, 0, 10, 10)], by=people["inspector"], at=NOW)
    assert not Image.open(io.BytesIO(privacy.read(copy))).getexif()


def test_who_made_and_who_opened_what_is_in_the_log(picture, people):
    privacy.blur(picture, areas=[RIGHT_HALF], by=people["inspector"], at=NOW)
    privacy.open_copy(picture, by=people["official"])
    evidence.open_original(picture, by=people["chief"])
    told = [(event.verb, event.by.username) for event in CustodyEvent.objects.filter(evidence=picture)]
    assert told[2:] == [("blurred", "inspector"), ("copy_opened", "official"), ("opened", "chief")]


def test_lists_show_the_privacy_copy_from_then_on(picture, people):
    before = privacy.shown_small(picture)
    privacy.blur(picture, areas=[(0, 0, 1000, 1000)], by=people["inspector"], at=NOW)
    assert contrast(before, (0, 0, 400, 200)) > 150
    assert contrast(privacy.shown_small(picture), (0, 0, 400, 200)) < 60


def test_a_browser_that_has_the_picture_takes_the_privacy_copy(picture, people, as_user):
    chief, url = as_user(people["chief"]), f"/desk/visits/evidence/{picture.pk}/small/"
    known = {"if-none-match": chief.get(url).headers["ETag"]}
    assert chief.get(url, headers=known).status_code == 304
    privacy.blur(picture, areas=[RIGHT_HALF], by=people["inspector"], at=NOW)
    assert chief.get(url, headers=known).content == privacy.shown_small(picture)


def test_the_same_areas_twice_are_one_copy(picture, people):
    first, second = (privacy.blur(picture, areas=[RIGHT_HALF], by=people["inspector"], at=NOW) for _each in range(2))
    assert (first, PrivacyCopy.objects.count()) == (second, 1)


@pytest.mark.parametrize("areas", [[], [(0, 0, 0, 10)], [(1000, 0, 10, 10)], [(0, 0, 10, 10)] * 51])
def test_areas_outside_the_picture_are_refused(picture, people, areas):
    with pytest.raises(Invalid) as refused:
        privacy.blur(picture, areas=areas, by=people["inspector"], at=NOW)
    assert "areas" in refused.value.fields


def test_only_who_amends_visits_of_the_agency_makes_copies(picture, people):
    with pytest.raises(NotAllowed):
        privacy.blur(picture, areas=[RIGHT_HALF], by=people["auditor"], at=NOW)


def test_a_recording_has_no_privacy_copy(people, agent):
    visit = scene.started(people, agent)
    row = evidence.add(
        visit, kind="audio", data=b"OggS" + b"\x00" * 60, file_name="ghi.ogg", by=people["inspector"], at=NOW
    )
    with pytest.raises(Conflict):
        privacy.blur(row, areas=[RIGHT_HALF], by=people["inspector"], at=NOW)


def test_a_check_on_demand_is_written_down_with_what_it_found(picture, people, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    evidence.default_storage.save(picture.original.name, ContentFile(chequered()))
    assert custody.verify(picture, by=people["auditor"]) == []
    with evidence.default_storage.open(picture.original.name, "wb") as stream:
        stream.write(b"other bytes")
    assert len(custody.verify(picture, by=people["auditor"])) == 1
    notes = [event.note for event in CustodyEvent.objects.filter(evidence=picture, verb="verified")]
    assert notes[0] == "ok"
    assert "bàn.png" in notes[1]


def test_the_page_of_a_picture_tells_its_custody_and_makes_a_copy(picture, people, as_user):
    browser, address = as_user(people["inspector"]), f"/desk/visits/evidence/{picture.pk}/"
    page = browser.get(f"{address}about/")
    assert [event.verb for event, _note in page.context["events"]] == ["derived", "received"]
    assert browser.post(f"{address}verify/").status_code == 302
    bad = browser.post(f"{address}blur/", {"areas": "10 10 200 5"})
    assert (bad.status_code, "areas" in bad.context["form"].errors) == (422, True)
    made = browser.post(f"{address}blur/", {"areas": "50 0 50 100\n\n0,5 1 2 3"})
    assert made.status_code == 302, made.context["form"].errors
    assert PrivacyCopy.objects.get().areas == [[500, 0, 500, 1000], [5, 10, 20, 30]]
    assert browser.get(f"{address}privacy/")["Content-Type"] == "image/jpeg"
    assert browser.get(f"{address}about/").context["copy"] == PrivacyCopy.objects.get()


def test_a_picture_without_a_copy_has_none_to_open(picture, people, as_user):
    assert as_user(people["chief"]).get(f"/desk/visits/evidence/{picture.pk}/privacy/").status_code == 404


def test_the_page_of_a_picture_asks_a_fixed_number_of_questions(
    picture, people, as_user, django_assert_max_num_queries
):
    browser = as_user(people["inspector"])
    for _again in range(5):
        custody.verify(picture, by=people["auditor"])
    with django_assert_max_num_queries(25):
        assert browser.get(f"/desk/visits/evidence/{picture.pk}/about/").status_code == 200


def test_another_copy_begins_with_the_areas_of_the_last(picture, people, as_user):
    privacy.blur(picture, areas=[RIGHT_HALF, (5, 10, 20, 30)], by=people["inspector"], at=NOW)
    page = as_user(people["inspector"]).get(f"/desk/visits/evidence/{picture.pk}/about/")
    assert page.context["form"]["areas"].value() == "50 0 50 100\n0.5 1 2 3"
