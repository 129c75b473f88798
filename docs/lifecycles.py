"""Draws docs/lifecycles.md from the lifecycle tables: `python -m docs.lifecycles [--check]`."""

import sys
from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils import translation

from docs.written import write_or_check

TARGET = Path(__file__).with_name("lifecycles.md")
HEAD = """\
# Lifecycles

Drawn from the tables in each app's `lifecycle.py` by `python -m docs.lifecycles`; do not edit by hand.
`accounts/steps.py` is the only writer of a status, and a database trigger refuses every other change.
"""


def models_with_lifecycle() -> list[Any]:
    """Return the models that move through a lifecycle, by app and name."""
    found = [model for model in apps.get_models() if hasattr(model, "lifecycle")]
    return sorted(found, key=lambda model: model._meta.label)


def section(model: Any) -> str:
    """Return one lifecycle: its drawing and the table of its steps."""
    lifecycle = model.lifecycle
    names = dict(model._meta.get_field("status").choices)
    lines = [f"\n## {model._meta.label}", "", "```mermaid", lifecycle.as_mermaid(), "```", ""]
    if lifecycle.entries:
        lines += [f"Records taken over may begin as: {', '.join(sorted(lifecycle.entries))}.", ""]
    lines += ["| step | from | to | right | button |", "|---|---|---|---|---|"]
    lines += [
        f"| {step.name} | {', '.join(step.sources)} | {step.target} | `{step.action}` | {step.label} |"
        for step in lifecycle.steps
    ]
    lines += ["", "| state | in words |", "|---|---|"]
    lines += [f"| {state} | {names.get(state, state)} |" for state in lifecycle.states]
    return "\n".join(lines) + "\n"


def render() -> str:
    """Return the whole page, in English."""
    with translation.override("en"):
        return HEAD + "".join(section(model) for model in models_with_lifecycle())


if __name__ == "__main__":
    raise SystemExit(write_or_check(TARGET, render, sys.argv[1:]))
