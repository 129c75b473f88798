"""Two proofs at the tablet's door: the device by its token, the person by the session."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.request import Request

from fieldwork.models import Tablet
from fieldwork.services import tablets

WORD = "Tablet"


class TabletAuthentication(BaseAuthentication):
    """`Authorization: Tablet <token>` beside the session cookie; both are needed.

    No CSRF token is asked for: another site can neither read nor set the header.
    """

    def authenticate(self, request: Request) -> tuple[Any, Tablet]:
        """Return person and tablet, or refuse with the reason: which of the two is to be renewed."""
        word, _space, token = request.headers.get("Authorization", "").partition(" ")
        tablet = tablets.of_token(token.strip()) if word.lower() == WORD.lower() else None
        if tablet is None:
            raise AuthenticationFailed(_("This tablet is not enrolled, or it was revoked."), code="tablet_refused")
        person = getattr(request._request, "user", None)
        if person is None or not person.is_authenticated:
            raise NotAuthenticated(_("Sign in to go on; nothing on the tablet is lost."), code="sign_in")
        tablets.require_use(tablet, person)
        return person, tablet

    def authenticate_header(self, request: Request) -> str:
        """Make refusals 401, not 403."""
        return WORD


class TabletScheme(OpenApiAuthenticationExtension):
    """How the two proofs appear in the OpenAPI document."""

    target_class = "api.field.v1.authentication.TabletAuthentication"
    name = ["tabletToken", "session"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, Any]]:
        """Return both schemes."""
        return [
            {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Tablet <token>`"},
            {"type": "apiKey", "in": "cookie", "name": "sessionid"},
        ]

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        """Both at once."""
        return {"tabletToken": [], "session": []}
