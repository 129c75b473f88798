"""The overview for officials: figures of a period, read-only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.roles import Action
from web.access import allow


@allow(Action.REPORT_VIEW)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the figures of the chosen period beside the one before."""
    return render(request, "dashboards/overview.html")
