"""Where everyone lands after signing in: what to do first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.roles import Action
from web.access import allow


@allow(Action.HOME_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    """Show this person's tasks."""
    return render(request, "desk/home.html")
