"""What held on a date: checklists, notices, authorities, offices, forms."""

import datetime as dt

import pytest

from common.errors import Unavailable
from rulebook import lookup
from rulebook.models import ChecklistItem, Penalty

pytestmark = pytest.mark.usefixtures("law")
DAY = dt.date(2026, 11, 18)


def _codes(kind: str, offers_games: bool = False) -> set[str]:
    return {row.code for row in lookup.items_for(kind, DAY, offers_games=offers_games)}


def test_an_agent_that_offers_games_gets_both_lists() -> None:
    assert [row.code for row in lookup.checklist_for("internet_agent", DAY)] == ["access-point"]
    both = lookup.checklist_for("internet_agent", DAY, offers_games=True)
    assert [row.code for row in both] == ["access-point", "game-point"]
    found = _codes("internet_agent", offers_games=True)
    assert {"AP-09", "GP-12"} <= found
    assert "AP-15" not in found


def test_items_differ_between_kinds_of_access_point() -> None:
    agent, isp, paid, free = (_codes(kind) for kind in ("internet_agent", "isp_point", "venue_paid", "venue_free"))
    assert {"AP-01", "AP-02", "AP-05", "AP-06", "AP-15"} <= agent
    assert {"AP-07", "AP-08"} <= isp
    assert not {"AP-01", "AP-02", "AP-05"} & isp
    assert {"AP-01", "AP-02", "AP-16"} <= paid
    assert "AP-15" not in paid
    assert not {"AP-01", "AP-02", "AP-05", "AP-07"} & free
    assert {"AP-12", "AP-14", "AP-16"} <= free


def test_a_wrong_frequency_is_another_clause_for_an_internal_networks_handset() -> None:
    private = {row.code: row for row in lookup.items_for("land_mobile_private", DAY)}
    internal = {row.code: row for row in lookup.items_for("land_mobile_internal", DAY)}
    assert "ND174-2026-D66-K6-b" in private["RS-20"].violations
    assert "RS-21" not in private
    assert internal["RS-21"].violations == ["ND174-2026-D66-K2-b"]
    assert "RS-20" not in internal


def test_items_give_their_provisions_and_violations_as_rows() -> None:
    item = ChecklistItem.objects.get(code="AP-09")
    assert [row.code for row in lookup.violations_of(item, DAY)] == ["ND174-2026-D36-K1-d"]
    cited = [row.citation_vi for row in lookup.provisions_of(item, DAY)]
    assert "điểm d khoản 1 Điều 36 Nghị định 174/2026/NĐ-CP" in cited


@pytest.mark.parametrize(
    ("subject", "reason", "number", "exempt"),
    [
        ("radio", "planned", 3, False), ("radio", "unscheduled", 1, False), ("radio", "interference", None, True),
        ("radio", "would_defeat", None, True), ("telecom", "planned", None, False),
        ("games", "on_the_spot", None, True),
    ],
)  # fmt: skip
def test_notice_depends_on_subject_and_reason(subject: str, reason: str, number: int | None, exempt: bool) -> None:
    rule = lookup.notice_rule(subject, reason, DAY)
    assert rule
    assert (rule.number, rule.exempt) == (number, exempt)
    assert rule.requires_reason is exempt


@pytest.mark.parametrize(
    ("kind", "level", "agency"),
    [
        ("game_point", "commune", "UBND-P-NHATRANG"), ("land_mobile_private", "national", "CTS"),
        ("land_mobile_internal", "regional", "TTTS-7"), ("fishing_vessel", "regional", "TTTS-7"),
        ("internet_agent", "province", "SKHCN-KH"),
    ],
)  # fmt: skip
def test_who_grants_is_a_dated_row(kind: str, level: str, agency: str) -> None:
    row = lookup.granting_authority(kind, DAY)
    assert row
    assert (row.level, row.agencies) == (level, [agency])
    assert row.register_only is (kind == "internet_agent")


def test_communes_grant_game_certificates_only_since_july_2025() -> None:
    assert lookup.granting_authority("game_point", dt.date(2025, 6, 30)) is None


def _offices(code: str, subject: str = "organisation", agency: str = "") -> set[str]:
    rows = lookup.competent_offices(Penalty.objects.get(code=code), subject, DAY, agency)
    return {row.code for row in rows}


def test_an_agents_act_and_a_game_act_belong_to_two_departments() -> None:
    assert "science-technology-director" in _offices("ND174-2026-D36-K1-d")
    assert "culture-sports-director" not in _offices("ND174-2026-D36-K1-d")
    assert "culture-sports-director" in _offices("ND174-2026-D100-K3-dd")
    assert "science-technology-director" not in _offices("ND174-2026-D100-K3-dd")
    assert "province-chairman" in _offices("ND174-2026-D36-K1-d") & _offices("ND174-2026-D100-K3-dd")


def test_a_radio_act_belongs_to_the_department_and_the_regional_centre() -> None:
    assert {"science-technology-director", "regional-radio-centre-director"} <= _offices("ND174-2026-D66-K6-b")
    assert _offices("ND174-2026-D66-K6-b", agency="TTTS-7") == {"regional-radio-centre-director"}
    assert not _offices("ND174-2026-D66-K6-b", agency="SVHTT-KH")


def test_the_ceiling_is_compared_with_the_maximum_of_the_bracket() -> None:
    over = _offices("ND174-2026-D66-K10")  # up to 170 m
    assert "regional-radio-centre-director" not in over
    assert "science-technology-director" not in over
    assert "province-chairman" in over
    assert "science-technology-director" in _offices("ND174-2026-D66-K9")  # up to 140 m
    assert "regional-radio-centre-director" not in _offices("ND174-2026-D66-K9")


@pytest.mark.parametrize("code", ["ND174-2026-D66-K9", "ND174-2026-D66-K10", "ND174-2026-D36-K3-c"])
def test_an_individual_halves_both_sides(code: str) -> None:
    assert _offices(code, "individual") == _offices(code)


def test_a_post_without_suspension_may_not_take_an_act_that_can_be_suspended() -> None:
    assert "police-officer-on-duty" in _offices("ND174-2026-D36-K3-a")
    assert "police-officer-on-duty" not in _offices("ND174-2026-D36-K3-c")


def test_an_individual_pays_half_and_players_their_own_rate() -> None:
    hours = Penalty.objects.get(code="ND174-2026-D36-K3-a")
    assert hours.bracket_for("individual") == (2_500_000, 5_000_000)
    assert hours.bracket_for("organisation") == (5_000_000, 10_000_000)
    player = Penalty.objects.get(code="ND174-2026-D101-K2")
    assert player.bracket_for("individual") == (600_000, 1_000_000)
    with pytest.raises(ValueError):
        player.bracket_for("organisation")


def test_forms_values_and_deadlines_are_found_by_code_and_day() -> None:
    form = lookup.form("violation_record", DAY)
    assert form
    assert (form.suffix, form.form_no) == ("BB-VPHC", "MBB01")
    assert len(form.fields) == 13
    assert lookup.form("love_letter", DAY) is None
    assert lookup.value("planned_visits.per_year", DAY).number == 1
    assert lookup.deadline("explanation.written", DAY).number == 5
    with pytest.raises(Unavailable):
        lookup.deadline("explanation.written", dt.date(1999, 1, 1))


def test_nothing_is_verified_when_it_is_loaded() -> None:
    rows = list(Penalty.objects.all()[:5])
    assert lookup.unverified(rows) == rows
