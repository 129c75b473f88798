"""What an officer's map or form asks about a position."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from accounts.roles import Action
from web import positions
from web.access import allow


@allow(Action.PLACES_VIEW)
def check(request: HttpRequest) -> JsonResponse:
    """Say what is doubtful about a position and what is near."""
    return positions.answer(request, lambda key: reverse("desk:place", args=[key]))
