"""A page of docs/ that is written from the code: written anew, or compared with what stands there."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import django


def write_or_check(target: Path, render: Callable[[], str], arguments: list[str]) -> int:
    """Write the page, or with --check say whether it is up to date; return the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    written = render()
    if "--check" not in arguments:
        target.write_text(written, encoding="utf-8")
        return 0
    if target.exists() and target.read_text(encoding="utf-8") == written:
        return 0
    module = target.stem.replace("-", "_")
    print(f"docs/{target.name} is out of date: run `python -m docs.{module}`", file=sys.stderr)
    return 1
