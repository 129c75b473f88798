"""What a file row becomes before it is stored: records with keys, parents named by key, and the problems found."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Record(StrEnum):
    """The kinds of records a file may hold, in the order in which they depend on each other."""

    LICENSEE = "licensee"
    ESTABLISHMENT = "establishment"
    STATION = "station"
    LICENSE = "license"
    ASSIGNMENT = "assignment"


class Outcome(StrEnum):
    """What became of one row; every row has exactly one."""

    TAKEN = "taken"  # became a new record
    MERGED = "merged"  # another emission, or another power, of an assignment that an earlier row made
    DUPLICATE = "duplicate"  # repeats an earlier row
    ALREADY = "already"  # was in the register before this import
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a row: a code of licenses/importers/problems.py, the column, and what the sentence needs."""

    code: str
    column: str = ""
    params: dict[str, Any] = field(default_factory=dict)


class CellError(ValueError):
    """A cell that cannot be read; becomes a Problem of its column."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(slots=True)
class Item:
    """One record to be: plain column values, parents by (record, key), and an assignment's emissions."""

    record: Record
    key: str
    values: dict[str, Any]
    parents: dict[str, tuple[Record, str]] = field(default_factory=dict)
    emissions: tuple[tuple[str, int | None], ...] = ()


@dataclass(slots=True)
class Row:
    """One row of the file: what it says, and what is wrong with it.

    `parents` are records the row implies (an FCC row names its holder, license and station), in the order in which they
    depend on each other; many rows share them, so nobody may change them.
    """

    line: int
    cells: list[str]
    item: Item | None = None
    parents: tuple[Item, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    outcome: Outcome | None = None

    @property
    def refused(self) -> bool:
        """Whether the row was refused."""
        return self.outcome is Outcome.REFUSED

    def warn(self, code: str, column: str = "", **params: Any) -> None:
        """Note something worth knowing; the row is taken all the same."""
        self.problems.append(Problem(code, column, params))

    def refuse(self, code: str, column: str = "", **params: Any) -> None:
        """Note why the row cannot be taken."""
        self.problems.append(Problem(code, column, params))
        self.outcome = Outcome.REFUSED
