"""An import run in one line, and files to run it on."""

import datetime as dt
import io
import re
import tempfile
from collections.abc import Callable
from typing import Any

import pytest

from accounts.access import system_user
from accounts.models import Agency
from common.clock import now
from licenses.services.imports import run as imports_run

TODAY = dt.date(2026, 11, 22)
COLUMNS = re.split(
    " ",
    "record key name kind identifier_scheme identifier email address unit licensee_key status offers_games lat lon "
    "opening_time closing_time games valid_from valid_until number establishment_key granting_authority conditions "
    "supersedes_key license_key station_key tx_mhz tx_upper_mhz bandwidth_khz emissions power_w power_reference",
)


class Outcome:
    """What one import gave: its summary, and its two files as text."""

    def __init__(self, result: imports_run.Result, refused: str, warnings: str) -> None:
        self.result, self.refused, self.warnings = result, refused, warnings
        self.summary: dict[str, Any] = result.summary

    @property
    def counts(self) -> dict[str, int]:
        """Rows by outcome, those with none left out."""
        return {name: count for name, count in self.summary["outcomes"].items() if count}

    @property
    def codes(self) -> dict[str, int]:
        """How many rows had each problem."""
        return {row["code"]: row["rows"] for row in self.summary["codes"]}


@pytest.fixture
def load(agencies: Any) -> Callable[..., Outcome]:
    """`load(data)` imports bytes (or text) into the register of the science department and returns what came out."""

    def run(
        data: bytes | str,
        *,
        agency: Agency | None = None,
        code: str = "",
        progress: imports_run.Progress = lambda _done, _total: True,
    ) -> Outcome:
        content = data.encode() if isinstance(data, str) else data
        task = imports_run.Task(agency or agencies.skhcn, system_user(), TODAY, now(), "import test.csv")
        with io.BytesIO(content) as file, tempfile.TemporaryFile() as refused, tempfile.TemporaryFile() as warnings:
            result = imports_run.run(file, task=task, code=code, refused=refused, warnings=warnings, progress=progress)
            refused.seek(0)
            warnings.seek(0)
            return Outcome(result, refused.read().decode("utf-8-sig"), warnings.read().decode("utf-8-sig"))

    return run


def table(*rows: dict[str, Any], separator: str = ",") -> str:
    """A file of our own format."""
    lines = [separator.join(COLUMNS)]
    for row in rows:
        assert set(row) <= set(COLUMNS), set(row) - set(COLUMNS)
        quoted = {name: '"' + str(value).replace('"', '""') + '"' for name, value in row.items()}
        lines.append(separator.join(quoted.get(name, "") for name in COLUMNS))
    return "\n".join(lines) + "\n"


def licensee(key: str = "L1", **values: Any) -> dict[str, Any]:
    """A holder without anything wrong."""
    return {"record": "licensee", "key": key, "name": f"Công ty {key}", "kind": "organisation", **values}


def establishment(key: str = "E1", **values: Any) -> dict[str, Any]:
    """An Internet agent without anything wrong."""
    made = {"record": "establishment", "key": key, "licensee_key": "L1", "name": "Đại lý Sao", "kind": "internet_agent"}
    return {**made, "unit": "22366", "lat": "12.245", "lon": "109.19", "valid_from": "2026-01-15", **values}


def station(key: str = "S1", **values: Any) -> dict[str, Any]:
    """A station without anything wrong."""
    made = {"record": "station", "key": key, "licensee_key": "L1", "name": "Đài Nha Trang", "unit": "22366"}
    return {**made, "lat": "12.25", "lon": "109.18", "valid_from": "2025-01-01", **values}


def license(key: str = "G1", **values: Any) -> dict[str, Any]:
    """A license without anything wrong."""
    made = {"record": "license", "key": key, "number": f"{key}/GP", "kind": "land_mobile_internal", "status": "active"}
    return {**made, "licensee_key": "L1", "valid_from": "2025-01-01", "valid_until": "2030-01-01", **values}


def assignment(key: str = "A1", **values: Any) -> dict[str, Any]:
    """An assignment without anything wrong."""
    made = {"record": "assignment", "key": key, "license_key": "G1", "station_key": "S1", "tx_mhz": "157.4"}
    return {**made, "emissions": "16K0F3E", "power_w": "25", "power_reference": "transmitter", **values}
