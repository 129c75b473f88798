"""The officers' list of licenses: 50 rows out of a large register, and a page deep inside it.

BENCH_ROWS sets the size (default a million; the limits are stated for three). The baseline sends the very statements
of the page through the bare driver, so the ratio is what Django, the rules of visibility and the table add.
"""

from typing import Any

from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.access import remember
from bench.register_data import ROWS, fill_licenses, person
from bench.timing import Row, compare
from licenses.models import License
from web.desk.register_filters import KINDS
from web.desk.register_tables import TABLES
from web.listing import Listing

ENGINES = ("sqlite",)


def run() -> list[Row]:
    """Measure the first page against its statements, and a page at 97 % depth against the first."""
    agency, user = person()
    fill_licenses(agency)
    remember(user)
    table = TABLES["licenses"]

    def page(**query: str) -> Listing:
        request: Any = RequestFactory().get("/desk/register/licenses/", query)
        request.user = user
        found = License.objects.visible_to(user).select_related(*KINDS["licenses"].along)
        listing = Listing(request, found, sorts=table.sorts, default=table.default)
        table.rows(listing.rows, True)
        return listing

    with CaptureQueriesContext(connection) as captured:
        page()
    statements = [query["sql"] for query in captured.captured_queries]

    def bare() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.cursor.execute(statement).fetchall()

    deep = _cursor_at(page, int(ROWS * 0.97))
    first = compare(f"list: 50 of {ROWS:,} licenses, rows and capped count", page, bare, rounds=40, at_most=4)
    depth = compare("list: page at 97 % depth against page 1", lambda: page(after=deep), page, rounds=40, at_most=1.5)
    return [first, depth]


def _cursor_at(page: Any, depth: int) -> str:
    """Return the cursor of a page that many rows inside the list."""
    listing = page()
    row = License.objects.order_by("number", "pk")[depth]
    return str(listing._cursor(row))
