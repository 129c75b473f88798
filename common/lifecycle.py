"""A lifecycle is a table: states, and the named steps between them. It knows neither Django nor people."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """One permitted move: from any of `sources` to `target`, for those who hold `action`; `label` is the button."""

    name: str
    sources: tuple[str, ...]
    target: str
    action: str
    label: Any = ""


@dataclass(frozen=True)
class Lifecycle:
    """The steps of one kind of record.

    `initial` is where a new record begins; `entries` are other states in which a record taken over from an older
    register may begin (each such birth is recorded as a step from nothing).
    """

    name: str
    initial: str
    steps: tuple[Step, ...]
    entries: tuple[str, ...] = ()

    def step(self, name: str) -> Step:
        """Return the step called `name`; KeyError when there is none."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(f"{self.name} has no step {name!r}")

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """Return the steps that may be taken from `state`."""
        return tuple(step for step in self.steps if state in step.sources)

    @property
    def states(self) -> tuple[str, ...]:
        """All states, in the order in which the table names them."""
        return tuple(dict.fromkeys(self._named_states()))

    @property
    def finals(self) -> tuple[str, ...]:
        """States that nothing leaves."""
        return tuple(state for state in self.states if not self.steps_from(state))

    def unreachable(self) -> tuple[str, ...]:
        """Return the states that no path from a beginning reaches (a mistake in the table)."""
        reached = {self.initial, *self.entries}
        while grown := {step.target for step in self.steps if reached.intersection(step.sources)} - reached:
            reached |= grown
        return tuple(state for state in self.states if state not in reached)

    def as_mermaid(self) -> str:
        """Return the drawing of the table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {source} --> {step.target}: {step.name}" for step in self.steps for source in step.sources]
        lines += [f"    {state} --> [*]" for state in self.finals]
        return "\n".join(lines)

    def _named_states(self) -> Iterator[str]:
        yield self.initial
        yield from self.entries
        for step in self.steps:
            yield from step.sources
            yield step.target
