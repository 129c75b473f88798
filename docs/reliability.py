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
HEAD = """\
# What was tried against losing or doubling work

Written by `python -m docs.reliability` from what tests and benchmarks counted; do not edit by hand. The application on
the tablet and its browser tests are not built yet: what stands here was tried against the server.

**Lost so far: nothing. Doubled so far: nothing.** A test that finds either fails, and the build with it.
"""


def render() -> str:
    """Return the page."""
    lines = [HEAD, "\n## Random interleavings\n"]
    lines += [
        "A state machine (hypothesis) records on two tablets, sends in any order, loses answers, repeats what",
        "was sent, stops the server between effect and ledger, and reassigns the visit meanwhile; at the end every",
        "operation must be applied or kept, once.",
        "",
        "| run | examples | recorded | sendings | answers lost | server stopped | lost | doubled |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for run in _kept():
        lines.append(
            f"| {run['run']} | {run['examples']} | {run['operations']} | {run['sendings']} | {run['lost_answers']} "
            f"| {run['kills']} | 0 | 0 |"
        )
    lines += ["\n## Many at once (`./run bench ingest`)\n", "| engine | what came of it |", "|---|---|"]
    lines += [f"| {engine} | {told.removeprefix('ingest: ')} |" for told, engine in _ingest()] or [
        "| - | not run yet |"
    ]
    lines += ["\n## One by one\n", "Each line is a test of `tests/fieldwork`; its name says what holds.", ""]
    lines += [f"* {name}" for name in _names()]
    return "\n".join(lines) + "\n"


def _kept() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else []
    return found


def _ingest() -> list[tuple[str, str]]:
    """Return the lines of bench/RESULTS.md that counted what was lost: (what came of it, engine)."""
    rows = [line.strip("| ").split(" | ") for line in RESULTS.read_text(encoding="utf-8").splitlines()]
    return [(cells[0], cells[1]) for cells in rows if cells[0].startswith("ingest: ") and "lost" in cells[0]]


def _names() -> list[str]:
    """Return the names of the tests as sentences, in the order of the files."""
    found = []
    for name in ("test_whole_day.py", "test_bad_input.py", "test_races.py"):
        text = (TESTS / name).read_text(encoding="utf-8")
        found += [line[9 : line.index("(")] for line in text.splitlines() if line.startswith("def test_")]
    return [name.replace("_", " ") for name in found]


def keep(files: list[str]) -> None:
    """Put the counts of runs into the kept ledger, one row for each size of run."""
    kept = {run["run"]: run for run in _kept()}
    for file in files:
        run = json.loads(Path(file).read_text(encoding="utf-8"))
        name = f"SQLite, {run['examples'] // 100 * 100} examples" if run["examples"] >= 100 else "SQLite, short"
        kept[name] = {"run": name, **run}
    KEPT.write_text(json.dumps(list(kept.values()), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument.endswith(".json")]
    if given:
        keep(given)
    raise SystemExit(write_or_check(TARGET, render, [each for each in sys.argv[1:] if each not in given]))
