"""The data files say what the research saw, and nothing more."""

import datetime as dt
import itertools
import re
from typing import Any

import pytest

from rulebook import loader
from rulebook.building import Builder
from rulebook.models import ChecklistItem, Deadline, DocumentForm, FeeRule, Office, Penalty, Provision, RuleValue

FINE = re.compile(r"Phạt tiền từ ([\d.]+) đồng đến ([\d.]+) đồng")
# Bytes that would show a letter lost or a line break left in the middle of the wording.
SPOILT = re.compile("[\ufffd\u200b\n]|  ")


def _penalties(files: Builder) -> dict[str, Any]:
    return {row.code: row for row in files.rows[Penalty]}


def test_all_rows_of_the_research_are_loaded_and_no_other(files: Builder, research: list[dict]) -> None:
    assert len(research) == 191
    assert set(_penalties(files)) == {row["code"] for row in research}


def test_each_row_equals_the_row_of_the_research_titles_aside(files: Builder, research: list[dict]) -> None:
    loaded = _penalties(files)
    for seen in research:
        row = loaded[seen["code"]]
        found = {
            "domain": row.domain,
            "instrument": row.provision.instrument.short_vi,
            "effective_from": row.effective_from.isoformat(),
            "effective_to": row.effective_until.isoformat() if row.effective_until else None,
            "effective_dates_seen": row.dates_seen,
            "article": row.provision.article or None,
            "clause": row.provision.clause or None,
            "point": row.provision.point or None,
            "penalty_kind": row.penalty_kind,
            "fine_min_vnd": row.fine_min_vnd,
            "fine_max_vnd": row.fine_max_vnd,
            "applies_to": row.applies_to or None,
            "individual_fine_factor": None if row.individual_factor is None else float(row.individual_factor),
            "addressee": row.addressee or None,
            "supplementary": row.supplementary or None,
            "remedial": row.remedial or None,
            "limitation_months": row.limitation_months,
            "source": row.source,
            "note": row.note or None,
        }
        wanted = {key: value for key, value in seen.items() if key not in ("code", "title_vi", "title_en", "seen")}
        assert found == wanted, seen["code"]
        assert seen["seen"] is True


def test_every_bracket_of_the_decree_in_force_stands_in_its_own_wording(files: Builder) -> None:
    rows = [row for row in files.rows[Penalty] if row.provision.instrument.code == "ND174-2026"]
    assert len(rows) == 162
    for row in rows:
        stated = FINE.search(row.legal_text_vi) or FINE.search(row.clause_intro_vi)
        if row.penalty_kind == "warning":
            assert stated is None, row.code
            assert "cảnh cáo" in (row.clause_intro_vi or row.legal_text_vi), row.code
        else:
            assert stated, row.code
            assert tuple(int(text.replace(".", "")) for text in stated.groups()) == (
                row.fine_min_vnd,
                row.fine_max_vnd,
            ), row.code


def test_the_wording_of_the_decree_is_whole(files: Builder) -> None:
    for row in files.rows[Penalty]:
        if row.legal_text_vi:
            assert not SPOILT.search(row.legal_text_vi + row.clause_intro_vi), row.code
            assert row.legal_text_vi.rstrip()[-1] in ".;:", row.code
    hours = _penalties(files)["ND174-2026-D100-K3-dd"]
    assert hours.legal_text_vi == "Hoạt động ngoài khoảng thời gian từ 08 giờ sáng đến 22 giờ đêm hàng ngày;"
    assert hours.clause_intro_vi.startswith("Phạt tiền từ 10.000.000 đồng đến 15.000.000 đồng đối với một trong các")


def test_a_point_the_copies_disagree_about_carries_a_caution(files: Builder) -> None:
    for code in ("ND174-2026-D100-K3-dd", "ND174-2026-D100-K3-e", "ND174-2026-D66-K5-c"):
        row = _penalties(files)[code]
        assert row.caution_vi, code
        assert row.caution_en, code


def test_rows_of_older_decrees_are_partial_and_the_new_one_is_a_copy(files: Builder) -> None:
    for row in files.rows[Penalty]:
        wanted = "copy" if row.provision.instrument.code == "ND174-2026" else "partial"
        assert row.basis == wanted, row.code


def test_dates_of_one_code_never_overlap(files: Builder) -> None:
    for model, rows in files.rows.items():
        ordered = sorted(rows, key=lambda row: (row.code, row.effective_from))
        for first, second in itertools.pairwise(ordered):
            if first.code == second.code:
                assert (first.effective_until or dt.date.max) < second.effective_from, (model, first.code)


def test_every_checklist_item_names_provisions_and_penalties_in_force(files: Builder) -> None:
    provisions = {row.code: row for row in files.rows[Provision]}
    penalties = _penalties(files)
    for item in files.rows[ChecklistItem]:
        assert item.provisions, item.code
        for row in [*(provisions[code] for code in item.provisions), *(penalties[code] for code in item.violations)]:
            assert row.effective_from <= item.effective_from, (item.code, row.code)
            assert row.effective_until is None, (item.code, row.code)
        assert item.text_vi
        assert item.text_en


def test_every_quantity_of_circular_02_2016_is_measured(files: Builder) -> None:
    measured = {item.quantity for item in files.rows[ChecklistItem] if item.checklist.code == "radio-station"} - {""}
    assert measured == {
        "frequency", "power", "occupied_bandwidth", "emission_mode", "unwanted_emission", "place", "antenna_height",
        "antenna_position",
    }  # fmt: skip


def test_what_no_source_gives_stays_empty(files: Builder) -> None:
    values = {row.code: row for row in files.rows[RuleValue]}
    for code in ("household.rate", "repeat.months", "internet_agent.opens"):
        assert values[code].number is None
        assert values[code].missing == ["number"]
    assert {row.code: row.number for row in files.rows[Deadline]}["record.make"] is None
    assert {row.code: row.amount_vnd for row in files.rows[FeeRule]}["fee.usage.fixed_link"] is None
    assert {row.code: row.suffix for row in files.rows[DocumentForm]}["penalty_decision"] == ""


@pytest.mark.parametrize(
    ("code", "sector", "ceiling"),
    [
        ("regional-radio-centre-director", "radio", 100_000_000),
        ("standards-branch-head", "telecom", 100_000_000),
        ("science-technology-director", "radio", 160_000_000),
        ("science-technology-director", "post", 64_000_000),
        ("culture-sports-director", "information_technology", 160_000_000),
        ("team-leader-telecom-radio", "radio", 160_000_000),
        ("national-telecom-radio-director", "radio", 200_000_000),
        ("science-technology-ministry", "telecom", 200_000_000),
        ("culture-ministry", "information_technology", 200_000_000),
        ("commune-chairman", "telecom", 100_000_000),
        ("province-chairman", "radio", 200_000_000),
        ("police-officer-on-duty", "radio", 20_000_000),
    ],
)
def test_ceilings_are_those_of_the_decree(files: Builder, code: str, sector: str, ceiling: int) -> None:
    office = next(row for row in files.rows[Office] if row.code == code)
    assert office.ceilings[sector] == ceiling
    amount = f"{ceiling:,}".replace(",", ".")
    stated = [row.text_vi for row in files.rows[Provision] if row.code in office.provisions]
    assert any(f"{amount} đồng" in text for text in stated)


def test_published_rows_are_unchanged(files: Builder) -> None:
    folder = loader.DATA / "vn"
    kept, found = loader.read_checksums(folder), loader.checksums(files)
    assert kept, "publish the rows: ./run manage load_rulebook --publish"
    assert {name: found.get(name) for name in kept} == kept
    assert set(found) == set(kept), "new rows: ./run manage load_rulebook --publish"
