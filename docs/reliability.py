"""Writes docs/reliability.md from what the tests counted: `python -m docs.reliability [LEDGER.json …] [--check]`.

A ledger is what tests/fieldwork/test_interleavings.py leaves with FIELD_LEDGER=<file>; docs/reliability.json keeps it.
"""

import json
import sys
from pathlib import Path
from typing import Any

from docs.written import write_or_check

FOLDER = Path(__file__).parent
TARGET, KEPT = FOLDER / "reliability.md", FOLDER / "reliability.json"
RESULTS = FOLDER.parent / "bench" / "RESULTS.md"
TESTS = FOLDER.parent / "tests" / "fieldwork"
BROWSER = FOLDER.parent / "tests" / "browser" / "tablet"
IN_BROWSER = "browser"  # the ledger that tests/browser/tablet leaves with FIELD_LEDGER_BROWSER=<file>
COUNTED = (
    "examples", "operations", "closings", "people", "files", "edits", "sendings", "reordered", "repeats",
    "lost_answers", "kills", "skewed", "reassigned",
)  # fmt: skip
SUBJECTS = (
    "test_whole_day.py", "test_clock_and_place.py", "test_office_changed_its_mind.py", "test_who_sends.py",
    "test_order_and_garbage.py", "test_lines_together.py", "test_files_arrive.py", "test_kinds_of_file.py",
    "test_openings.py", "test_server_fails_halfway.py", "test_enrolment_and_export.py", "test_keys.py",
    "test_by_hand.py", "test_earlier.py", "test_given_back.py", "test_package.py", "test_races.py",
)  # fmt: skip
HEAD = """\
# What was tried against losing or doubling work

Written by `python -m docs.reliability` from what tests and benchmarks counted; do not edit by hand.

**Lost so far: nothing. Doubled so far: nothing.** A test that finds either fails, and the build with it.
"""


def render() -> str:
    """Return the page."""
    lines = [HEAD, "\n## Random interleavings\n"]
    lines += [
        "A state machine (hypothesis) records on two tablets (answers, what became of earlier violations, people,",
        "photos, signatures), edits what was not sent yet, sends in any order, loses answers, repeats what was sent,",
        "stops the server between effect and ledger and at the end of a file, sets the clock up to a year off and",
        "gives the visit to the other tablet meanwhile; at the end every operation must be applied or kept, once, and",
        "every file be whole under its hash. `-`: not yet counted in that run.",
        "",
        "| run | examples | recorded | earlier closed | people | files | edited | sendings | out of order | repeated "
        "| answers lost | server stopped | clock set | given on | lost | doubled |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for run in _kept():
        if run["run"] == IN_BROWSER:
            continue
        counts = " | ".join(str(run.get(name, "-")) for name in COUNTED)
        lines.append(f"| {run['run']} | {counts} | 0 | 0 |")
    lines += ["\n## Many at once (`./run bench ingest`)\n", "| engine | what came of it |", "|---|---|"]
    lines += [f"| {engine} | {told.removeprefix('ingest: ')} |" for told, engine in _ingest()] or [
        "| - | not run yet |"
    ]
    lines += ["\n## One by one\n", "Each line is a test of `tests/fieldwork`; its name says what holds.", ""]
    lines += [f"* {name}" for name in _names([TESTS / name for name in SUBJECTS])]
    lines += [
        "\n## One by one, the application in a real browser\n",
        "Each line is a test of `tests/browser/tablet`. Most end with an audit: every operation of the tablet is in",
        "the server's ledger once, applied, under the hash the tablet reckoned itself; every answer, finding and",
        "signature is there once; every file has, byte for byte, the hash it had on the tablet; the tablet knows.",
        "",
        "| audits | operations | files | lost | doubled |",
        "|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {run['situations']} | {run['operations']} | {run['files']} | {run['lost']} | {run['doubled']} |"
        for run in _kept()
        if run["run"] == IN_BROWSER
    ]
    lines.append("")
    lines += [f"* {name}" for name in _names(sorted(BROWSER.glob("test_*.py")))]
    return "\n".join(lines) + "\n"


def _kept() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else []
    return found


def _ingest() -> list[tuple[str, str]]:
    """Return the lines of bench/RESULTS.md that counted what was lost: (what came of it, engine)."""
    rows = [line.strip("| ").split(" | ") for line in RESULTS.read_text(encoding="utf-8").splitlines()]
    return [(cells[0], cells[1]) for cells in rows if cells[0].startswith("ingest: ") and "lost" in cells[0]]


def _names(files: list[Path]) -> list[str]:
    """Return the names of the tests as sentences, in the order of the files."""
    found = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        found += [line[9 : line.index("(")] for line in text.splitlines() if line.startswith("def test_")]
    return [name.replace("_", " ") for name in found]


def keep(files: list[str]) -> None:
    """Put the counts of runs into the kept ledger, one row for each size of run."""
    kept = {run["run"]: run for run in _kept()}
    for file in files:
        run = json.loads(Path(file).read_text(encoding="utf-8"))
        if run.get("run") == IN_BROWSER:
            kept[IN_BROWSER] = run
            continue
        # hypothesis tries some more than it is asked for
        asked = run["examples"] // 50 * 50
        name = f"{run.pop('engine')}, {asked} examples" if asked else f"{run.pop('engine')}, short"
        kept[name] = {"run": name, **run}
    KEPT.write_text(json.dumps(list(kept.values()), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument.endswith(".json")]
    if given:
        keep(given)
    raise SystemExit(write_or_check(TARGET, render, [each for each in sys.argv[1:] if each not in given]))
