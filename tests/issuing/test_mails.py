"""Mails against a real mail server: each decided once, sent once, and shown when it could not be."""

import datetime as dt

import pytest
from django.test import override_settings
from django.utils import timezone

from accounts.models import JournalEntry
from common.errors import Conflict, Invalid, NotAllowed
from issuing import mails, sending
from issuing.enums import MailState
from issuing.mails import Recipient, Telling, Topic
from issuing.models import Mail
from tests import cast, mailbox, races

ON = dt.date(2026, 11, 23)
TOPIC = Topic("fee_asked", "fee", "emails/vi/fee_asked.txt", "emails/en/fee_asked.txt")


@pytest.fixture
def sink():
    with mailbox.running() as found:
        yield found


@pytest.fixture
def agency(agencies):
    return agencies.skhcn


def telling(agency, key="one", address="hoa@example.vn", language="vi"):
    context = {"amount": 1_100_000, "what": "Phí", "reference": "WW1", "due": ON, "reminder": 0}
    to = Recipient("Công ty TNHH Biển & Đông", address, language)
    return Telling(key=key, topic=TOPIC, to=to, agency=agency, about=agency, context=context)


def decided(agency, **values):
    mails.decide([telling(agency, **values)], on=ON)
    return Mail.objects.get(key=values.get("key", "one"))


@pytest.mark.django_db
def test_a_mail_is_written_in_the_language_of_its_reader_and_arrives_whole(sink, agency):
    decided(agency)
    decided(agency, key="two", language="en", address="jo@example.com")
    assert sending.send_waiting() == {"sent": 2}
    first, second = sink.mails
    assert first["Subject"].strip() == "Đề nghị nộp 1.100.000 đồng, nội dung WW1"
    assert first["To"] == "hoa@example.vn"
    assert "Kính gửi: Công ty TNHH Biển & Đông" in first.get_content()
    assert "Hạn nộp: hết ngày 23/11/2026" in first.get_content()
    assert second["Subject"].strip() == "Please pay VND 1,100,000, reference WW1"
    assert first["Message-ID"].endswith("@dangky.example.vn>")


@pytest.mark.django_db
def test_the_same_is_told_once_however_often_it_is_decided(sink, agency):
    for _time in range(3):
        mails.decide([telling(agency), telling(agency)], on=ON)
        sending.send_waiting()
    assert len(sink.mails) == Mail.objects.count() == 1


@pytest.mark.django_db
def test_without_an_address_it_must_be_told_by_letter_and_nothing_is_sent(sink, agency):
    for key, address in (("none", ""), ("nonsense", "hoa at example"), ("unicode", "hoà@example.vn")):
        assert decided(agency, key=key, address=address).state == MailState.BY_LETTER
    assert sending.send_waiting() == {}
    assert sink.mails == []


@pytest.mark.django_db
def test_a_refused_mail_is_tried_again_later_and_then_arrives_once(sink, agency):
    mail = decided(agency)
    sink.answers = ["451 come back later"]
    assert sending.send_waiting() == {"waiting": 1}
    mail.refresh_from_db()
    assert "come back later" in mail.error
    assert sending.send_waiting() == {}, "not before its time"
    Mail.objects.update(next_try_at=timezone.now() - dt.timedelta(minutes=1))
    assert sending.send_waiting() == {"sent": 1}
    assert sending.send_waiting() == {}
    assert len(sink.mails) == 1


@pytest.mark.django_db
def test_after_the_last_attempt_a_person_has_to_look_at_it(sink, agency):
    mail = decided(agency, address="nobody@example.vn")
    for _attempt in range(len(sending.WAITS) + 1):
        Mail.objects.update(next_try_at=None)
        sending.send_waiting()
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    assert "no such mailbox" in mail.error
    assert list(Mail.objects.needing_a_person()) == [mail]


@pytest.mark.django_db
def test_a_mail_server_that_is_down_loses_nothing(agency):
    decided(agency)
    nobody_listens = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_PORT": 1}
    with override_settings(EMAIL_HOST="127.0.0.1", **nobody_listens):
        assert sending.send_waiting() == {"waiting": 1}
    Mail.objects.update(next_try_at=None)
    with mailbox.running() as sink:
        assert sending.send_waiting() == {"sent": 1}
        assert len(sink.mails) == 1


@pytest.mark.django_db
def test_a_server_that_hangs_up_in_the_middle_leaves_it_unclear_and_it_is_not_sent_again_by_itself(sink, agency):
    mail = decided(agency)
    sink.answers = ["hang up"]
    assert sending.send_waiting() == {"unclear": 1}
    assert sending.send_waiting() == {}
    mail.refresh_from_db()
    assert mail.state == MailState.UNCLEAR


class Killed(BaseException):
    """The process ends here, as by kill -9: nothing after this line is done."""


def die(*args, **kwargs):
    raise Killed


@pytest.mark.django_db
def test_killed_between_sending_and_noting_it_the_mail_is_not_sent_twice(sink, agency, monkeypatch):
    mail = decided(agency)
    with monkeypatch.context() as patch:
        patch.setattr(sending, "_ended", die)
        with pytest.raises(Killed):
            sending.send_waiting()
    assert len(sink.mails) == 1
    Mail.objects.update(claimed_at=timezone.now() - sending.CLAIM * 2)
    assert sending.send_waiting() == {}
    mail.refresh_from_db()
    assert (len(sink.mails), mail.state) == (1, MailState.UNCLEAR)


@pytest.mark.django_db
def test_killed_before_handing_it_over_the_mail_is_sent_by_the_next_run(sink, agency, monkeypatch):
    decided(agency)
    with monkeypatch.context() as patch:
        patch.setattr(sending, "_mine", die)
        with pytest.raises(Killed):
            sending.send_waiting()
    assert sink.mails == []
    assert sending.send_waiting() == {}, "its claim still holds"
    Mail.objects.update(claimed_at=timezone.now() - sending.CLAIM * 2)
    assert sending.send_waiting() == {"sent": 1}
    assert len(sink.mails) == 1


@pytest.mark.django_db
def test_an_officer_sends_it_again_to_another_address_and_the_journal_knows(sink, agency, officer):
    mail = decided(agency, address="")
    with pytest.raises(Invalid):
        mails.send_again(mail, by=officer)
    mails.send_again(mail, by=officer, address="moi@example.vn")
    sending.send_waiting()
    assert sink.mails[0]["To"] == "moi@example.vn"
    assert JournalEntry.objects.filter(verb="mail.send_again", actor=officer).count() == 1


@pytest.mark.django_db
def test_told_by_letter_is_settled_with_the_letter_and_only_once(agency, officer):
    mail = decided(agency, address="")
    with pytest.raises(Invalid):
        mails.told_by_letter(mail, by=officer, on=ON, note=" ")
    mails.told_by_letter(mail, by=officer, on=ON, note="Công văn 12/SKHCN")
    with pytest.raises(Conflict):
        mails.drop(mail, by=officer, on=ON, note="x")
    assert not Mail.objects.needing_a_person().exists()


@pytest.mark.django_db
def test_who_may_not_settle_is_refused(agency, auditor):
    with pytest.raises(NotAllowed):
        mails.drop(decided(agency, address=""), by=auditor, on=ON, note="x")


@pytest.mark.race
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_fifty_races_to_decide_and_send_the_same_mail_send_it_once():
    agency = cast.make_agencies(cast.make_units()).skhcn
    with mailbox.running() as sink:
        for number in range(races.ROUNDS):

            def work(number=number):
                mails.decide([telling(agency, key=f"race {number}")], on=ON)
                return sending.send_waiting()

            given = races.at_once([work] * races.WRITERS)
            assert races.errors(given) == []
            assert len(sink.mails) == number + 1
