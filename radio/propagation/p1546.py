"""Reads field strengths from a table of ITU-R P.1546 curves that the administration loads; the table is not shipped.

The file is CSV with a header and the columns frequency_mhz, time_percent, path, h1_m, distance_km, field_dbuv_m: one
row for each combination of its own frequencies, percentages, heights and distances, path "land" or "sea", fields in
dBuV/m for 1 kW ERP, 10 m above ground at half the places. docs/radio.md section 2.4 shows one.
"""

import csv
import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from radio.propagation import free_space
from radio.propagation.model import Floats, Links, Model, Range, Validity

COLUMNS = ("frequency_mhz", "time_percent", "path", "h1_m", "distance_km", "field_dbuv_m")
PATHS = ("land", "sea")
CURVES_HEIGHT_M = 10.0

_NORMAL = NormalDist()


class TableError(ValueError):
    """A table that cannot be used; the message says which row and what to mend."""


@dataclass(frozen=True, slots=True)
class Table:
    """Fields in dBuV/m, axes in ascending order: frequency, time, height, distance; digest is the file's SHA-256."""

    frequencies_mhz: Floats
    times_percent: Floats
    heights_m: Floats
    distances_km: Floats
    fields_dbuv_m: NDArray[np.float64]
    path: str
    digest: str


def load_table(file: Path, path: str = "land") -> Table:
    """Read one table file for "land" or "sea" paths.

    Raises TableError when the file is no such CSV, holds a row twice, lacks a combination, or a field rises with
    distance or exceeds free space over land.
    """
    if path not in PATHS:
        raise TableError(f"path must be one of {PATHS}")
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"{file.name}: not UTF-8 text") from error
    return parse_table(text.splitlines(), path, hashlib.sha256(raw).hexdigest(), file.name)


def parse_table(lines: Iterable[str], path: str, digest: str = "", name: str = "table") -> Table:
    """The table in lines of CSV; raises TableError as `load_table` does."""
    reader = csv.DictReader(lines)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise TableError(f"{name}: the first line must be {','.join(COLUMNS)}")
    cells: dict[tuple[float, ...], float] = {}
    for number, row in enumerate(reader, start=2):
        if row["path"] not in PATHS:
            raise TableError(f"{name}, line {number}: path must be land or sea")
        try:
            values = [float(row[column]) for column in COLUMNS if column != "path"]
        except (TypeError, ValueError) as error:
            raise TableError(f"{name}, line {number}: a value is not a number") from error
        if not all(map(math.isfinite, values)) or min(values[:-1]) <= 0 or values[1] >= 100:
            raise TableError(f"{name}, line {number}: a value lies outside what it can be")
        if row["path"] == path:
            if tuple(values[:-1]) in cells:
                raise TableError(f"{name}, line {number}: this combination stands there twice")
            cells[tuple(values[:-1])] = values[-1]
    return _table(cells, path, digest, name)


def _table(cells: dict[tuple[float, ...], float], path: str, digest: str, name: str) -> Table:
    axes: Sequence[list[float]] = [sorted(set(axis)) for axis in zip(*cells, strict=True)]
    if not axes or len(axes[3]) < 2:
        raise TableError(f"{name}: no rows for {path}, or fewer than two distances")
    for cell in product(*axes):
        if cell not in cells:
            raise TableError(f"{name}: nothing for {cell} (MHz, % of time, m, km)")
    fields = np.array([cells[cell] for cell in product(*axes)]).reshape([len(axis) for axis in axes])
    if (np.diff(fields, axis=3) > 0).any():
        raise TableError(f"{name}: a field rises with distance")
    ceiling = free_space.kilowatt_field(np.array(axes[3]))
    if path == "land" and (fields > ceiling + 0.05).any():
        raise TableError(f"{name}: a field is above free space; are these fields for 1 kW ERP in dBuV/m?")
    frequencies, times, heights, distances = (np.array(axis) for axis in axes)
    return Table(frequencies, times, heights, distances, fields, path, digest)


def model(table: Table) -> Model:
    """The model that reads this table; its version names the file by the first figures of its digest."""
    return Model(
        name=f"p1546-{table.path}",
        version=f"P.1546/1 {table.digest[:12]}".strip(),
        source="ITU-R P.1546 curves loaded by the administration",
        validity=Validity(
            Range(table.frequencies_mhz[0], table.frequencies_mhz[-1]),
            Range(table.distances_km[0], table.distances_km[-1]),
            Range(table.heights_m[0], table.heights_m[-1]),
            Range(1, 3000),
            Range(table.times_percent[0], table.times_percent[-1]),
        ),
        kilowatt_field=partial(_field, table=table),
    )


def _field(links: Links, table: Table) -> Floats:
    """Linear in log f, log h1, log d and the normal deviate of the time; held at the table's ends (Annex 5)."""
    axes = (
        _place(np.log(table.frequencies_mhz), np.log(links.frequency_mhz)),
        _place(_deviates(table.times_percent), _deviates(links.time_percent)),
        _place(np.log(table.heights_m), np.log(links.tx_height_m)),
        _place(np.log(table.distances_km), np.log(links.distance_km)),
    )
    field = np.zeros(links.distance_km.shape)
    for corner in product((0, 1), repeat=4):
        weight = np.ones(links.distance_km.shape)
        index = []
        for (position, share), side in zip(axes, corner, strict=True):
            weight = weight * (share if side else 1.0 - share)
            index.append(position + side)
        limits = [size - 1 for size in table.fields_dbuv_m.shape]
        where = tuple(np.minimum(each, limit) for each, limit in zip(index, limits, strict=True))
        field = field + weight * table.fields_dbuv_m[where]
    # Annex 5 section 9, equation 28 in open country: each decade of receiver height by its frequency's factor.
    field = field + (3.2 + 6.2 * np.log10(links.frequency_mhz)) * np.log10(links.rx_height_m / CURVES_HEIGHT_M)
    return np.minimum(field, free_space.kilowatt_field(links.distance_km))


def _place(axis: Floats, values: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Index of the lower neighbour and the share of the upper one."""
    if axis.size == 1:
        return np.zeros(values.shape, dtype=np.int64), np.zeros(values.shape)
    lower = np.clip(np.searchsorted(axis, values, side="right") - 1, 0, axis.size - 2)
    share = np.clip((values - axis[lower]) / (axis[lower + 1] - axis[lower]), 0.0, 1.0)
    return lower.astype(np.int64), share


def _deviates(percents: Floats) -> Floats:
    kinds, where = np.unique(percents, return_inverse=True)
    values = np.array([_NORMAL.inv_cdf(percent / 100.0) for percent in kinds])
    return np.asarray(values[where].reshape(np.shape(percents)))
