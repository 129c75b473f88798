"""Loading: twice changes nothing, a wrong file is refused whole, nothing published changes."""

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts import journal
from rulebook import loader
from rulebook.models import RULE_MODELS, CalendarDay, Penalty, RulebookLoad
from rulebook.reading import WrongFile

CLAUSES = "clauses/nd-174-2026.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data files that may be spoilt."""
    target = tmp_path / "vn"
    shutil.copytree(loader.DATA / "vn", target)
    (target / loader.CHECKSUMS).unlink(missing_ok=True)
    return target


@pytest.fixture
def loaded(db: None) -> loader.Report:
    """The data files in the tables, by the loader itself."""
    return loader.load("vn")


def _edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _refusal(folder: Path) -> str:
    with pytest.raises(WrongFile) as caught:
        loader.load("vn", folder=folder)
    return str(caught.value)


def _counts() -> list[int]:
    return [model.objects.count() for model in RULE_MODELS]


def test_loading_fills_the_tables_and_writes_one_journal_entry(loaded: loader.Report) -> None:
    assert loaded.added == sum(_counts()) > 800
    assert journal.changes(RulebookLoad.objects.get()).count() == 1


def test_loading_twice_changes_nothing(loaded: loader.Report) -> None:
    before = _counts()
    again = loader.load("vn")
    assert (again.added, again.ended, again.unchanged) == (0, 0, loaded.added)
    assert _counts() == before
    assert RulebookLoad.objects.count() == 1


def test_every_loaded_row_keeps_the_hash_of_its_content(loaded: loader.Report) -> None:
    for model in RULE_MODELS:
        links = [item.name for item in model._meta.concrete_fields if item.is_relation]
        for row in model.objects.select_related(*links):
            assert row.computed_hash() == row.content_hash, row


@pytest.mark.parametrize(
    ("name", "old", "new", "wanted"),
    [
        (CLAUSES, "[[penalty]]\n", "[[penalty\n", ("not readable as TOML", "line")),
        (CLAUSES, "fine_max_vnd = 20000000", "fine_max_vnd = 5000000", ("[[penalty]] 1", "is greater than")),
        (CLAUSES, 'domain = "telecom_private_network"\n', "", ("[[penalty]] 1", "domain is missing")),
        (CLAUSES, 'penalty_kind = "fine"', 'penalty_kind = "lashes"', ("penalty_kind", "is none of warning, fine")),
        (CLAUSES, "fine_min_vnd = 10000000", 'fine_min_vnd = "ten"', ("fine_min_vnd", "expected int")),
        (CLAUSES, "fine_min_vnd = 10000000", "fine_min_vnd = -1", ("fine_min_vnd", "negative")),
        (CLAUSES, "limitation_months = 12\n", "", ("limitation_months is missing",)),
        (CLAUSES, 'instrument = "ND174-2026"', 'instrument = "ND1-1900"', ("there is no Instrument 'ND1-1900'",)),
        (CLAUSES, "[[penalty]]\n", "[[penalty]]\ncolour = 'red'\n", ("colour: there is no such field",)),
        (CLAUSES, "[[penalty]]\n", "[[fine]]\n", ("[[fine]]", "no such table")),
        ("deadlines.toml", "number = 24\n", "", ("(case.handover)", "number is missing", "`missing`")),
        ("deadlines.toml", 'unit = "hour"', 'unit = "moon"', ("(case.handover)", "'moon' is none of")),
        ("offices.toml", "{ radio = 100000000 }", "{ moon = 1 }", ("ceilings", "'moon'")),
        ("offices.toml", '[{ chapter = "IV" }]', '[{ verse = "1" }]', ("scope",)),
        ("offices.toml", '"ND174-2026-D104-K1-b"', '"ND174-2026-D999"', ("there is no provision 'ND174-2026-D999'",)),
        ("calendar.toml", "date = 2024-04-29", "date = 2024-04-30", ("code must be the date",)),
        ("calendar.toml", "date = 2024-04-29", 'date = "yesterday"', ("date: expected date",)),
        ("values.toml", 'missing = ["number"]', 'missing = ["weather"]', ("there is no field 'weather'",)),
        (
            "checklists/game-point-2026-07-01.toml", 'violations = ["ND174-2026-D100-K3-a"]',
            'violations = ["ND174-2026-D100-K9"]', ("(GP-01)", "there is no penalty 'ND174-2026-D100-K9'"),
        ),
        (
            "checklists/access-point-2026-07-01.toml", '"internet_agent", "venue_paid"]', '"castle"]',
            ("(AP-01)", "does not apply to 'castle'"),
        ),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_whole_with_file_row_and_reason(
    db: None, folder: Path, name: str, old: str, new: str, wanted: tuple[str, ...]
) -> None:
    _edit(folder, name, old, new)
    refusal = _refusal(folder)
    for part in (name, *wanted):
        assert part in refusal
    assert not any(_counts())


def test_rows_of_one_code_whose_dates_overlap_are_refused(db: None, folder: Path) -> None:
    row = '\n[[calendar_day]]\ncode = "2026-08-22"\ndate = 2026-08-22\neffective_from = 2026-09-01\nworking = false\n'
    with (folder / "calendar.toml").open("a", encoding="utf-8") as file:
        file.write(row + 'name_vi = "x"\nname_en = "x"\n')
    assert "its dates overlap those of the row from 2026-08-22" in _refusal(folder)


def test_all_faults_are_told_at_once(db: None, folder: Path) -> None:
    _edit(folder, "deadlines.toml", "number = 24\n", "")
    _edit(folder, "offices.toml", "{ radio = 100000000 }", "{ moon = 1 }")
    with pytest.raises(WrongFile) as caught:
        loader.load("vn", folder=folder)
    assert {fault.file for fault in caught.value.faults} == {"deadlines.toml", "offices.toml"}


def test_a_folder_that_is_not_there_is_refused(db: None, tmp_path: Path) -> None:
    with pytest.raises(WrongFile, match="no such folder"):
        loader.load("atlantis", folder=tmp_path / "atlantis")


def test_a_published_row_cannot_be_changed(loaded: loader.Report, folder: Path) -> None:
    _edit(folder, CLAUSES, "fine_max_vnd = 20000000", "fine_max_vnd = 30000000")
    refusal = _refusal(folder)
    assert "(ND174-2026-D17-K1)" in refusal
    assert "cannot be changed, only ended (differs in: fine_max_vnd)" in refusal
    assert Penalty.objects.get(code="ND174-2026-D17-K1").fine_max_vnd == 20_000_000


def test_a_published_row_cannot_be_taken_away(loaded: loader.Report, folder: Path) -> None:
    path = folder / "calendar.toml"
    path.write_text("[[calendar_day]]".join(path.read_text(encoding="utf-8").split("[[calendar_day]]")[:-1]))
    assert "CalendarDay 2026-08-31" in _refusal(folder)
    assert CalendarDay.objects.filter(code="2026-08-31").exists()


def test_a_published_row_may_be_ended_and_followed_by_another(loaded: loader.Report, folder: Path) -> None:
    rows = (folder / "notices.toml").read_text(encoding="utf-8")
    first = next(part for part in rows.split("[[notice]]") if "notice.radio.planned" in part)
    ended = first.replace("effective_from = 2016-03-25", "effective_from = 2016-03-25\neffective_until = 2026-12-31")
    later = first.replace("effective_from = 2016-03-25", "effective_from = 2027-01-01").replace(
        "number = 3", "number = 5"
    )
    (folder / "notices.toml").write_text(rows.replace(first, f"{ended}[[notice]]{later}"), encoding="utf-8")
    report = loader.load("vn", folder=folder)
    assert (report.added, report.ended) == (1, 1)
    again = loader.load("vn", folder=folder)
    assert (again.added, again.ended) == (0, 0)
    assert "cannot be taken back" in _refusal_of_reopening(folder, ended, first)


def _refusal_of_reopening(folder: Path, ended: str, first: str) -> str:
    _edit(folder, "notices.toml", ended, first.replace("2016-03-25", "2016-03-25\neffective_until = 2026-06-30"))
    return _refusal(folder)


def test_the_database_refuses_what_the_loader_would(loaded: loader.Report) -> None:
    rows = Penalty.objects.filter(code="ND174-2026-D17-K1")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(fine_max_vnd=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
    assert rows.update(effective_until="2026-12-31") == 1


def test_a_checksum_shows_a_published_row_changed_even_in_an_empty_database(db: None, folder: Path) -> None:
    builder = loader.prepare("vn", folder)
    assert loader.publish(builder, folder) == sum(len(rows) for rows in builder.rows.values())
    assert loader.publish(builder, folder) == 0
    _edit(folder, CLAUSES, "fine_max_vnd = 20000000", "fine_max_vnd = 30000000")
    refusal = _refusal(folder)
    assert loader.CHECKSUMS in refusal
    assert "Penalty ND174-2026-D17-K1 2026-07-01" in refusal


def test_the_command_reports_and_refuses(db: None, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_rulebook", "--check")
    call_command("load_rulebook")
    assert "Penalty 191" in capsys.readouterr().out
    _edit(folder, "deadlines.toml", "number = 24\n", "")
    with pytest.raises(CommandError, match="nothing was loaded"):
        call_command("load_rulebook", folder=folder)
