"""Search by name without diacritics, as the list does it: prefixes against `icontains`, slips against pg_trgm.

Each question is asked once before it is measured, on both sides, so that no disk is measured.
BENCH_ROWS sets the number of names (default three million, for which the limits are stated). Both sides see through
the same rule of visibility. The slips are compared with word_similarity on an indexed column of PostgreSQL, whichever
engine the product runs on.
"""

import os
import random
import statistics
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection

from bench.register_data import ROWS, fill, key, names, proper
from bench.timing import Row, compare, milliseconds, row
from common.spelling import one_slip
from common.text import fold
from licenses.models import Licensee
from licenses.querysets.similar import closest

ENGINES = ("sqlite", "postgresql")
KEPT = "register"
BASELINE = "postgresql"
SEED = 7
QUERIES = 60
MEANT = 500
SHOWN = 20


def run() -> list[Row]:
    """Ask for two words of a name that may exist, the last one half written; then for whole names with one slip."""
    _agency, user = fill()
    rows = Licensee.objects.visible_to(user).current()
    return [_prefixes(rows), *_slips(rows)]


def _prefixes(rows: Any) -> Row:
    rnd = random.Random(SEED)
    queries = [_asked(rnd) for _ in range(QUERIES)]

    def first_page(found: Any) -> list[Any]:
        return list(found.order_by("name_folded", "pk").values_list("pk", "name")[:50])

    first_page(rows.filter(name_folded__icontains=queries[0]))  # it reads everything, whatever it is asked
    for text in queries:
        first_page(rows.search(text))
    return compare(
        f"search: half-written words among {ROWS:,} names, against icontains",
        _in_turn(queries, lambda text: first_page(rows.search(text))),
        _in_turn(queries, lambda text: first_page(rows.filter(name_folded__icontains=text))),
        rounds=QUERIES if connection.vendor == "sqlite" else QUERIES // 2,  # icontains takes seconds there
        at_least=25,
        p95_at_most_ms=50 if connection.vendor == "sqlite" else 150,
    )


def _slips(rows: Any) -> list[Row]:
    meant = _meant(random.Random(SEED), MEANT)
    found, spent = 0, []
    for number, text in meant:
        answer: list[Any] = []
        spent.append(milliseconds(lambda text=text, answer=answer: answer.extend(shown(rows, text))))
        found += key(number) in {str(pk) if connection.vendor == "postgresql" else pk.hex for pk in answer}
    recall = {
        "name": f"search: the row that was meant is among the first {SHOWN}, one slip, {MEANT} names",
        "product_ms": round(statistics.median(spent), 3),
        "p95_ms": round(sorted(spent)[int(0.95 * MEANT)], 3),
        "baseline_ms": "",
        "ratio": round(found / MEANT, 3),
        "must": "≥ 0.9",
        "ok": found / MEANT >= 0.9,
    }
    name = f"search: one slip among {ROWS:,} names, against pg_trgm word_similarity"
    queries = [text for _number, text in meant[:QUERIES]]
    address = os.environ.get("BASELINE_DATABASE_URL")
    if not address:
        return [{**row(name, spent, [0.0]), "ok": False, "must": "≤ 0.1 x; no PostgreSQL to compare with"}, recall]
    with psycopg.connect(address, autocommit=True) as baseline:
        _index(baseline)
        for text in queries:
            shown(rows, text)
            _word_similarity(baseline, text)
        compared = compare(
            name,
            _in_turn(queries, lambda text: shown(rows, text)),
            _in_turn(queries, lambda text: _word_similarity(baseline, text)),
            rounds=QUERIES // 2,
            at_most=0.1,
        )
    return [compared, recall]


def shown(rows: Any, text: str) -> list[Any]:
    """Return the keys of the rows that the register's search shows first."""
    return closest(rows, text, SHOWN).keys


def _in_turn(queries: list[str], ask: Callable[[str], Any]) -> Callable[[], Any]:
    turn = iter(range(10**9))
    return lambda: ask(queries[next(turn) % len(queries)])


def _asked(rnd: random.Random) -> str:
    """Two words from the end of an invented name, the last cut short; without diacritics, as people type."""
    words = fold(" ".join(proper(rnd))).split()[-2:]
    return f"{words[0]} {words[1][: max(2, len(words[1]) - 1)]}"


def _meant(rnd: random.Random, count: int) -> list[tuple[int, str]]:
    """Return numbers of rows, and the words of each name besides the legal form with one keystroke wrong.

    The slip is a letter left out, put in, replaced or swapped, anywhere in a word of at least three letters, each
    kind as often; half of the names have their last letter still to be typed.
    """
    wanted = sorted(rnd.sample(range(1, ROWS + 1), count))
    chosen, result = set(wanted), []
    for number, (_form, words) in enumerate(names(wanted[-1]), start=1):
        if number in chosen:
            result.append((number, _slipped(rnd, fold(" ".join(words)).split())))
    rnd.shuffle(result)
    return result


def _slipped(rnd: random.Random, words: list[str]) -> str:
    if rnd.random() < 0.5 and len(words[-1]) > 3:
        words[-1] = words[-1][:-1]
    place = rnd.choice([place for place, word in enumerate(words) if len(word) > 2])
    slips = sorted(one_slip(words[place]))
    length = len(words[place])
    wanted = rnd.choice((-1, 0, 1, "swapped"))
    swapped = [slip for slip in slips if sorted(slip) == sorted(words[place])]
    fitting = (
        swapped
        if wanted == "swapped"
        else [slip for slip in slips if slip not in swapped and len(slip) - length == wanted]
    )
    words[place] = rnd.choice(fitting or slips)
    return " ".join(words)


def _index(baseline: "psycopg.Connection[Any]") -> None:
    baseline.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    baseline.execute("CREATE INDEX IF NOT EXISTS bench_trgm ON licenses_licensee USING gin (name_folded gin_trgm_ops)")


def _word_similarity(baseline: "psycopg.Connection[Any]", text: str) -> list[Any]:
    return baseline.execute(
        "SELECT id, name FROM licenses_licensee WHERE agency_id = 1 AND %s <%% name_folded "
        "ORDER BY word_similarity(%s, name_folded) DESC LIMIT 20",
        [text, text],
    ).fetchall()
