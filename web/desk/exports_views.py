"""The register as a CSV file that the import reads: whole, or what a list shows."""

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse

from accounts.roles import Action
from common.clock import today
from licenses.importers.items import Record
from licenses.services import exports
from web.access import allow
from web.desk.register_filters import filtered

RECORDS = {
    "licensees": Record.LICENSEE,
    "establishments": Record.ESTABLISHMENT,
    "stations": Record.STATION,
    "licenses": Record.LICENSE,
    "assignments": Record.ASSIGNMENT,
}


@allow(Action.REGISTER_EXPORT)
def register(request: HttpRequest) -> StreamingHttpResponse:
    """Download everything in the register that the person may see."""
    return _file("register", exports.register(request.user), request)


@allow(Action.REGISTER_EXPORT)
def listed(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """Download what the list at the same address shows, with the records those name."""
    _form, found = filtered(kind, request)
    return _file(kind, exports.with_parents(RECORDS[kind], found), request)


def _file(name: str, sets: dict[Record, Any], request: HttpRequest) -> StreamingHttpResponse:
    response = StreamingHttpResponse(exports.lines(sets, by=request.user), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{today():%Y%m%d}.csv"'
    return response
