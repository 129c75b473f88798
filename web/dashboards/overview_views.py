"""The overview for officials: figures of a period beside the one before, each with its list. Read-only."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.roles import Action
from common.clock import today
from licenses.enums import EstablishmentKind
from operations.daily.runs import health
from reporting import queries
from reporting.periods import Period
from web.access import allow
from web.dashboards.period_form import chosen
from web.dashboards.rows import COLUMNS, cells, narrowed
from web.links import url_of
from web.listing import Listing
from web.points import points_geojson
from web.spreadsheets import table_response


@allow(Action.REPORT_VIEW)
def overview(request: HttpRequest) -> HttpResponse:
    """Show figures, chart, tables and map of the chosen period."""
    on = today()
    period, form = chosen(request.GET, on)
    months = queries.by_month(request.user, period)
    return render(
        request,
        "dashboards/overview.html",
        {
            "daily_health": health(on),
            "form": form,
            "period": period,
            "before": period.before(),
            "reference": period.reference(on),
            "figures": queries.figures(request.user, period, on),
            "kinds": [(kind_label(row.key), row) for row in queries.by_kind(request.user, period)],
            "units": queries.by_unit(request.user, period),
            "months": months,
            "chart": _chart(months),
            "legend": [
                {"tone": "good", "label": _("No violation found")},
                {"tone": "bad", "label": _("With violations")},
            ],
            "query": f"since={period.first.isoformat()}&until={period.last.isoformat()}",
        },
    )


@allow(Action.REPORT_EXPORT)
def overview_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Download every number the overview shows."""
    on = today()
    period, _form = chosen(request.GET, on)
    header = [_("Part"), _("Name"), _("Figure"), _("This period"), _("The period before")]
    return table_response(
        request, f"overview-{period.first}-{period.last}", header, _all_numbers(request.user, period, on)
    )


@allow(Action.REPORT_VIEW)
def behind_figure(request: HttpRequest, code: str) -> HttpResponse:
    """List the records one figure counts, narrowed by kind or unit when a table's number was clicked."""
    period, rows, note = _asked(request, code)
    sorts, default, header = COLUMNS[code]
    listing = Listing(request, rows, sorts=sorts, default=default)
    return render(
        request,
        "dashboards/figure.html",
        {
            "code": code,
            "label": queries.LABELS[code],
            "definition": queries.DEFINITIONS[code],
            "note": note,
            "period": period,
            "listing": listing,
            "header": header,
            "rows": [(row, cells(code, row)) for row in listing],
        },
    )


@allow(Action.REPORT_EXPORT)
def behind_figure_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """Download the list behind a figure."""
    period, rows, _note = _asked(request, code)
    header = [label for _key, label in COLUMNS[code][2]]
    lines = (cells(code, row) for row in rows.order_by("pk").iterator(chunk_size=2_000))
    return table_response(request, f"{code}-{period.first}-{period.last}", header, lines)


def kind_label(key: str) -> str:
    """Return the name of a kind of place; visits to stations count under their own name."""
    return str(EstablishmentKind(key).label) if key in EstablishmentKind.values else _("Radio stations")


def _asked(request: HttpRequest, code: str) -> tuple[Period, Any, str]:
    if code not in COLUMNS:
        raise Http404
    on = today()
    period, _form = chosen(request.GET, on)
    rows, note = narrowed(code, queries.behind(code, request.user, period, on), request.GET)
    return period, rows, kind_label(note) if note and "kind" in request.GET else note


def _chart(months: list[queries.Row]) -> dict[str, Any]:
    """Return what static/js/chart.js draws; the page shows the same numbers as a table."""
    return {
        "labels": [date_format(row.label, "m/Y") for row in months],
        "series": [
            {"label": _("Visits done"), "values": [row.done for row in months], "colour": "blue"},
            {"label": _("With violations"), "values": [row.violations for row in months], "colour": "red"},
        ],
    }


def _all_numbers(user: Any, period: Period, on: Any) -> Any:
    for figure in queries.figures(user, period, on):
        yield [_("Overview"), str(figure.label), _("count"), figure.value, figure.before]
    parts = (
        (_("By kind"), [(kind_label(row.key), row) for row in queries.by_kind(user, period)]),
        (
            _("By administrative unit"),
            [(row.label or _("No unit recorded"), row) for row in queries.by_unit(user, period)],
        ),
    )
    for part, rows in parts:
        for label, row in rows:
            yield [part, label, _("Visits done"), row.done, row.done_before]
            yield [part, label, _("Visits with violations"), row.violations, row.violations_before]
    for row in queries.by_month(user, period):
        month = date_format(row.label, "m/Y")
        yield [_("By month"), month, _("Visits done"), row.done, ""]
        yield [_("By month"), month, _("Visits with violations"), row.violations, ""]


@allow(Action.REPORT_VIEW)
def points(request: HttpRequest) -> HttpResponse:
    """Answer the map: the places visited in the period, by whether violations were found."""
    on = today()
    period, _form = chosen(request.GET, on)
    visits = queries.behind("done", request.user, period, on)
    return points_geojson(request, visits, fields=("pk", "number", "licensee__name", "violating"), feature=_point)


def _point(row: Any) -> dict[str, Any]:
    return {
        "title": row["licensee__name"],
        "subtitle": row["number"],
        "url": url_of("inspections.visit", row["pk"]),
        "state": _("With violations") if row["violating"] else _("No violation found"),
        "tone": "bad" if row["violating"] else "good",
    }
