"""Reads the data files: TOML tables into entries that know the file and row they came from."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from common.errors import Invalid
from common.text import nfc

# What a file may say once for all its rows, beside [defaults], and to which tables it applies.
CONTEXT = {"instrument": {"article", "provision", "penalty"}, "checklist": {"item"}}
TABLES = frozenset(
    {
        "instrument_text", "article", "provision", "penalty", "office", "authority", "deadline", "form", "notice",
        "value", "term", "fee", "calendar_day", "checklist_head", "item", "channel_plan", "procedure", "refusal_ground",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: file, row (table and its number in the file) and reason."""

    file: str
    row: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, {self.row}: {self.reason}" if self.row else f"{self.file}: {self.reason}"


@dataclass(frozen=True)
class Entry:
    """One table of one file, with the file's defaults and context merged in."""

    file: str
    table: str
    number: int
    values: dict[str, Any] = field(hash=False)

    @property
    def row(self) -> str:
        """How a fault names this entry."""
        code = self.values.get("code")
        return f"[[{self.table}]] {self.number}" + (f" ({code})" if code else "")

    def fault(self, reason: str) -> Fault:
        """Return a fault at this entry."""
        return Fault(self.file, self.row, reason)


class WrongFile(Invalid):
    """The files are refused as a whole; `faults` lists every reason with file and row."""

    default_code = "rulebook_refused"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(
            "\n".join(str(fault) for fault in faults), details={"faults": [str(fault) for fault in faults]}
        )
        self.faults = faults


def read_folder(folder: Path) -> list[Entry]:
    """Return the entries of every TOML file under `folder`, in the order of the file names.

    Raises WrongFile when there is no file, one is not TOML, or holds a table nobody knows.
    """
    paths = sorted(folder.rglob("*.toml"))
    if not paths:
        raise WrongFile([Fault(str(folder), "", "there is no .toml file here")])
    entries: list[Entry] = []
    faults: list[Fault] = []
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(Fault(name, "", f"not readable as TOML: {error}"))
            continue
        entries += _entries(name, data, faults)
    if faults:
        raise WrongFile(faults)
    return entries


def read_text(name: str, text: str) -> list[Entry]:
    """Return the entries of one TOML text, such as a draft that somebody wants checked; WrongFile as above."""
    faults: list[Fault] = []
    try:
        entries = _entries(name, tomllib.loads(text), faults)
    except tomllib.TOMLDecodeError as error:
        raise WrongFile([Fault(name, "", f"not readable as TOML: {error}")]) from error
    if faults:
        raise WrongFile(faults)
    return entries


def _entries(name: str, data: dict[str, Any], faults: list[Fault]) -> list[Entry]:
    defaults = data.get("defaults", {})
    context = {key: data[key] for key in CONTEXT if key in data}
    found = []
    for table, rows in data.items():
        if table == "defaults" or table in context:
            continue
        if table not in TABLES or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            faults.append(Fault(name, f"[[{table}]]", "no such table in a rulebook file"))
            continue
        for number, row in enumerate(rows, start=1):
            shared = {key: value for key, value in context.items() if table in CONTEXT[key]}
            values = {**shared, **({} if table == "article" else defaults), **row}
            found.append(Entry(name, table, number, {key: _clean(value) for key, value in values.items()}))
    return found


def _clean(value: Any) -> Any:
    """Return text in normal form C, however the file was typed."""
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    return value
