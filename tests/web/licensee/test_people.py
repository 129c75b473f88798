"""Who acts for a licensee: by a letter's code, an officer's word or an invitation; and who never does."""

import datetime as dt
import re
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import JournalEntry, User
from accounts.roles import Role
from common.clock import now, today
from licenses.enums import CodeUse
from licenses.models import Application, CodeAttempt, License, Licensee, LicenseeClaim, LicenseeMembership, SecretCode
from licenses.services import holds, licensees, licenses
from licenses.services.portal import claims, codes, transfers
from tests import cast
from tests.licenses.applications.scene import MONDAY
from tests.web.licensee.conftest import Portal, portal_person

pytestmark = pytest.mark.django_db


def acts(user: User, licensee: Licensee) -> str:
    """The role the person has for the licensee today, or nothing."""
    rows = LicenseeMembership.objects.filter(user=user, licensee=licensee).in_force(MONDAY)
    return rows.get().role if rows else ""


@pytest.fixture
def newcomer(db: None) -> User:
    """Somebody who signed up and acts for nobody yet."""
    return portal_person("newcomer", "Trịnh Thu Sương")


def code_for(portal: Portal) -> str:
    """The code of a letter."""
    return claims.make_code(portal.holder, by=portal.office.officer, on=MONDAY, at=now())[1]


# --- signing up


def test_who_signs_up_confirms_the_address_before_the_account_opens(db: None, client: Client) -> None:
    sent = client.post(
        "/accounts/signup/",
        {"full_name": "Trịnh Thu Sương", "email": "suong@example.vn", "password1": cast.PASSWORD,
         "password2": cast.PASSWORD},
    )  # fmt: skip
    assert sent["Location"].endswith("/accounts/confirm-email/")
    user = User.objects.get(email="suong@example.vn")
    assert user.full_name == "Trịnh Thu Sương"
    assert JournalEntry.objects.filter(verb="user.created", target_id=str(user.pk)).exists()
    assert client.get(reverse("my:home"))["Location"].startswith("/accounts/login/")
    link = next(word for word in mail.outbox[-1].body.split() if "/accounts/confirm-email/" in word)
    assert mail.outbox[-1].subject == "Xác nhận địa chỉ thư điện tử"
    assert "Kính gửi: Trịnh Thu Sương" in mail.outbox[-1].body
    asked = client.get(link).content.decode()
    assert "Trịnh Thu Sương" in asked  # the name, not the sign-in name made from the address
    assert user.username not in asked.replace(user.email, "")
    client.post(link)
    signed_in = client.post("/accounts/login/", {"login": "suong@example.vn", "password": cast.PASSWORD})
    assert signed_in["Location"] == "/my/"
    assert client.get("/my/")["Location"] == reverse("my:claims")


def test_a_weak_password_is_refused_in_the_language_of_the_page(db: None, client: Client) -> None:
    for typed, why in (("12345", "ít nhất 12 ký tự"), ("suong@example.vn", "giống")):
        form = {"full_name": "Sương", "email": "suong@example.vn", "password1": typed, "password2": typed}
        told = client.post("/accounts/signup/", form).context["form"].errors["password1"]
        assert any(why in each for each in told), told
        assert not any("password" in each.lower() for each in told), told


def test_the_mail_for_a_new_password_speaks_as_the_others_do(portal: Portal, client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": portal.boss.email})
    sent = mail.outbox[-1]
    assert "Đặt mật khẩu mới" in sent.subject
    assert "/accounts/password/reset/key/" in sent.body
    assert "Ông/Bà" in sent.body
    assert "example.com" not in sent.body.replace(portal.boss.email, "")
    assert f"Trân trọng,\n{portal.holder.agency.name}\n" in sent.body
    assert sent.extra_headers["Content-Language"] == "vi"
    client.post("/accounts/password/reset/", {"email": "nobody-yet@example.vn"})
    assert "Không có tài khoản" in mail.outbox[-1].subject
    assert "Kính gửi Ông/Bà," in mail.outbox[-1].body


def test_signing_up_does_not_tell_whether_an_address_has_an_account(portal: Portal, client: Client) -> None:
    told = [
        client.post(
            "/accounts/signup/",
            {"full_name": "Ai đó", "email": email, "password1": cast.PASSWORD, "password2": cast.PASSWORD},
        )["Location"]
        for email in (portal.boss.email, "nobody-yet@example.vn")
    ]
    assert told[0] == told[1]


def test_an_officer_signs_in_without_a_confirmed_address(people: Any, client: Client) -> None:
    answer = client.post("/accounts/login/", {"login": "officer", "password": cast.PASSWORD})
    assert answer["Location"] == "/desk/"


# --- by code


def test_the_code_of_a_letter_opens_the_licensee_once(portal: Portal, newcomer: User, as_user: Any) -> None:
    code = code_for(portal)
    client = as_user(newcomer)
    typed = code.lower()[:4] + " - " + code[4:]
    assert client.post(reverse("my:claim_code"), {"code": typed})["Location"] == "/my/"
    assert acts(newcomer, portal.holder) == Role.LICENSEE
    other = as_user(portal.stranger).post(reverse("my:claim_code"), {"code": code})
    assert other.status_code == 422
    assert acts(portal.stranger, portal.holder) == ""
    assert SecretCode.objects.filter(digest__contains=code).count() == 0


def test_the_code_on_the_back_of_a_license_opens_its_holder_and_says_so(
    portal: Portal, newcomer: User, as_user: Any
) -> None:
    license = portal.license()
    desk = as_user(portal.office.officer)
    offered = desk.get(reverse("desk:claim_people", args=[license.holder_id]), {"license": license.pk})
    assert f"mặt sau giấy phép {license.number}" in offered.content.decode()
    answer = desk.post(reverse("desk:claim_back", args=[license.pk]))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "private, no-store")
    words = " ".join(PdfReader(BytesIO(answer.content)).pages[0].extract_text().split())
    assert f"mặt sau giấy phép số {license.number}" in words
    code = re.search(r"([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})", words)
    assert code
    row = SecretCode.objects.get(license=license)
    assert (row.use, row.licensee) == (CodeUse.CLAIM, license.holder)
    assert as_user(newcomer).post(reverse("my:claim_code"), {"code": code[1]})["Location"] == "/my/"
    assert acts(newcomer, license.holder) == Role.LICENSEE
    basis = LicenseeMembership.objects.get(user=newcomer).basis
    assert basis.startswith(f"Mã ở mặt sau giấy phép {license.number}")


def test_no_code_is_printed_on_a_license_that_has_ended_or_is_another_agencys(
    portal: Portal, as_user: Any, commune: User
) -> None:
    license = portal.license()
    where = reverse("desk:claim_back", args=[license.pk])
    assert as_user(commune).post(where).status_code == 404
    licenses.apply_dates(on=dt.date(2045, 1, 1))
    assert as_user(portal.office.officer).post(where).status_code == 409
    assert SecretCode.objects.count() == 0


def test_the_others_are_told_when_somebody_new_acts(portal: Portal, newcomer: User, as_user: Any,
                                                    django_capture_on_commit_callbacks: Any) -> None:  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        as_user(newcomer).post(reverse("my:claim_code"), {"code": code_for(portal)})
    assert [message.to for message in mail.outbox if "người mới" in message.subject] == [[portal.boss.email]]


def test_forged_codes_are_counted_and_the_sixth_is_not_even_looked_at(
    portal: Portal, newcomer: User, as_user: Any
) -> None:
    right, client = code_for(portal), as_user(newcomer)
    forged = [client.post(reverse("my:claim_code"), {"code": f"ABCD-EFGH-JKM{n}"}).status_code for n in range(2, 7)]
    assert forged == [422] * 5
    assert client.post(reverse("my:claim_code"), {"code": right}).status_code == 409
    assert acts(newcomer, portal.holder) == ""
    assert CodeAttempt.objects.filter(user=newcomer).count() == 5


def test_a_new_letter_makes_the_old_one_worthless_and_old_ones_run_out(
    portal: Portal, newcomer: User, as_user: Any
) -> None:
    old = code_for(portal)
    new = code_for(portal)
    client = as_user(newcomer)
    assert client.post(reverse("my:claim_code"), {"code": old}).status_code == 422
    SecretCode.objects.filter(withdrawn_at__isnull=True).get()
    assert codes.VALID_DAYS[CodeUse.CLAIM] == 90
    assert client.post(reverse("my:claim_code"), {"code": new}).status_code == 302


def test_the_public_code_of_a_paper_opens_nothing(portal: Portal, newcomer: User, as_user: Any) -> None:
    held = portal.license()
    paper = as_user(portal.boss).get(reverse("my:license", args=[held.pk])).context["papers"][0]
    assert as_user(newcomer).post(reverse("my:claim_code"), {"code": paper.verify_code}).status_code == 422


def test_an_account_of_an_agency_never_acts_for_a_licensee(portal: Portal) -> None:
    from_letter = code_for(portal)
    cast.stand_for(portal.holder, portal.office.officer, Role.LICENSEE)
    assert portal.office.officer.pk
    with pytest.raises(Exception, match="tài khoản"):
        claims.redeem(from_letter, by=portal.office.officer, on=MONDAY, at=now())


def test_a_new_account_is_led_to_where_one_comes_to_act_for_somebody(newcomer: User, as_user: Any) -> None:
    client = as_user(newcomer)
    refused = client.get(reverse("my:application_new"))
    assert refused.status_code == 403
    assert f'href="{reverse("my:claims")}">Thay mặt' in refused.content.decode()


def test_a_hold_stands_on_the_first_page(portal: Portal, as_user: Any) -> None:
    holds.place(portal.holder, by=portal.office.officer, on=today(), reason="Chưa nộp tiền phạt")
    shown = as_user(portal.boss).get(reverse("my:home")).content.decode()
    assert "Chưa nộp tiền phạt" in shown
    assert "Quý vị đang bị tạm giữ quyền đối với mọi giấy phép" in shown


# --- by an officer


ASK = {
    "name": "Công ty TNHH Cảng Cầu Đá", "kind": "organisation", "identifier_scheme": "tax_code",
    "identifier": "4200000029", "post": "Giám đốc", "explanation": "Tôi là giám đốc",
}  # fmt: skip


def asked(portal: Portal, newcomer: User, as_user: Any) -> LicenseeClaim:
    """A request to the regional centre."""
    answer = as_user(newcomer).post(reverse("my:claim_ask"), {**ASK, "agency": portal.office.agencies.ttts7.pk})
    assert answer["Location"] == reverse("my:claims")
    return LicenseeClaim.objects.get()


def test_an_officer_approves_a_request_with_a_reason_and_another_agency_does_not_find_it(
    portal: Portal, newcomer: User, as_user: Any
) -> None:
    row = asked(portal, newcomer, as_user)
    officer, elsewhere = as_user(portal.office.officer), as_user(portal.office.clerk)
    approve = reverse("desk:claim_approve", args=[row.pk])
    assert elsewhere.get(reverse("desk:claim", args=[row.pk])).status_code == 404
    assert elsewhere.post(approve, {"reason": "x", "licensee": "new"}).status_code == 404
    found = officer.get(reverse("desk:claim", args=[row.pk]), {"q": "Cầu Đá"})
    assert portal.holder.pk.hex in found.content.decode()
    chosen = {"version": row.version, "licensee": portal.holder.pk.hex, "q": "Cầu Đá"}
    assert officer.post(approve, {**chosen, "reason": ""}).status_code == 422
    assert officer.post(approve, {**chosen, "reason": "Đã xem căn cước"}).status_code == 302
    assert acts(newcomer, portal.holder) == Role.LICENSEE
    assert officer.post(approve, {**chosen, "reason": "lần nữa"}).status_code in (409, 422, 404)


def test_a_first_time_applicant_is_entered_from_the_request(portal: Portal, newcomer: User, as_user: Any) -> None:
    row = asked(portal, newcomer, as_user)
    data = {"version": row.version, "licensee": "new", "reason": "Đã xem đăng ký kinh doanh"}
    assert as_user(portal.office.officer).post(reverse("desk:claim_approve", args=[row.pk]), data).status_code == 302
    made = Licensee.objects.get(identifier="4200000029", agency=portal.office.agencies.ttts7)
    assert acts(newcomer, made) == Role.LICENSEE


def test_a_refusal_has_a_reason_and_gives_nothing(portal: Portal, newcomer: User, as_user: Any) -> None:
    row = asked(portal, newcomer, as_user)
    officer, refuse = as_user(portal.office.officer), reverse("desk:claim_refuse", args=[row.pk])
    assert officer.post(refuse, {"version": row.version, "reason": ""}).status_code == 422
    assert officer.post(refuse, {"version": row.version, "reason": "Không có giấy ủy quyền"}).status_code == 302
    assert "Không có giấy ủy quyền" in as_user(newcomer).get(reverse("my:claims")).content.decode()
    assert not LicenseeMembership.objects.filter(user=newcomer).exists()


def test_a_request_is_judged_by_the_rules_of_the_register(portal: Portal, newcomer: User, as_user: Any) -> None:
    typed = {"agency": portal.office.agencies.ttts7.pk, "identifier": "123", "phone": "abc"}
    answer = as_user(newcomer).post(reverse("my:claim_ask"), {**ASK, **typed})
    assert answer.status_code == 422
    wrong = answer.context["form"].errors
    assert set(wrong) == {"identifier", "phone"}
    assert "10 chữ số" in wrong["identifier"][0]
    assert "không phải số điện thoại" in wrong["phone"][0]
    claims.ask(by=newcomer, on=MONDAY, **{**ASK, "agency": portal.office.agencies.ttts7, "identifier": "42 0000 0029"})
    assert LicenseeClaim.objects.get().identifier == "4200000029"


def test_the_officer_reads_what_the_register_says_of_the_license_that_was_named(
    portal: Portal, newcomer: User, as_user: Any
) -> None:
    office = portal.office
    theirs = portal.license()
    own = licensees.create(
        by=office.officer, on=MONDAY, name="Hồ Văn Biển", kind="individual", unit=office.units.nha_trang,
        address="1 Bến Chợ",
    )  # fmt: skip
    his = licenses.register(
        by=office.officer, on=MONDAY, number="08/GP-CŨ", kind="amateur", holder=own, granting_authority="Trung tâm",
        valid_from=dt.date(2020, 1, 1), valid_until=dt.date(2025, 1, 1),
    )  # fmt: skip

    def told(**changes: Any) -> list[tuple[str, str]]:
        row = claims.ask(by=newcomer, on=MONDAY, **{**ASK, "agency": office.agencies.ttts7, **changes})
        page = as_user(office.officer).get(reverse("desk:claim", args=[row.pk]))
        claims.withdraw(row, by=newcomer, on=MONDAY)
        assert "Đối chiếu với sổ đăng ký" in page.content.decode()
        return [(fact.tone, fact.text) for fact, _word, _url in page.context["facts"]]

    holder = {"name": portal.holder.name, "identifier": portal.holder.identifier}
    assert [tone for tone, _text in told(**holder, license_number=theirs.number.lower())] == ["good", "good", "good"]
    stranger = told(license_number=theirs.number)
    assert [tone for tone, _text in stranger] == ["warn", "good", "bad"]
    assert portal.holder.name in stranger[2][1]
    person = told(license_number=his.number)
    assert [tone for tone, _text in person] == ["warn", "warn", "warn", "warn", "warn"]
    assert "cá nhân" in person[3][1]
    assert told(license_number="khong-co/GP")[1][0] == "bad"
    assert told(license_number="")[1][0] == "neutral"


def test_the_same_request_sent_twice_is_one(portal: Portal, newcomer: User, as_user: Any) -> None:
    asked(portal, newcomer, as_user)
    asked(portal, newcomer, as_user)
    assert LicenseeClaim.objects.count() == 1


def test_the_letter_is_made_for_licensees_of_the_own_agency_only(portal: Portal, as_user: Any) -> None:
    address = reverse("desk:claim_letter", args=[portal.holder.pk])
    answer = as_user(portal.office.officer).post(address)
    assert answer.content.startswith(b"%PDF")
    assert answer["Cache-Control"] == "private, no-store"
    assert as_user(portal.office.clerk).post(address).status_code == 404
    assert as_user(portal.boss).post(address).status_code == 403


# --- invited, removed


def test_a_representative_invites_and_the_owner_of_the_address_accepts(
    portal: Portal, newcomer: User, as_user: Any
) -> None:
    boss, guest = as_user(portal.boss), as_user(newcomer)
    assert boss.post(reverse("my:invite"), {"email": newcomer.email.upper(), "role": "preparer"}).status_code == 302
    row = portal.holder.invitations.get()
    answer = reverse("my:invitation_answer", args=[row.pk])
    assert as_user(portal.stranger).post(answer, {"answer": "accept"}).status_code == 404
    assert guest.post(answer, {"answer": "accept"})["Location"] == "/my/"
    assert acts(newcomer, portal.holder) == Role.PREPARER
    assert guest.post(answer, {"answer": "accept"}).status_code == 404


def test_who_prepares_invites_and_removes_nobody(portal: Portal, as_user: Any) -> None:
    clerk = as_user(portal.clerk)
    assert clerk.post(reverse("my:invite"), {"email": "a@b.vn", "role": "licensee"}).status_code == 403
    mine = LicenseeMembership.objects.get(user=portal.boss)
    assert clerk.post(reverse("my:person_remove", args=[mine.pk])).status_code == 403
    assert acts(portal.boss, portal.holder) == Role.LICENSEE


def test_a_removed_person_is_out_at_once_and_the_last_representative_stays(portal: Portal, as_user: Any) -> None:
    boss, clerk, row = as_user(portal.boss), as_user(portal.clerk), portal.draft()
    theirs = LicenseeMembership.objects.get(user=portal.clerk)
    assert clerk.get(reverse("my:application", args=[row.pk])).status_code == 200
    assert boss.post(reverse("my:person_remove", args=[theirs.pk])).status_code == 302
    assert clerk.get(reverse("my:application", args=[row.pk])).status_code == 403
    own = LicenseeMembership.objects.get(user=portal.boss)
    assert boss.post(reverse("my:person_remove", args=[own.pk])).status_code == 409
    assert as_user(portal.stranger).post(reverse("my:person_remove", args=[own.pk])).status_code == 404


# --- transfer


def test_a_license_is_handed_over_by_code_and_the_new_holder_applies(portal: Portal, as_user: Any) -> None:
    held = portal.license()
    offer = reverse("my:transfer_offer", args=[held.pk])
    assert as_user(portal.clerk).post(offer).status_code == 403
    code = as_user(portal.boss).post(offer).context["code"]
    buyer = as_user(portal.stranger)
    began = buyer.post(reverse("my:take_over"), {"code": code})
    row = Application.objects.get(pk=began["Location"].rstrip("/").split("/")[-1])
    assert (row.licensee, row.license, row.purpose) == (portal.office.buyer, held, "transfer")
    assert buyer.get(reverse("my:license", args=[held.pk])).status_code == 404  # still another's
    assert buyer.post(reverse("my:take_over"), {"code": code}).status_code == 422  # used
    assert License.objects.get(pk=held.pk).holder == portal.holder


def test_a_transfer_code_taken_back_opens_nothing(portal: Portal, as_user: Any) -> None:
    held = portal.license()
    _row, code = transfers.offer(held, by=portal.boss, on=MONDAY, at=now())
    as_user(portal.boss).post(reverse("my:transfer_offer", args=[held.pk]), {"take_back": "1"})
    assert as_user(portal.stranger).post(reverse("my:take_over"), {"code": code}).status_code == 422
