"""What anyone may ask: whether a paper stands, and what the public register holds."""

import json
from typing import Any

from django.core.cache import caches
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from api.access import PUBLIC
from api.public import license_rows
from api.public.serializers import LicensePageSerializer, LicenseQuerySerializer, PaperCheckSerializer
from issuing import verify


class PaperThrottle(AnonRateThrottle):
    """Codes are not to be guessed."""

    rate = "30/min"


class PaperCheck(APIView):
    """Whether an issued paper is valid, superseded, annulled or unknown."""

    required_action = PUBLIC
    throttle_classes = [PaperThrottle]
    serializer_class = PaperCheckSerializer

    def get(self, request: Request, code: str) -> Response:
        """Answer for one verify code; an unknown code answers `unknown`, never an error."""
        found: Any = verify.check(code)
        return Response(PaperCheckSerializer(found).data)


class RegisterThrottle(AnonRateThrottle):
    """Counted in each process's own memory: asking the shared cache would cost more than the answer."""

    scope = "register"
    rate = "600/min"
    cache = caches["process"]


class Licenses(APIView):
    """Licenses of the public register, by number; personal data of individuals is held back."""

    required_action = PUBLIC
    authentication_classes = ()  # who asks makes no difference
    throttle_classes = [RegisterThrottle]

    @extend_schema(parameters=[LicenseQuerySerializer], responses=LicensePageSerializer)
    def get(self, request: Request) -> HttpResponse:
        """Answer one page; `next` is the address of the one after it."""
        asked: Any = LicenseQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        results, cursor = license_rows.page(values, values["limit"])
        envelope: dict[str, Any] = {"next": _next(request, cursor) if cursor else None}
        if values["count"]:
            envelope["count"], envelope["count_capped"] = license_rows.count(values)
        head = json.dumps(envelope, ensure_ascii=False)[:-1]
        return HttpResponse(f'{head}, "results": {results}}}', content_type="application/json")


def _next(request: Request, cursor: str) -> str:
    query = request.query_params.copy()
    query["after"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
