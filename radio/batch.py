"""Works on tables of many rows: each row in comes out in order with its answer, or with the reason why there is none.

Used by `./run manage radio`; columns in docs/radio.md section 8. A bad row never stops the others.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from radio import emission
from radio.correction import correction_db
from radio.emission import DesignatorError
from radio.propagation import DEFAULT, MODELS, Model, Reason, field_dbuv_m

Row = dict[str, str]
CHUNK = 2_000


class RowError(ValueError):
    """Why a row has no answer, as a sentence that names the column."""


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of batch work: columns a table must have, may have, and gets; and what does it."""

    needed: tuple[str, ...]
    optional: tuple[str, ...]
    answers: tuple[str, ...]
    run: Callable[[Iterable[Row], str, Mapping[str, Model]], Iterator[Row]]


def designators(rows: Iterable[Row], language: str = "en", models: Mapping[str, Model] = MODELS) -> Iterator[Row]:
    """Explain designators: valid is 1 only for what is written exactly as the Radio Regulations write it."""
    for row in rows:
        yield _answer(row, lambda row: _explained(row["designator"], language), TASKS["designators"].answers)


def _explained(text: str, language: str) -> Row:
    read = emission.parse_designator(text)
    strict = emission.is_designator(text)
    hertz = "" if read.bandwidth_hz is None else f"{read.bandwidth_hz.normalize():f}"
    return {
        "valid": "1" if strict else "0",
        "normalised": read.designator,
        "bandwidth_hz": hertz,
        "meaning": "; ".join(f"{symbol}: {meaning}" for symbol, meaning in read.meanings(language)),
        "error": "" if strict else f"designator: write {read.designator}",
    }


def corrections(rows: Iterable[Row], language: str = "en", models: Mapping[str, Model] = MODELS) -> Iterator[Row]:
    """Correct for offsets: corr_db in dB with three decimals."""
    for row in rows:
        yield _answer(row, _corrected, TASKS["correction"].answers)


def _corrected(row: Row) -> Row:
    for column in ("tx_designator", "rx_designator"):
        try:
            emission.parse_designator(row[column], bandwidth_required=True)
        except DesignatorError as error:
            raise RowError(f"{column}: {error}") from error
    offset = _number(row, "delta_f_hz", None)
    return {"corr_db": f"{correction_db(row['tx_designator'], row['rx_designator'], offset):.3f}", "error": ""}


def fields(rows: Iterable[Row], language: str = "en", models: Mapping[str, Model] = MODELS) -> Iterator[Row]:
    """Foretell fields, in chunks, each model asked once per chunk; memory stays flat however long the table is."""
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield from _field_chunk(chunk, models)


def _field_chunk(chunk: list[Row], models: Mapping[str, Model]) -> Iterator[Row]:
    answers: list[Row] = [dict.fromkeys(TASKS["field"].answers, "") for _row in chunk]
    groups: dict[str, list[tuple[int, list[float]]]] = {}
    for place, row in enumerate(chunk):
        try:
            name, link = _link(row, models)
            groups.setdefault(name, []).append((place, link))
        except RowError as error:
            answers[place]["error"] = str(error)
    for name, links in groups.items():
        found = field_dbuv_m(models[name], *([link[column] for _place, link in links] for column in range(6)))
        for index, (place, _link_values) in enumerate(links):
            reason = Reason(int(found.reasons[index]))
            answers[place] |= {
                "field_dbuv_m": f"{found.field_dbuv_m[index]:.2f}",
                "model_used": found.model,
                "model_version": found.version,
                "review": "1" if reason else "0",
                "reasons": " ".join(str(each.name).lower() for each in Reason if each in reason),
            }
    for row, answer in zip(chunk, answers, strict=True):
        yield {**row, **answer}


def _link(row: Row, models: Mapping[str, Model]) -> tuple[str, list[float]]:
    name = row.get("model", "").strip() or DEFAULT
    if name not in models:
        raise RowError(f"model: {name!r} is none of {', '.join(models)}")
    erp = _number(row, "erp_w", None)
    if erp <= 0:
        raise RowError("erp_w: must be above zero")
    link = [10.0 * math.log10(erp)]
    for column, default in (
        ("frequency_mhz", None), ("distance_km", None), ("tx_height_m", None), ("rx_height_m", 1.5),
        ("time_percent", 50.0),
    ):  # fmt: skip
        value = _number(row, column, default)
        if value <= 0:
            raise RowError(f"{column}: must be above zero")
        link.append(value)
    if not 0.1 <= link[-1] <= 99.9:
        raise RowError("time_percent: must lie between 0.1 and 99.9")
    return name, link


def _answer(row: Row, work: Callable[[Row], Row], columns: tuple[str, ...]) -> Row:
    try:
        return {**row, **work(row)}
    except DesignatorError as error:
        problem = f"designator: {error}"
    except RowError as error:
        problem = str(error)
    empty = dict.fromkeys(columns, "")
    if "valid" in empty:
        empty["valid"] = "0"
    return {**row, **empty, "error": problem}


def _number(row: Row, column: str, default: float | None) -> float:
    """A number with point or comma for the decimals; RowError names the column."""
    text = (row.get(column) or "").strip()
    if not text:
        if default is None:
            raise RowError(f"{column}: is missing")
        return default
    try:
        value = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError as error:
        raise RowError(f"{column}: {text!r} is not a number") from error
    if not math.isfinite(value):
        raise RowError(f"{column}: {text!r} is not a number")
    return value


TASKS = {
    "designators": Task(
        ("designator",), (), ("valid", "normalised", "bandwidth_hz", "meaning", "error"), designators
    ),
    "correction": Task(("tx_designator", "rx_designator", "delta_f_hz"), (), ("corr_db", "error"), corrections),
    "field": Task(
        ("erp_w", "frequency_mhz", "distance_km", "tx_height_m"),
        ("model", "rx_height_m", "time_percent"),
        ("field_dbuv_m", "model_used", "model_version", "review", "reasons", "error"),
        fields,
    ),
}  # fmt: skip
