"""Visits of every outcome, made straight in the tables: the services have their own tests."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts import journal
from accounts.models import StepRecord
from enforcement.models import Case
from inspections.models import Finding, Visit, VisitMember
from licenses.enums import LicenseStatus
from licenses.models import Establishment, License, Licensee
from rulebook.models import Instrument, Penalty, Provision

ON = dt.date(2026, 11, 22)


@pytest.fixture
def business(agencies: Any, units: Any) -> Licensee:
    return Licensee.objects.create(
        kind="household",
        name="Hộ kinh doanh Hải Yến",
        name_folded="ho kinh doanh hai yen",
        agency=agencies.skhcn,
        unit=units.nha_trang,
    )


@pytest.fixture
def shop(business: Licensee, agencies: Any, units: Any) -> Establishment:
    return Establishment.objects.create(
        licensee=business,
        name="Đại lý Internet Hải Yến",
        name_folded="dai ly internet hai yen",
        kind="internet_agent",
        agency=agencies.skhcn,
        unit=units.nha_trang,
        valid_from=dt.date(2025, 7, 1),
    )


@pytest.fixture
def penalty(db: None) -> Penalty:
    row = {"administration": "vn", "effective_from": dt.date(2026, 7, 1), "source": "test", "basis": "copy"}
    instrument = Instrument.objects.create(
        code="ND-TEST", kind="decree", short_vi="NĐ thử", short_en="Test decree", **row
    )
    provision = Provision.objects.create(code="P-TEST", instrument=instrument, article="36", **row)
    return Penalty.objects.create(
        code="V-TEST",
        provision=provision,
        domain="internet",
        sector="telecom",
        title_vi="Hành vi thử",
        title_en="Test act",
        penalty_kind="fine",
        **row,
    )


@pytest.fixture
def visit(
    shop: Establishment, business: Licensee, agencies: Any, inspector: Any, penalty: Penalty
) -> Callable[..., Visit]:
    count = iter(range(1, 1_000))

    def make(
        status: str = "planned", day: dt.date = ON, *, violating: bool = False, withdrawn: bool = False, **fields: Any
    ) -> Visit:
        fields = {"establishment": shop, "unit": shop.unit, "agency": agencies.skhcn, "subject": "telecom"} | fields
        made = Visit.objects.create(
            number=f"{next(count)}/KT",
            licensee=business,
            reason="planned",
            window_start=day,
            window_end=day + dt.timedelta(days=2),
            **fields,
        )
        VisitMember.objects.create(visit=made, user=inspector, role="lead")
        if violating:
            told = {"withdrawn_at": timezone.now(), "withdrawn_reason": "nhầm", "version": 2} if withdrawn else {}
            Finding.objects.create(
                **told,
                visit=made,
                penalty=penalty,
                penalty_hash="0" * 64,
                facts="Không niêm yết nội quy",
                act_started_on=day,
                act_ended_on=day,
                detected_on=day,
                place="12 Nguyễn Thiện Thuật",
                recorded_by=inspector,
                recorded_at=timezone.now(),
            )
        if status != "planned":
            move(made, status)
        return made

    return make


@pytest.fixture
def case(visit: Any, inspector: Any, business: Licensee) -> Callable[..., Case]:
    def make(day: dt.date = ON, **fields: Any) -> Case:
        of = visit("sealed", day, violating=True)
        return Case.objects.create(
            number=f"{of.number}/HS",
            agency=of.agency,
            subject=of.subject,
            visit=of,
            licensee=business,
            unit=of.unit,
            opened_by=inspector,
            opened_on=day,
            **fields,
        )

    return make


@pytest.fixture
def license_until(business: Licensee, agencies: Any, units: Any) -> Callable[..., License]:
    count = iter(range(1, 1_000))

    def make(until: dt.date) -> License:
        made = License.objects.create(
            number=f"{next(count)}/GP",
            kind="land_mobile_private",
            holder=business,
            agency=agencies.skhcn,
            unit=units.nha_trang,
            valid_from=dt.date(2025, 7, 1),
            valid_until=until,
        )
        move(made, LicenseStatus.ACTIVE)
        return made

    return make


def move(obj: Any, status: str) -> None:
    """Put a record into a status with the step row that the database asks for."""
    StepRecord.objects.create(
        object_type=obj._meta.label_lower,
        object_id=journal.key_of(obj),
        version=obj.version + 1,
        name="test",
        source=obj.status,
        target=status,
    )
    type(obj)._base_manager.filter(pk=obj.pk).update(status=status, version=obj.version + 1)
    obj.refresh_from_db()
