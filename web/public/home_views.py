"""The front door: check a paper, or sign in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from web.access import public
from web.links import address


@public
def home(request: HttpRequest) -> HttpResponse:
    """Say what this is and offer the two things a visitor may do."""
    return render(request, "public/home.html", {"check_url": address("check") or address("paper_check")})
