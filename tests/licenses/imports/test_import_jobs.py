"""An import in the background: kept, followed, cancelled, taken up again, journaled once."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from accounts import journal
from accounts.access import system_user
from accounts.enums import JobStatus
from accounts.models import BackgroundJob, JournalEntry
from common.clock import now
from common.errors import Conflict, Invalid, NotAllowed, NotFound
from licenses.models import FrequencyAssignment, Licensee
from licenses.services.imports import files as imports
from licenses.services.imports import jobs
from tests.guards import unguarded_tables
from tests.licenses.imports.conftest import assignment, license, licensee, station, table

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
FILE = table(licensee(), licensee("BAD", kind="x"), station(), license(), assignment(power_reference=""))


def begin(by, agency, content=FILE, **options):
    data = content.encode() if isinstance(content, str) else content
    return imports.start(io.BytesIO(data), name="tệp  thử.csv", by=by, agency=agency, on=TODAY, queue=False, **options)


def test_an_import_leaves_its_report_two_files_and_one_journal_entry(officer, agencies):
    job = begin(officer, agencies.skhcn)
    assert (job.state, job.input_name) == (JobStatus.WAITING, "tệp thử.csv")
    done = jobs.execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.error) == (JobStatus.DONE, 5, 5, "")
    assert done.result == job.result
    assert job.result["outcomes"] == {"taken": 4, "merged": 0, "duplicate": 0, "already": 0, "refused": 1}
    assert "BAD" in imports.open_file(job, "refused").read().decode()
    assert "power_reference_missing" in imports.open_file(job, "warnings").read().decode()
    entry = JournalEntry.objects.get(verb="register.imported")
    assert (entry.verb, entry.actor, entry.agency) == ("register.imported", officer, agencies.skhcn)
    assert entry.values.changes["report_sha256"] == [None, job.result["report_sha256"]]
    assert journal.verify().clean


def test_the_files_speak_the_language_of_who_sent_it(officer, agencies):
    job = begin(officer, agencies.skhcn)
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert "không thuộc các giá trị" in imports.open_file(job, "refused").read().decode()


def test_a_file_that_cannot_be_read_is_refused_before_anything_is_kept(officer, agencies):
    with pytest.raises(Invalid) as caught:
        begin(officer, agencies.skhcn, b"%PDF-1.4")
    assert caught.value.code == "wrong_type"
    assert not BackgroundJob.objects.exists()


def test_a_file_that_turns_out_unreadable_fails_with_the_reason(officer, agencies):
    content = FILE.encode() + b"licensee,L7,x\n" * 6_000 + b"licensee,L9,\xff\n"
    job = begin(officer, agencies.skhcn, content)
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result["error"]["code"]) == (JobStatus.FAILED, "encoding")
    assert not Licensee.objects.exists()


def test_only_those_who_may_import_start_and_see_imports(officer, inspector, agencies):
    with pytest.raises(NotAllowed):
        begin(inspector, agencies.skhcn)
    with pytest.raises(NotAllowed):
        begin(officer, agencies.ttts7)
    job = begin(officer, agencies.skhcn)
    assert list(imports.visible(officer)) == [job]
    with pytest.raises(NotFound):
        imports.find(inspector, job.pk)


def test_an_import_that_waits_is_cancelled_at_once(officer, agencies):
    job = imports.cancel(begin(officer, agencies.skhcn), by=officer)
    assert job.state == JobStatus.CANCELLED
    assert jobs.execute(job.pk) is None
    with pytest.raises(Conflict):
        imports.cancel(job, by=officer)


def test_a_running_import_stops_after_the_rows_at_hand_and_may_be_sent_again(officer, agencies, monkeypatch):
    monkeypatch.setattr("licenses.services.imports.run.CHUNK", 1)
    job = begin(officer, agencies.skhcn)

    def stop(done, _total):
        if done == 2:
            imports.cancel(job, by=officer)

    jobs.execute(job.pk, stop)
    job.refresh_from_db()
    assert (job.state, job.result["not_reached"]) == (JobStatus.CANCELLED, 3)
    assert Licensee.objects.count() == 1
    again = begin(officer, agencies.skhcn)
    jobs.execute(again.pk)
    again.refresh_from_db()
    assert again.result["outcomes"] == {"taken": 3, "merged": 0, "duplicate": 0, "already": 1, "refused": 1}


def test_an_import_whose_worker_died_goes_on_where_it_ended(officer, agencies, monkeypatch):
    monkeypatch.setattr("licenses.services.imports.run.CHUNK", 1)
    job = begin(officer, agencies.skhcn, table(licensee(), station(), license(), assignment()))

    def die(done, _total):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jobs.execute(job.pk, die)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobStatus.FAILED, "interrupted")
    imports.take_up(job, by=officer)
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobStatus.DONE, "")
    assert job.result["outcomes"] == {"taken": 2, "merged": 0, "duplicate": 0, "already": 2, "refused": 0}
    assert (Licensee.objects.count(), FrequencyAssignment.objects.count()) == (1, 1)
    assert JournalEntry.objects.filter(verb="register.imported").count() == 1
    assert journal.verify().faults == []


def killed(job, minutes):
    """What a kill -9 leaves: an import that runs by its state, and no worker."""
    seen = now() - dt.timedelta(minutes=minutes)
    BackgroundJob.objects.filter(pk=job.pk).update(state=JobStatus.RUNNING, started_at=seen, seen_at=seen)
    job.refresh_from_db()


def test_an_import_whose_worker_was_killed_is_known_by_its_silence_and_taken_up_again(officer, agencies):
    job = begin(officer, agencies.skhcn)
    with pytest.raises(Conflict):
        imports.take_up(job, by=officer)
    killed(job, minutes=4)
    assert not jobs.stalled(job)
    with pytest.raises(Conflict):
        imports.take_up(job, by=officer)
    killed(job, minutes=6)
    assert jobs.stalled(job)
    imports.take_up(job, by=officer)
    jobs.execute(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result["outcomes"]["taken"]) == (JobStatus.DONE, 4)
    with pytest.raises(Conflict):
        imports.take_up(job, by=officer)


def test_an_import_whose_worker_was_killed_is_cancelled_at_once(officer, agencies):
    job = begin(officer, agencies.skhcn)
    killed(job, minutes=6)
    assert imports.cancel(job, by=officer).state == JobStatus.CANCELLED


def test_a_worker_thought_dead_that_wakes_up_stops_and_leaves_the_job_to_the_second(officer, agencies, monkeypatch):
    monkeypatch.setattr("licenses.services.imports.run.CHUNK", 1)
    job = begin(officer, agencies.skhcn)

    def sleep_and_be_replaced(done, _total):
        if done == 2:
            killed(job, minutes=6)
            imports.take_up(job, by=officer)
            jobs.execute(job.pk)

    jobs.execute(job.pk, sleep_and_be_replaced)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobStatus.DONE, "")
    assert job.result["outcomes"] == {"taken": 3, "merged": 0, "duplicate": 0, "already": 1, "refused": 1}
    assert (Licensee.objects.count(), FrequencyAssignment.objects.count()) == (1, 1)


def test_the_same_file_is_not_imported_beside_itself_but_again_afterwards_or_for_another_agency(officer, agencies):
    job = begin(officer, agencies.skhcn)
    with pytest.raises(Conflict) as caught:
        begin(officer, agencies.skhcn)
    assert caught.value.code == "under_way"
    begin(system_user(), agencies.ttts7)
    killed(job, minutes=6)
    begin(officer, agencies.skhcn)
    BackgroundJob.objects.update(state=JobStatus.DONE)
    begin(officer, agencies.skhcn)


@pytest.mark.postgres
def test_two_imports_at_once_into_one_register_double_nothing(officer, agencies, monkeypatch):
    monkeypatch.setattr("licenses.services.imports.run.CHUNK", 1)
    first, second = begin(officer, agencies.skhcn), begin(officer, agencies.skhcn, FILE + "\n")
    outcomes = []

    def let_the_other_run(done, _total):
        if done == 2:
            outcomes.append(jobs.execute(second.pk).result["outcomes"])

    outcomes.append(jobs.execute(first.pk, let_the_other_run).result["outcomes"])
    assert sum(found["taken"] for found in outcomes) == 4
    assert [sum(found.values()) for found in outcomes] == [5, 5]
    assert (Licensee.objects.count(), FrequencyAssignment.objects.count()) == (1, 1)


def test_a_job_runs_once_only(officer, agencies):
    job = begin(officer, agencies.skhcn)
    assert jobs.execute(job.pk) is not None
    assert jobs.execute(job.pk) is None


def test_the_command_imports_prints_its_report_and_writes_the_refused_rows(agencies, tmp_path, capsys):
    file, refused = tmp_path / "register.csv", tmp_path / "refused.csv"
    file.write_text(FILE, encoding="utf-8")
    call_command("import_register", file, agency="SKHCN-KH", refused=refused, verbosity=2)
    shown = capsys.readouterr()
    assert "5 rows: 4 taken, 0 merged, 0 duplicate, 0 already, 1 refused" in shown.out
    assert "5 of 5 rows" in shown.err
    assert "BAD" in refused.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("name", "options"),
    [("none.csv", {"agency": "SKHCN-KH"}), ("file.csv", {"agency": "NOBODY"}),
     ("file.csv", {"agency": "SKHCN-KH", "user": "nobody"}), ("file.csv", {"agency": "SKHCN-KH", "format": "fcc-uls"})],
)  # fmt: skip
def test_the_command_says_in_one_line_what_is_missing(agencies, tmp_path, name, options):
    (tmp_path / "file.csv").write_text(FILE, encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_register", tmp_path / name, **options)


def test_a_row_slipped_in_or_taken_out_is_named_though_imports_journal_no_single_rows(load, agencies):
    load(table(licensee(), licensee("L2", name="Hai")))
    assert journal.verify().faults == []
    kept = Licensee.objects.order_by("pk")
    strange = Licensee.objects.create(name="KẺ KHÁC", name_folded="ke khac", kind="household", agency=agencies.skhcn)
    assert journal.verify().faults == [
        f"licenses.licensee {strange.pk.hex}: no entry of the journal explains how it came here"
    ]
    Licensee.objects.filter(pk=strange.pk).update(created_at=kept[0].created_at)
    assert ["were added or removed (2 then, 3 now)" in fault for fault in journal.verify().faults] == [True]
    with unguarded_tables():
        Licensee.objects.filter(pk=strange.pk).delete()
        assert journal.verify().faults == []
        Licensee.objects.filter(source_key="L2").delete()
    assert ["were added or removed (2 then, 1 now)" in fault for fault in journal.verify().faults] == [True]
