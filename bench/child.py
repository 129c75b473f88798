"""Runs one benchmark in a process of its own: `python -m bench.child NAME RESULT_FILE`."""

import importlib
import json
import os
import sys
from pathlib import Path

import django


def main(name: str, target: str) -> int:
    """Prepare an empty database, run the benchmark, leave its rows as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command = importlib.import_module("django.core.management").call_command
    call_command("migrate", verbosity=0)
    rows = importlib.import_module(f"bench.bench_{name}").run()
    Path(target).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2]))
