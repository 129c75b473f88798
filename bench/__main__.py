"""`./run bench [NAME …] [--write]`: runs benchmarks, prints ratios, appends JSON lines to bench/results.jsonl."""

import ast
import contextlib
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.store import kept
from tests.postgres_cluster import Absent, cluster

FOLDER = Path(__file__).parent
LINES = FOLDER / "results.jsonl"
REPORT = FOLDER / "RESULTS.md"


def names() -> list[str]:
    """Return the benchmarks there are."""
    return sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))


def stated(name: str, constant: str, default: Any) -> Any:
    """Return what a benchmark states in a constant, without importing it.

    ENGINES: on which engines it runs. KEPT: on which database that is kept between runs, "register" or "spectrum".
    BASELINE: the engine whose kept database its baseline needs, whichever engine the product runs on.
    """
    for node in ast.parse((FOLDER / f"bench_{name}.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == constant:
            return ast.literal_eval(node.value)
    return default


@contextlib.contextmanager
def database(name: str, engine: str, folder: Path) -> Iterator[str]:
    """Yield the address of an empty database, or of the kept one."""
    what = stated(name, "KEPT", "")
    if what:
        with kept(engine, what) as url:
            yield url
    elif engine == "sqlite":
        yield f"sqlite:///{folder / 'bench.sqlite3'}"
    else:
        with cluster() as url:
            yield url


def measure(name: str, engine: str) -> list[dict[str, Any]]:
    """Run one benchmark on one engine."""
    with tempfile.TemporaryDirectory(prefix="wavewarden-bench-") as temporary:
        folder = Path(temporary)
        with contextlib.ExitStack() as stack:
            url = stack.enter_context(database(name, engine, folder))
            env = {
                **os.environ,
                "DATABASE_URL": url,
                "DEMO_MODE": "1",
                "LOG_LEVEL": "ERROR",
                "VAR_DIR": temporary,
                "TASKS_IMMEDIATE": "1",
            }
            baseline = stated(name, "BASELINE", "")
            if baseline:
                env["BASELINE_DATABASE_URL"] = url if baseline == engine else stack.enter_context(kept(baseline))
            result = folder / "rows.json"
            command = [sys.executable, "-m", "bench.child", name, str(result)]
            if subprocess.call(command, env=env, cwd=FOLDER.parent) != 0 or not result.exists():
                return [{"name": f"{name}: stopped with an error", "must": "-", "ok": False, "engine": engine}]
            rows: list[dict[str, Any]] = json.loads(result.read_text(encoding="utf-8"))
    return [{**row, "engine": engine} for row in rows]


def table(rows: list[dict[str, Any]]) -> str:
    """Return the rows as a Markdown table."""
    lines = [
        "| work | engine | product ms | p95 ms | baseline ms | ratio | must | held |",
        "|---|---|---:|---:|---:|---:|---|---|",
    ]
    for row in rows:
        figures = [str(row.get(key, "")) for key in ("product_ms", "p95_ms", "baseline_ms", "ratio")]
        held = "yes" if row["ok"] else "**no**"
        lines.append(f"| {row['name']} | {row['engine']} | {' | '.join(figures)} | {row['must']} | {held} |")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Run what is asked for; 1 when a limit was not held."""
    strange = [each for each in arguments if each.startswith("-") and each != "--write"]
    if strange:
        print(f"{__doc__}\nThere are: {', '.join(names())}", file=sys.stderr)
        return 0 if strange[0] in ("-h", "--help") else 2
    chosen = [argument for argument in arguments if not argument.startswith("-")] or names()
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(names())}", file=sys.stderr)
        return 2
    rows: list[dict[str, Any]] = []
    for name in chosen:
        for engine in stated(name, "ENGINES", ("sqlite",)):
            print(f"bench: {name} on {engine} ...", flush=True)
            try:
                found = measure(name, engine)
            except Absent as reason:
                print(f"bench: {name} on {engine} not run: {reason}", file=sys.stderr)
                continue
            rows += [{"bench": name, **row} for row in found]
            print(table(found), flush=True)
    stamp = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    with open(LINES, "a", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"at": stamp, **row}, ensure_ascii=False) + "\n" for row in rows)
    if "--write" in arguments:
        write_report()
    return 0 if all(row["ok"] for row in rows) else 1


def latest() -> list[dict[str, Any]]:
    """Return the rows of each benchmark's newest run on each engine, in the order of the benchmarks."""
    runs: dict[tuple[str, str], tuple[str, list[dict[str, Any]]]] = {}
    for line in LINES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        key = (row["bench"], row["engine"])
        if key not in runs or runs[key][0] != row["at"]:
            runs[key] = (row["at"], [])
        runs[key][1].append({**row, "name": f"{row['name']} ({row['at'][:10]})"})
    return [row for key in sorted(runs) for row in runs[key][1]]


def write_report() -> None:
    """Keep the newest figures of every benchmark for readers of the repository."""
    REPORT.write_text(
        "# Benchmark results\n\n"
        f"Written by `./run bench --write`; {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, the day of each run beside it. Medians, both sides in turn. "
        "Only the ratios travel to other machines, and times only from machines that did nothing else meanwhile.\n\n"
        + table(latest())
        + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
