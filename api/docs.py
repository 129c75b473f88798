"""The description of the API: for programs (OpenAPI) and for people."""

from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView

from api.access import PUBLIC


class Schema(SpectacularAPIView):
    """The OpenAPI document."""

    required_action = PUBLIC
    authentication_classes = ()


class Docs(SpectacularRedocView):
    """The same to read."""

    required_action = PUBLIC
    authentication_classes = ()
