"""The pages of the mails: what needs a person first, and what an officer does about it."""

import datetime as dt

import pytest
from django.urls import reverse

from issuing import mails
from issuing.enums import MailState
from issuing.mails import Recipient, Telling
from issuing.models import Mail
from licenses.notifications import FEE

ON = dt.date(2026, 11, 23)


@pytest.fixture
def post(agencies):
    context = {"amount": 50_000, "what": "Lệ phí", "reference": "", "due": None, "reminder": 0}
    for number in range(4):
        to = Recipient(f"Hộ {number}", "" if number else "a@example.vn")
        mails.decide(
            [Telling(key=str(number), topic=FEE, to=to, agency=agencies.skhcn, about=agencies.skhcn, context=context)],
            on=ON,
        )


def test_the_list_opens_on_what_needs_a_person(post, officer, as_user, django_assert_max_num_queries):
    client = as_user(officer)
    with django_assert_max_num_queries(10):
        page = client.get(reverse("desk:mails")).content.decode()
    assert "Hộ 1" in page
    assert "Hộ 0" not in page
    assert "Hộ 0" in client.get(reverse("desk:mails"), {"show": "all"}).content.decode()


def test_a_mail_is_told_by_letter_only_with_the_name_of_the_letter(post, officer, as_user):
    mail, client = Mail.objects.get(key="1"), as_user(officer)
    address = reverse("desk:mail_settle", args=[mail.pk, "letter"])
    refused = client.post(address, {"note": ""})
    assert refused.status_code == 422
    assert "Ghi số văn bản hoặc cách đã giao văn bản." in refused.content.decode()
    assert client.post(address, {"note": "Công văn 7"}).status_code == 302
    mail.refresh_from_db()
    assert mail.state == MailState.TOLD_BY_LETTER


def test_an_officer_of_another_agency_finds_no_such_mail(post, commune, as_user):
    mail = Mail.objects.get(key="1")
    assert as_user(commune).get(reverse("desk:mail", args=[mail.pk])).status_code == 404


def test_an_auditor_reads_but_is_offered_nothing(post, auditor, as_user):
    mail = Mail.objects.get(key="1")
    page = as_user(auditor).get(reverse("desk:mail", args=[mail.pk])).content.decode()
    assert "Hộ 1" in page
    assert "mail_settle" not in page
    assert "/letter/" not in page
