"""What anyone may ask about a paper: whether it stands."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from api.access import PUBLIC
from api.public.serializers import PaperCheckSerializer
from issuing import verify


class PaperThrottle(AnonRateThrottle):
    """Codes are not to be guessed."""

    rate = "30/min"


class PaperCheck(APIView):
    """Whether an issued paper is valid, superseded, annulled or unknown."""

    required_action = PUBLIC
    throttle_classes = [PaperThrottle]
    serializer_class = PaperCheckSerializer

    @extend_schema(operation_id="paper")
    def get(self, request: Request, code: str) -> Response:
        """Answer for one verify code; an unknown code answers `unknown`, never an error."""
        found: Any = verify.check(code)
        return Response(PaperCheckSerializer(found).data)
