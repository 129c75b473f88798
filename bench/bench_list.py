"""Lists out of a large register: the public one as programs read it, and the officers' page.

BENCH_ROWS sets the size (default three million, for which the limits are stated). The baseline sends the same query,
for plain columns, through the bare driver. The public list is the hot one: its limit is on the answer (rows read and
written as JSON); what the frame of a request adds, which is the same for every address, is shown beside it without a
limit, and so is the officers' page, which is a whole page of HTML.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api.public import license_rows
from bench.register_data import ROWS, fill
from bench.timing import Row, compare
from licenses.models import License

ENGINES = ("sqlite", "postgresql")
KEPT = "register"
PAGE = 50
COLUMNS = (
    "pk", "number", "kind", "status", "holder__name", "holder__kind", "granting_authority",
    "valid_from", "valid_until", "ended_on", "unit__code", "unit__name",
)  # fmt: skip
API = "/api/public/v1/licenses/"
DESK = "/desk/register/licenses/"


def run() -> list[Row]:
    """Measure both lists at their first page and 2.9 million rows inside."""
    _agency, user = fill()
    deep = License.objects.published().order_by("number", "pk")[int(ROWS * 0.967) :].values_list("number", "pk")[0]
    return [*_public(license_rows.write_cursor(deep[0], deep[1].hex)), *_officers(user, deep)]


def _public(cursor: str) -> list[Row]:
    """The answer of the public list; its depth; its count; and the whole request."""
    bare = _bare(license_rows.chosen({}).rows.order_by("number", "pk").values_list(*COLUMNS)[: PAGE + 1])
    browser = Client(SERVER_NAME="localhost")
    matching = License.objects.published().order_by().values_list("pk")[: license_rows.COUNT_CAP + 1]
    return [
        compare(f"list: {PAGE} of {ROWS:,} licenses as JSON", _answer(), bare, rounds=200, at_most=4),
        compare("list: page at depth 2.9 M against page 1", _answer(cursor), _answer(), rounds=200, at_most=1.5),
        compare("list: count, capped", lambda: license_rows.count({}), _bare(matching), rounds=20, at_most=4),
        compare("list: the whole request, frame included", lambda: _get(browser, API), bare, rounds=60),
    ]


def _answer(cursor: str = "") -> Callable[[], Any]:
    return lambda: license_rows.page({"after": cursor}, PAGE)


def _officers(user: Any, deep: tuple[str, Any]) -> list[Row]:
    """The officers' page as the browser gets it, against the statements it sends; its depth."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(user)
    with CaptureQueriesContext(connection) as captured:
        _get(browser, DESK)
    statements = [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]

    def bare() -> None:
        for statement in statements:
            _rows(statement)

    after = license_rows.write_cursor(deep[0], str(deep[1]))
    first = compare("officers' page: HTML of 50 rows and a capped count", lambda: _get(browser, DESK), bare, rounds=40)
    depth = compare(
        "officers' page at depth 2.9 M against page 1",
        lambda: _get(browser, f"{DESK}?after={after}"),
        lambda: _get(browser, DESK),
        rounds=40,
        at_most=1.5,
    )
    return [first, depth]


def _get(browser: Client, address: str) -> None:
    answer = browser.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")


def _bare(rows: "QuerySet[Any, Any]") -> Callable[[], Any]:
    sql, parameters = rows.query.get_compiler(connection=connection).as_sql()
    statement = sql.replace("%s", "?") if connection.vendor == "sqlite" else sql
    return lambda: _rows(statement, list(parameters))


def _rows(statement: str, parameters: Any = None) -> list[Any]:
    connection.ensure_connection()
    driver: Any = connection.connection
    cursor = driver.cursor()
    found: list[Any] = cursor.execute(statement, *([parameters] if parameters else [])).fetchall()
    cursor.close()
    return found
