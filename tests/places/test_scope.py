"""Who sees what by place and subject, tried on protected places with an agency's own column in their stead."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Q

from accounts import access
from accounts.models import Agency, User
from places.enums import UnitKind
from places.models import AdminUnit, ProtectedPlace, Territory, UnitSuccession
from places.scope import scope_q, units_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_units")]
TODAY = dt.date(2026, 11, 18)


def _place(name: str, unit: AdminUnit | None, kind: str = "other") -> ProtectedPlace:
    return ProtectedPlace.objects.create(
        name=name, kind=kind, unit=unit, lat=12.2, lon=109.1, source="test", source_key=name
    )


@pytest.fixture
def rows(units: SimpleNamespace, agencies: SimpleNamespace) -> list[ProtectedPlace]:
    """One in Nha Trang, one in the next ward, one in the next province, one nowhere."""
    return [
        _place("nha trang", units.nha_trang, "primary_school"),
        _place("bac nha trang", units.bac_nha_trang, "other"),
        _place("buon ma thuot", units.buon_ma_thuot, "other"),
        _place("nowhere", None),
    ]


def _seen(user: User, **options: Any) -> set[str]:
    """Names of the rows in scope; the agency column is one that is never the person's own."""
    options.setdefault("agency", "unit__parent__parent__territories__agency")
    return set(ProtectedPlace.objects.filter(scope_q(user, **options)).values_list("name", flat=True))


def test_a_province_stands_for_its_communes(rows: list[ProtectedPlace], officer: User) -> None:
    assert _seen(officer) == {"nha trang", "bac nha trang"}


def test_a_commune_sees_its_own_place_only(rows: list[ProtectedPlace], commune: User) -> None:
    assert _seen(commune) == {"nha trang"}


def test_a_regional_centre_sees_two_provinces(rows: list[ProtectedPlace], inspector2: User) -> None:
    assert _seen(inspector2) == {"nha trang", "bac nha trang", "buon ma thuot"}


def test_another_province_sees_nothing_of_ours(rows: list[ProtectedPlace], inspector_elsewhere: User) -> None:
    assert _seen(inspector_elsewhere) == {"buon ma thuot"}


def test_somebody_without_an_agency_sees_nothing(rows: list[ProtectedPlace], stranger: User) -> None:
    assert _seen(stranger) == set()


def test_the_subject_must_be_one_of_the_agencys(rows: list[ProtectedPlace], officer: User, culture: User) -> None:
    subjects = {"games": Q(kind="primary_school"), "radio": Q(kind="other"), "telecom": Q(pk=None)}
    assert _seen(culture, subjects=subjects) == {"nha trang"}
    assert _seen(officer, subjects=subjects) == {"bac nha trang"}
    assert _seen(officer, subjects={"games": Q()}) == set()


def test_what_the_own_agency_granted_is_seen_wherever_it_lies(
    rows: list[ProtectedPlace], agencies: SimpleNamespace, inspector_elsewhere: User
) -> None:
    own = _seen(inspector_elsewhere, agency="unit__territories__agency", unit=None)
    assert own == set()
    Territory.objects.create(agency=agencies.skhcn_dl, unit=rows[0].unit, valid_from=dt.date(2026, 1, 1))
    assert _seen(inspector_elsewhere, agency="unit__territories__agency", unit=None) == {"nha trang"}


def test_what_another_agency_shared_is_seen(
    rows: list[ProtectedPlace], agencies: SimpleNamespace, inspector_elsewhere: User, officer: User
) -> None:
    access.share(rows[1], agency=agencies.skhcn_dl, basis="quy chế phối hợp", by=officer, on=TODAY)
    seen = _seen(inspector_elsewhere, model=ProtectedPlace, on=TODAY)
    assert seen == {"buon ma thuot", "bac nha trang"}


def test_a_territory_counts_only_in_its_period(
    rows: list[ProtectedPlace], agencies: SimpleNamespace, commune: User
) -> None:
    Territory.objects.filter(agency=agencies.commune).update(valid_until=dt.date(2026, 10, 31))
    assert _seen(commune, on=dt.date(2026, 10, 31)) == {"nha trang"}
    assert _seen(commune, on=dt.date(2026, 11, 1)) == set()


def test_a_record_that_names_an_old_unit_is_seen_by_those_who_took_it_over(
    units: SimpleNamespace, officer: User, inspector_elsewhere: User
) -> None:
    old = AdminUnit.objects.create(
        code="22363",
        name="Phường Lộc Thọ",
        name_folded="phuong loc tho",
        bare_name_folded="loc tho",
        kind=UnitKind.COMMUNE,
        valid_until=dt.date(2025, 6, 30),
    )
    UnitSuccession.objects.create(old=old, unit=units.nha_trang, old_name=old.name, whole=True)
    _place("loc tho", old)
    assert _seen(officer) == {"loc tho"}
    assert _seen(inspector_elsewhere) == set()


def test_the_scope_costs_no_query_per_unit_and_doubles_no_row(
    rows: list[ProtectedPlace], agencies: SimpleNamespace, officer: User, django_assert_num_queries: Any
) -> None:
    Territory.objects.create(agency=agencies.skhcn, unit=rows[0].unit, valid_from=dt.date(2025, 7, 1))
    access.remember(officer)
    scope = scope_q(officer, agency="unit__parent__parent__parent", model=ProtectedPlace)
    with django_assert_num_queries(1):
        assert ProtectedPlace.objects.filter(scope).count() == 2


def test_a_province_expands_to_its_units_old_and_new_inside_the_database(django_assert_num_queries: Any) -> None:
    agency = Agency.objects.create(code="T", name="T", kind="department")
    khanh_hoa = AdminUnit.objects.get(code="56", valid_until=None)
    Territory.objects.create(agency=agency, unit=khanh_hoa, valid_from=dt.date(2025, 7, 1))
    with django_assert_num_queries(1):
        found = list(units_of([agency], TODAY))
    assert len([unit for unit in found if unit.is_current]) == 66
    assert "Phường Lộc Thọ" in {unit.name for unit in found}
