"""The whole register as files, one folder a day: the list of days, and the files themselves."""

import datetime as dt
from typing import Any, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from licenses.queries.public import files
from licenses.queries.public.rows import ASSIGNMENT_COLUMNS, ESTABLISHMENT_COLUMNS, LICENSE_COLUMNS, UNIT_COLUMNS
from web.access import public

TABLES = {
    "licenses": LICENSE_COLUMNS,
    "assignments": ASSIGNMENT_COLUMNS,
    "establishments": ESTABLISHMENT_COLUMNS,
    "units": UNIT_COLUMNS,
}
UNCHANGING = "public, max-age=31536000, immutable"
ASKED_AGAIN = "public, no-cache"


@public
def days(request: HttpRequest) -> HttpResponse:
    """List the days, newest first, with size, rows and hash of each file, and what the columns hold."""
    found, more = files.days(_day(request.GET.get("before", "")))
    context: dict[str, Any] = {"days": found, "more": more, "tables": TABLES}
    return render(request, "public/register/files.html", context)


@public
def download(request: HttpRequest, day: str, name: str) -> HttpResponseBase:
    """Serve a file: its name changes with its content, so it may be kept; the manifest is asked for again."""
    found = files.file_of(day, name)
    if found is None:
        raise Http404
    path, sha256 = found
    etag = f'"{sha256}"' if sha256 else f'"{path.stat().st_mtime_ns:x}-{path.stat().st_size:x}"'
    kind = "text/csv; charset=utf-8" if sha256 else "application/json"
    response = FileResponse(path.open("rb"), content_type=kind, as_attachment=bool(sha256), filename=f"{day}-{name}")
    response["ETag"], response["Cache-Control"] = etag, UNCHANGING if sha256 else ASKED_AGAIN
    answer: Any = get_conditional_response(request, etag=etag, response=cast(HttpResponse, response))
    if answer is not response:
        response.close()
    found_or_same: HttpResponseBase = answer
    return found_or_same


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
