"""Channel plans: loaded with the law's own rules, refused whole when two claim the same spectrum."""

import datetime as dt
from pathlib import Path

import pytest

from rulebook import loader
from rulebook.models import ChannelPlan
from rulebook.reading import WrongFile

ROW = """
[[channel_plan]]
code = "{code}"
name_vi = "Kế hoạch thử"
name_en = "Plan on trial"
kinds = {kinds}
lower_hz = {lower}
upper_hz = {upper}
basis = "partial"
source = "test"
effective_from = {since}
{more}
"""


def plan(code="P1", lower=150_000_000, upper=151_000_000, since="2020-01-01", kinds='["land_mobile_private"]', more=""):
    return ROW.format(code=code, lower=lower, upper=upper, since=since, kinds=kinds, more=more)


def write(folder: Path, *rows: str) -> Path:
    (folder / "bands").mkdir(exist_ok=True)
    (folder / "bands" / "plans.toml").write_text("\n".join(rows), encoding="utf-8")
    return folder


def refusal(folder: Path) -> str:
    with pytest.raises(WrongFile) as caught:
        loader.prepare("vn", folder)
    return str(caught.value)


def test_the_shipped_plans_are_marked_as_examples_and_unverified(law) -> None:
    plans = list(ChannelPlan.objects.all())
    assert plans
    assert all(row.example and row.caution_vi and row.caution_en and row.basis == "partial" for row in plans)


def test_a_plan_is_found_by_the_day(db, tmp_path: Path) -> None:
    loader.load("vn", folder=write(tmp_path, plan(more="effective_until = 2022-12-31"), plan(since="2023-01-01")))
    assert ChannelPlan.objects.in_force_on(dt.date(2022, 6, 1)).get().effective_from == dt.date(2020, 1, 1)
    assert ChannelPlan.objects.in_force_on(dt.date(2023, 6, 1)).get().effective_from == dt.date(2023, 1, 1)


def test_two_plans_may_not_claim_the_same_spectrum_for_the_same_kind(tmp_path: Path) -> None:
    text = refusal(write(tmp_path, plan("P1"), plan("P2", lower=150_500_000, upper=152_000_000)))
    assert "bands/plans.toml, [[channel_plan]] 2 (P2): overlaps plan P1 between 150,500,000 and 151,000,000 Hz" in text


@pytest.mark.parametrize(
    "second",
    [
        plan("P2", kinds='["broadcasting"]'),
        plan("P2", lower=151_000_000, upper=152_000_000),
        plan("P2", since="2024-01-01"),
    ],
)
def test_plans_of_other_kinds_edges_or_days_stand_beside_one_another(tmp_path: Path, second: str) -> None:
    loader.prepare("vn", write(tmp_path, plan("P1", more="effective_until = 2023-12-31"), second))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (plan(lower=151_000_000, upper=150_000_000), "is not above lower_hz"),
        (plan(lower=150, upper=151), "they are hertz"),
        (plan(more="raster_step_hz = 12500"), "raster_origin_hz and raster_step_hz are given together"),
        (plan(more="raster_origin_hz = 149000000\nraster_step_hz = 12500"), "lies outside the block"),
        (plan(more="duplex_hz = 500000\nduplex_side = 'upper'"), "the mate block overlaps the block itself"),
        (plan(more="duplex_hz = 5000000"), "duplex_hz and duplex_side are given together"),
        (plan(more="protected_field_dbuvm = 37"), "are given together or not at all"),
        (plan(more="border_range_km = 80"), "border_field_dbuvm, border_range_km, border_time_percent"),
        (plan(more="time_percent = 90"), "time_percent 90 lies outside"),
        (plan(more="field_model = 'guess'"), "'guess' is none of"),
        (plan(more="max_erp_w = -3"), "is negative"),
        (plan(more="colour = 'red'"), "there is no such field"),
    ],
)
def test_a_wrong_plan_is_named_with_file_row_and_reason(tmp_path: Path, row: str, reason: str) -> None:
    text = refusal(write(tmp_path, row))
    assert text.startswith("bands/plans.toml, [[channel_plan]] 1 (P1): ")
    assert reason in text


def test_a_published_plan_is_only_ended(db, tmp_path: Path) -> None:
    loader.load("vn", folder=write(tmp_path, plan()))
    with pytest.raises(WrongFile, match="only ended"):
        loader.load("vn", folder=write(tmp_path, plan(more="max_erp_w = 5.0")))
    assert loader.load("vn", folder=write(tmp_path, plan(more="effective_until = 2026-01-01"))).ended == 1
