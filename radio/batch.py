"""Works on tables of many rows: each row in comes out in order with its answer, or with the reason why there is none.

Used by `./run manage radio`; columns in docs/radio.md section 8. A bad row never stops the others.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from radio import batch_words, emission
from radio.correction import correction_db
from radio.emission import DesignatorError
from radio.propagation import DEFAULT, MODELS, Model, Reason, field_dbuv_m, reckoned_by

Row = dict[str, str]
CHUNK = 2_000


class RowError(ValueError):
    """Why a row has no answer: the column, a code of batch_words, and the values of its sentence."""

    def __init__(self, column: str, code: str, **values: str) -> None:
        super().__init__(column, code)
        self.column, self.code, self.values = column, code, values

    def told(self, language: str) -> str:
        """The sentence, with its column."""
        return f"{self.column}: {batch_words.sentence(self.code, language, **self.values)}"


class ColumnDesignatorError(ValueError):
    """A wrong designator in a column."""

    def __init__(self, column: str, error: DesignatorError) -> None:
        super().__init__(column)
        self.column, self.error = column, error

    def told(self, language: str) -> str:
        """The sentence, with its column."""
        return f"{self.column}: {batch_words.designator(self.error, language)}"


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
        yield _answer(row, lambda row: _explained(row["designator"], language), TASKS["designators"].answers, language)


def _explained(text: str, language: str) -> Row:
    read = _emission("designator", text)
    strict = emission.is_designator(text)
    hertz = "" if read.bandwidth_hz is None else f"{read.bandwidth_hz.normalize():f}"
    return {
        "valid": "1" if strict else "0",
        "normalised": read.designator,
        "bandwidth_hz": hertz,
        "meaning": "; ".join(f"{symbol}: {meaning}" for symbol, meaning in read.meanings(language)),
        "error": "" if strict else RowError("designator", "write", value=read.designator).told(language),
    }


def _emission(column: str, text: str, *, bandwidth_required: bool = False) -> emission.Emission:
    try:
        return emission.parse_designator(text, bandwidth_required=bandwidth_required)
    except DesignatorError as error:
        raise ColumnDesignatorError(column, error) from error


def corrections(rows: Iterable[Row], language: str = "en", models: Mapping[str, Model] = MODELS) -> Iterator[Row]:
    """Correct for offsets: corr_db in dB with three decimals."""
    for row in rows:
        yield _answer(row, _corrected, TASKS["correction"].answers, language)


def _corrected(row: Row) -> Row:
    for column in ("tx_designator", "rx_designator"):
        _emission(column, row[column], bandwidth_required=True)
    offset = _number(row, "delta_f_hz", None)
    return {"corr_db": f"{correction_db(row['tx_designator'], row['rx_designator'], offset):.3f}", "error": ""}


def fields(rows: Iterable[Row], language: str = "en", models: Mapping[str, Model] = MODELS) -> Iterator[Row]:
    """Foretell fields, in chunks, each model asked once per chunk; memory stays flat however long the table is."""
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield from _field_chunk(chunk, models, language)


def _field_chunk(chunk: list[Row], models: Mapping[str, Model], language: str) -> Iterator[Row]:
    answers: list[Row] = [dict.fromkeys(TASKS["field"].answers, "") for _row in chunk]
    groups: dict[str, list[tuple[int, list[float]]]] = {}
    for place, row in enumerate(chunk):
        try:
            name, link = _link(row, models)
            groups.setdefault(name, []).append((place, link))
        except RowError as error:
            answers[place]["error"] = error.told(language)
    for name, links in groups.items():
        found = field_dbuv_m(models[name], *([link[column] for _place, link in links] for column in range(6)))
        for index, (place, _link_values) in enumerate(links):
            reason = Reason(int(found.reasons[index]))
            used = reckoned_by(found.model, reason)
            answers[place] |= {
                "field_dbuv_m": f"{found.field_dbuv_m[index]:.2f}",
                "model_used": used,
                "model_version": found.version if used == found.model else MODELS[used].version,
                "review": "1" if reason else "0",
                "reasons": " ".join(str(each.name).lower() for each in Reason if each in reason),
            }
    for row, answer in zip(chunk, answers, strict=True):
        yield {**row, **answer}


def _link(row: Row, models: Mapping[str, Model]) -> tuple[str, list[float]]:
    name = row.get("model", "").strip() or DEFAULT
    if name not in models:
        raise RowError("model", "model", value=name, known=", ".join(models))
    erp = _number(row, "erp_w", None)
    if erp <= 0:
        raise RowError("erp_w", "zero")
    link = [10.0 * math.log10(erp)]
    for column, default in (
        ("frequency_mhz", None), ("distance_km", None), ("tx_height_m", None), ("rx_height_m", 1.5),
        ("time_percent", 50.0),
    ):  # fmt: skip
        value = _number(row, column, default)
        if value <= 0:
            raise RowError(column, "zero")
        link.append(value)
    if not 0.1 <= link[-1] <= 99.9:
        raise RowError("time_percent", "time")
    return name, link


def _answer(row: Row, work: Callable[[Row], Row], columns: tuple[str, ...], language: str) -> Row:
    try:
        return {**row, **work(row)}
    except (ColumnDesignatorError, RowError) as error:
        problem = error.told(language)
    empty = dict.fromkeys(columns, "")
    if "valid" in empty:
        empty["valid"] = "0"
    return {**row, **empty, "error": problem}


def _number(row: Row, column: str, default: float | None) -> float:
    """A number with point or comma for the decimals; RowError names the column."""
    text = (row.get(column) or "").strip()
    if not text:
        if default is None:
            raise RowError(column, "missing")
        return default
    try:
        value = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError as error:
        raise RowError(column, "number", value=text) from error
    if not math.isfinite(value):
        raise RowError(column, "number", value=text)
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
