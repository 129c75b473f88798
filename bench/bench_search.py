"""Search by name without diacritics: the word index against `icontains`, both behind the same list.

BENCH_ROWS sets the number of names (default a million; the limits are stated for three).
"""

import random

from bench.register_data import ROWS, fill_licensees, name, person
from bench.timing import Row, compare
from common.text import fold
from licenses.models import Licensee

ENGINES = ("sqlite",)
SEED = 7
QUERIES = 40


def run() -> list[Row]:
    """Ask for two or three words of a name that exists, the last one half written."""
    agency, _user = person()
    fill_licensees(agency)
    rnd = random.Random(SEED)
    queries = [_asked(rnd) for _ in range(QUERIES)]
    turns = {"product": 0, "baseline": 0}

    def asked(side: str) -> str:
        turns[side] += 1
        return queries[turns[side] % QUERIES]

    def product() -> None:
        found = Licensee.objects.filter(agency=agency).search(asked("product"))
        list(found.order_by("name_folded", "pk").values_list("pk", "name")[:50])

    def baseline() -> None:
        text = asked("baseline")
        found = Licensee.objects.filter(agency=agency, name_folded__icontains=text)
        list(found.order_by("name_folded", "pk").values_list("pk", "name")[:50])

    return [
        compare(
            f"search: words of {ROWS:,} names against icontains",
            product,
            baseline,
            rounds=QUERIES,
            at_least=25,
            p95_at_most_ms=50,
        )
    ]


def _asked(rnd: random.Random) -> str:
    """Two words from the end of an invented name, the last cut short; without diacritics, as people type."""
    words = fold(name(rnd)).split()[-2:]
    return f"{words[0]} {words[1][: max(2, len(words[1]) - 1)]}"
