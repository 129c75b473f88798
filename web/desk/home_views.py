"""Where everyone lands after signing in: what to do first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import agencies_of, can, roles_of
from accounts.roles import Action
from common.clock import today
from fieldwork.queries import office
from operations.daily.runs import health
from reporting.tasks import tasks_for
from web.access import allow
from web.desk.tasks import advice_for, shown


@allow(Action.HOME_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, the first thing on top."""
    tasks = [shown(task) for task in tasks_for(request.user, today(), office.TASKS)]
    return render(
        request,
        "desk/home.html",
        {
            "tasks": tasks,
            "daily_health": health(today()) if can(request.user, Action.OPERATIONS_VIEW) else None,
            "advice": advice_for(request.user),
            "agencies": agencies_of(request.user),
            "roles": sorted(str(role.label) for role in roles_of(request.user)),
            "today": today(),
        },
    )
