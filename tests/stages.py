"""Records in the first state of their lifecycle, as the tests of every step and of others' records need them."""

import datetime as dt

from enforcement.services import cases
from fieldwork.models import Dispatch, Quarantined, Tablet
from inspections.models import Complaint, OverrideRequest
from issuing import services as issuing
from licenses.models import Application, FeeLine, Invoice, PlannedChange
from licenses.services import licenses
from tests.inspections import scene
from tests.issuing.conftest import draw, payload


def override(stage):
    """A permission for a second visit, asked for."""
    visit = scene.scheduled(stage.people, stage.agent)
    return OverrideRequest.objects.create(
        agency=stage.agency,
        licensee=stage.agent.licensee,
        year=2026,
        reason="Có tin báo mới",
        earlier_visit=visit,
        requested_by=stage.people["inspector"],
    )


def paper(stage, target=None):
    """An issued paper, about the agency itself unless said otherwise."""
    return issuing.issue(
        form_code="violation_record",
        agency=stage.agency,
        target=target or stage.agency,
        payload=payload(stage.agency),
        render=draw,
        rests_on=[],
        by=stage.people["inspector"],
        on=scene.FRIDAY,
    )


def case(stage):
    """A case with its paper."""
    case = cases.open_case(scene.sealed(stage.people, stage.agent), by=stage.people["inspector"], on=scene.FRIDAY)
    case.carried = {"record": paper(stage)}
    return case


def application(stage):
    """A draft of an application."""
    made = Application.objects.create(
        kind="internet_agent",
        purpose="new",
        licensee=stage.agent.licensee,
        agency=stage.agency,
        received_by=stage.agency,
        prepared_by=stage.people["officer"],
        payload_schema="internet_agent/1",
    )
    made.carried = {"number": "01/2026/HS-ĐN"}
    return made


def planned_change(stage):
    """A revocation planned for a coming day."""
    license = licenses.register(
        by=stage.people["officer"],
        on=scene.FRIDAY,
        number="1/GP",
        kind="amateur",
        holder=stage.agent.licensee,
        unit=stage.units.nha_trang,
        valid_from=scene.FRIDAY,
    )
    return PlannedChange.objects.create(
        license=license,
        step="revoke",
        effective_on=scene.FRIDAY + dt.timedelta(days=30),
        reason="thử",
        agency=stage.agency,
        proposed_by=stage.people["officer"],
    )


def invoice(stage):
    """A draft of an invoice."""
    made = Invoice.objects.create(
        reference="WW0000000129",
        fee_kind="usage",
        agency=stage.agency,
        licensee=stage.agent.licensee,
        total_vnd=1,
        drafted_by=stage.people["officer"],
    )
    made.carried = {"number": "01/TB-NPLP", "issued_on": scene.FRIDAY, "due_on": scene.FRIDAY}
    return made


def fee_line(stage):
    """A fee line waiting for the second person."""
    return FeeLine.objects.create(
        agency=stage.agency,
        code="rieng",
        kind="ship",
        fee_kind="usage",
        label_vi="Phí (giả định)",
        amount_vnd=1,
        per="station",
        source="giả định",
        effective_from=scene.FRIDAY,
        entered_by=stage.people["officer"],
    )


def complaint(stage):
    """A complaint received from the public."""
    return Complaint.objects.create(
        number="01/2026/TB",
        receipt_sha256="0" * 64,
        agency=stage.agency,
        subject="telecom",
        source="public",
        matter="other",
        text="thử",
        place="thử",
        received_at=scene.NOW,
    )


def tablet(stage, label="MTB-01"):
    """A tablet waiting for its code."""
    return Tablet.objects.create(agency=stage.agency, label=label, invited_by=stage.people["admin"])


def dispatch(stage):
    """A visit given to a tablet."""
    return Dispatch.objects.create(
        visit=scene.scheduled(stage.people, stage.agent),
        tablet=tablet(stage),
        agency=stage.agency,
        sent_by=stage.people["officer"],
    )


def quarantined(stage):
    """An operation of a tablet kept for a person."""
    made = Quarantined.objects.create(
        agency=stage.agency, tablet=tablet(stage), sender=stage.people["inspector"], body="{}", code="thu"
    )
    made.carried = {"settled_by": stage.people["chief"], "settled_at": scene.NOW, "explanation": "thử"}
    return made
