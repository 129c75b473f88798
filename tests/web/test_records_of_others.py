"""Pages of records that exist: each role of the agency opens them without a fault, another agency finds nothing."""

import datetime as dt
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.test import Client

from accounts.enums import JobStatus
from accounts.models import BackgroundJob
from accounts.roles import GRANTS, Role
from enforcement.services import cases
from inspections.models import OverrideRequest
from issuing.models import Mail
from licenses.models import BeneficiaryAccount, LicenseeClaim, QualityFinding
from licenses.services import holds
from licenses.services.applications import filing as applications
from licenses.services.coordination import check as coordination
from licenses.services.coordination.wish import of_assignment
from places.enums import PlaceKind
from places.models import ProtectedPlace
from rulebook.models import Penalty
from tests import cast, law, stages
from tests.architecture.doors import doors, right_of
from tests.inspections import scene

pytestmark = pytest.mark.django_db
# Licensees' own pages and the tablets' doors are asked for others' records in tests/web/licensee and tests/fieldwork
ELSEWHERE = ("/my/", "/api/field/")
DOORS = [
    (f"/{address}", right_of(entry))
    for address, entry in doors()
    if "<uuid:pk>" in address and not f"/{address}".startswith(ELSEWHERE)
]
# In the order in which they are tried on an address: the first that fits says which record is meant
SUBJECTS = (
    "claims/licensees",
    "holds/licensee",
    "holds",
    "claims",
    "fees/invoices",
    "fees/payments",
    "fees/allocations",
    "fees/statements",
    "fees/lines",
    "fees/accounts",
    "complaints",
    "tablets/visit",
    "tablets/inbox/visit",
    "tablets/inbox",
    "tablets",
    "quality/finding",
    "planned/new",
    "planned",
    "mails",
    "places/import",
    "places/units",
    "places",
    "law",
    "applications",
    "radio/monitoring",
    "radio",
    "licensees",
    "establishments",
    "stations",
    "licenses",
    "assignments",
    "imports",
    "papers",
    "overrides",
    "visits/evidence",
    "visits",
    "cases",
    "referrals",
    "jobs",
    "exports",
)
NOT_THERE = {
    "radio/monitoring",
    "fees/payments",
    "fees/allocations",
    "fees/statements",
}  # asked for with a key that is no such record
BY_THE_ASKER = {"imports", "places/import", "jobs", "exports"}
OF_ALL_AGENCIES = {"places/units", "places", "law"}


def _subject(address):
    return next((name for name in SUBJECTS if f"/{name}/" in address), None)


@pytest.fixture
def records(people, units, agencies, settings):
    """One record of each kind, all of the department of Khánh Hòa."""
    settings.DEMO_MODE = True
    law.put()
    agent, network = scene.make_agent(people, units), scene.make_network(people, units)
    visit = scene.sealed(people, agent)
    case = cases.open_case(visit, by=people["inspector"], on=scene.FRIDAY)
    stage = SimpleNamespace(people=people, units=units, agency=agencies.skhcn, agent=agent)
    paper = stages.paper(stage, target=case)
    job = BackgroundJob.objects.create(
        kind="register_import",
        agency=agencies.skhcn,
        requested_by=people["officer"],
        state=JobStatus.DONE,
        input_name="register.csv",
    )
    application = applications.start(
        by=people["officer"], on=scene.FRIDAY, kind="land_mobile_internal", purpose="new", licensee=network.holder
    )
    wish = replace(of_assignment(network.assignments[0]), emission="11K0F3E", power_reference="erp", radius_km=8.0)
    examined = coordination.check(wish, by=people["officer"], on=scene.FRIDAY)
    return {
        "claims/licensees": agent.licensee,
        "holds/licensee": agent.licensee,
        "reading_pk": paper,  # there is no such reading: 404 for everybody
        "holds": holds.place(agent.licensee, reason="thử", by=people["officer"], on=scene.FRIDAY),
        "claims": LicenseeClaim.objects.create(
            user=people["licensee"],
            agency=agencies.skhcn,
            name="Hộ kinh doanh Hải Yến",
            kind="household",
            identifier_scheme="tax_code",
            identifier="0100109106",
            post="Chủ hộ",
            explanation="thử",
            asked_on=scene.FRIDAY,
        ),
        "fees/invoices": stages.invoice(stage),
        "payment_pk": paper,  # there is no such payment: 404 for everybody
        "fees/payments": paper,
        "fees/allocations": paper,
        "fees/statements": paper,
        "fees/lines": stages.fee_line(stage),
        "fees/accounts": BeneficiaryAccount.objects.create(
            agency=agencies.skhcn,
            bank_bin="970436",
            bank_name="Ngân hàng thử",
            account_number="0011001932418",
            holder_name="SO KHCN",
            valid_from=dt.date(2026, 1, 1),
            note="thử",
            entered_by=people["admin"],
            by_two=True,
        ),
        "complaints": stages.complaint(stage),
        "tablets/visit": visit,
        "tablets/inbox/visit": visit,
        "tablets/inbox": stages.quarantined(stage),
        "tablets": stages.tablet(stage, label="MTB-02"),
        "quality/finding": QualityFinding.objects.create(
            rule="no_identifier",
            target_type="licenses.licensee",
            target_id=agent.licensee.pk,
            label="thử",
            agency=agencies.skhcn,
            first_seen_on=scene.FRIDAY,
            seen_on=scene.FRIDAY,
        ),
        "planned/new": network.license,
        "planned": stages.planned_change(stage),
        "mails": Mail.objects.create(
            key="thử",
            topic="application_received",
            agency=agencies.skhcn,
            target_type="licenses.licensee",
            target_id=agent.licensee.pk.hex,
            target_label="thử",
            recipient="thử",
            address="thu@example.org",
            language="vi",
            subject="thử",
            body="thử",
            decided_on=scene.FRIDAY,
        ),
        "applications": application,
        "document_pk": paper,  # there is no such document: 404 for everybody
        "radio/monitoring": paper,
        "radio": examined,
        "places/units": units.nha_trang,
        "places": ProtectedPlace.objects.create(
            name="Trường THCS Thái Nguyên",
            kind=PlaceKind.LOWER_SECONDARY,
            lat=12.2455,
            lon=109.1899,
            source="thử",
            checked_on=dt.date(2026, 9, 1),
            unit=units.nha_trang,
        ),
        "law": Penalty.objects.first(),
        "licensees": agent.licensee,
        "establishments": agent,
        "stations": network.station,
        "licenses": network.license,
        "assignments": network.assignments[0],
        "papers": paper,
        "visits": visit,
        "visits/evidence": visit.evidence.first(),
        "item_pk": scene.item_of(visit, "AP-09"),
        "finding_pk": visit.findings.first(),
        "row_pk": visit.findings.first(),
        "referral_pk": case.referrals.get(),
        "into": agent.licensee,
        "scan_pk": paper,  # there is no such scan: 404 for everybody
        "cases": case,
        "referrals": case.referrals.get(),
        "overrides": OverrideRequest.objects.create(
            agency=agencies.skhcn,
            licensee=agent.licensee,
            year=2026,
            reason="Có tin báo mới",
            earlier_visit=visit,
            requested_by=people["inspector"],
        ),
        "imports": job,
        "places/import": job,
        "jobs": job,
        "exports": job,
    }


SLUGS = {"slug": "penalties", "name": "verify", "kind": "finding"}


def _fill(address, records):
    """Return the address of the record, and of the lines in it that an address may name."""
    filled = address.replace("<uuid:pk>", str(records[_subject(address)].pk))
    filled = re.sub(r"<uuid:(\w+)>", lambda match: str(records[match[1]].pk), filled)
    filled = filled.replace("<int:number>", "1")
    return re.sub(r"<slug:(\w+)>", lambda match: SLUGS[match[1]], filled)


def _ask(client: Client, address: str) -> int:
    return client.get(address).status_code


def test_the_test_knows_which_record_each_address_means():
    assert [address for address, _action in DOORS if _subject(address) is None] == []


def test_a_colleague_opens_every_record_that_the_role_may_see(records, people, as_user):
    wrong = []
    for username in ("inspector", "chief", "officer", "decider", "official", "auditor", "legal"):
        client, rights = as_user(people[username]), GRANTS[Role(cast.PEOPLE[username][3])]
        for address, action in DOORS:
            status = _ask(client, _fill(address, records))
            # 404 and 409 answer sub-pages that this record does not have; 405 those that only take a form
            allowed = {200, 302, 404, 405, 409} if action == "public" or action in rights else {403, 405}
            if status not in allowed:
                wrong.append(f"{username} {address} ({action}): {status}")
    assert wrong == []


def test_the_record_page_itself_opens_for_its_agency(records, people, as_user):
    closed = []
    for address, action in DOORS:
        if not address.endswith("<uuid:pk>/") or _subject(address) in BY_THE_ASKER | NOT_THERE:
            continue
        for username in ("officer", "inspector"):
            if action in GRANTS[Role(cast.PEOPLE[username][3])]:
                status = _ask(as_user(people[username]), _fill(address, records))
                closed += [] if status == 200 else [f"{username} {address}: {status}"]
    assert closed == []


@pytest.mark.parametrize("username", ["inspector_elsewhere", "commune"])
def test_another_agency_finds_nothing(username, records, people, as_user):
    client, opened = as_user(people[username]), []
    foreign = OF_ALL_AGENCIES | ({"establishments", "licensees", "holds"} if username == "commune" else set())
    for address, action in DOORS:
        if _subject(address) in foreign or action == "public":
            continue  # the agent offers games in the commune's own territory
        status = _ask(client, _fill(address, records))
        if status not in {403, 404, 405}:
            opened.append(f"{address} ({action}): {status}")
    assert opened == []
