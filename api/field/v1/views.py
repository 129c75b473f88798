"""The tablet's door: enrolment, contact, package, operations, files, receipts. Nothing else is open to its token."""

import dataclasses
import uuid
from typing import Any, cast

from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from accounts.roles import Action
from api.access import PUBLIC
from api.field.v1 import bodies
from api.field.v1 import serializers as forms
from api.field.v1.authentication import TabletAuthentication
from common.clock import now, today
from fieldwork.enums import PROTOCOL, SPOKEN, Role
from fieldwork.models import Tablet
from fieldwork.queries import package, receipts
from fieldwork.services import admission, dispatching, keys, recovery, tablets, uploads

KIND = OpenApiParameter("role", enum=list(Role.values), location=OpenApiParameter.PATH)
OFFSET = OpenApiParameter("Upload-Offset", int, OpenApiParameter.HEADER, required=True)
RETRIED = OpenApiParameter(
    "Retried-After", int, OpenApiParameter.HEADER, description="The `retry_after_ms` of the answer `busy` before."
)
CHECKSUM = OpenApiParameter("Upload-Checksum", str, OpenApiParameter.HEADER, required=True, description="sha256 <hex>")


def _told(status: int, said: str) -> dict[Any, Any]:
    """Return one refusal as the description of the interface names it."""
    return {(status, "application/problem+json"): OpenApiResponse(OpenApiTypes.OBJECT, said)}


PROOFS = _told(401, "`tablet_refused`: not enrolled or revoked; `sign_in`: the session is over.") | _told(
    403, "`not_your_tablet`: the person does no field work for the agency of the tablet."
)
UNKNOWN = _told(404, "Not known to this tablet and person.")
NO_BATCH = _told(400, "No JSON.") | _told(422, "No batch; nothing of it was looked at.")


class Bytes(BaseParser):
    """Leaves the body alone: views read it themselves."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> dict[str, Any]:
        """Return nothing; the view reads the request."""
        return {}


class FieldView(APIView):
    """What every endpoint of the tablet asks for."""

    required_action: Any = Action.TABLET_USE
    authentication_classes = [TabletAuthentication]


class EnrolThrottle(AnonRateThrottle):
    """Codes are not to be guessed; an office that enrols its tablets one after the other stays far below."""

    scope = "field-enrol"
    rate = "20/min"


class Enrol(APIView):
    """Spend the code of an invitation."""

    required_action = PUBLIC
    throttle_classes = [EnrolThrottle]
    authentication_classes: list[Any] = []

    @extend_schema(
        operation_id="field_enrol",
        request=forms.EnrolSerializer,
        responses={
            201: forms.EnrolledSerializer,
            422: OpenApiResponse(description="The code is unknown, spent or expired."),
            429: OpenApiResponse(description="Too many attempts from this address; `Retry-After` says how long."),
        },
    )
    def post(self, request: Request) -> Response:
        """Answer with the token, once."""
        asked = forms.EnrolSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        tablet, token = tablets.enrol(asked.validated_data["code"], platform=asked.validated_data["platform"], at=now())
        return Response(
            {
                "tablet": tablet.pk, "name": tablet.label, "agency": tablet.agency.code, "token": token,
                "protocol": PROTOCOL, "recovery_key": recovery.public_key(),
            },
            status=201,
        )  # fmt: skip


class Contact(FieldView):
    """The tablet reports, the server tells time and versions."""

    @extend_schema(
        operation_id="field_contact", request=forms.ContactSerializer, responses={200: forms.HelloSerializer} | PROOFS
    )
    def post(self, request: Request) -> Response:
        """Note the contact."""
        said = forms.ContactSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        values, at = dict(said.validated_data), now()
        if client_time := values.pop("client_time", None):
            values["clock_skew_s"] = (client_time - at).total_seconds()
        tablets.touch(_tablet(request), person=request.user, at=at, **values)
        return Response(
            {
                "protocol": PROTOCOL, "spoken": list(SPOKEN), "server_time": at, "tablet": _tablet(request).pk,
                "person": request.user.pk, "next_seq": receipts.next_seq(_tablet(request)),
                "returned": receipts.returned_to(_tablet(request), request.user),
                "visits": package.keys_of(_tablet(request), request.user),
                "recovery_key": recovery.public_key(), "encodings": list(bodies.ENCODINGS),
            }
        )  # fmt: skip


class Recover(FieldView):
    """A forgotten PIN loses nothing."""

    @extend_schema(
        operation_id="field_recover", request=forms.LockedSerializer, responses={200: forms.KeySerializer} | PROOFS
    )
    def post(self, request: Request) -> Response:
        """Give the person's own key back."""
        said = forms.LockedSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        key = keys.give_back(said.validated_data["locked"], tablet=_tablet(request), person=request.user)
        return Response({"key": key}, headers={"Cache-Control": "no-store"})


@method_decorator(gzip_page, name="dispatch")
class Package(FieldView):
    """What the tablet takes along."""

    @extend_schema(
        operation_id="field_package",
        parameters=[OpenApiParameter("have", str, description="Versions of parts it has, separated by commas.")],
        responses={200: forms.PackageSerializer} | PROOFS,
    )
    def get(self, request: Request) -> Response:
        """Answer with the parts; what the tablet has already comes without content."""
        have = request.query_params.get("have", "").split(",")
        at, on = now(), today()
        dispatching.pack(_tablet(request), request.user, at=at, on=on)
        tablets.touch(_tablet(request), person=request.user, at=at)
        made = package.of(_tablet(request), request.user, at=at, on=on, have=have)
        return Response(made, headers={"Cache-Control": "no-store"})


@method_decorator(gzip_page, name="dispatch")
class Operations(FieldView):
    """Operations come in."""

    parser_classes = [Bytes]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Send away first who would be sent away anyway."""
        admission.glance(returning=_returning(request))
        super().initial(request, *args, **kwargs)

    @extend_schema(
        operation_id="field_operations",
        parameters=[RETRIED],
        description="The body may be compressed (`Content-Encoding: gzip`), at most 2 MB when unpacked.",
        request={"application/json": forms.BatchSerializer},
        responses={
            200: forms.AnswersSerializer,
            413: OpenApiResponse(description="Send fewer at a time."),
            429: OpenApiResponse(
                description="`busy`: nothing was done; send the same again after `retry_after_ms` (`Retry-After`)."
            ),
        }
        | PROOFS
        | NO_BATCH,
    )
    def post(self, request: Request) -> Response:
        """Apply each once; answer each with its receipt."""
        sent, at = bodies.batch(request), now()
        returning = _returning(request)
        told = admission.take(sent, tablet=_tablet(request), person=request.user, at=at, returning=returning)
        return Response({"server_time": at, "answers": [dataclasses.asdict(one) for one in told]})


class Evidence(FieldView):
    """The bytes of a file."""

    parser_classes = [Bytes]

    @extend_schema(operation_id="field_file_offset", parameters=[KIND], responses={204: None})
    def head(self, request: Request, pk: uuid.UUID, role: str) -> Response:
        """Tell in `Upload-Offset` where to go on, in `Upload-State` whether it is complete."""
        return _offset(uploads.of(pk, role, tablet=_tablet(request), person=request.user))

    @extend_schema(
        operation_id="field_file", parameters=[KIND], responses={200: forms.FileSerializer} | PROOFS | UNKNOWN
    )
    def get(self, request: Request, pk: uuid.UUID, role: str) -> Response:
        """Tell how far it has come, its receipt when it is complete; `HEAD` tells the same in its headers."""
        return Response(receipts.file_of(uploads.of(pk, role, tablet=_tablet(request), person=request.user)))

    @extend_schema(
        operation_id="field_file_chunk",
        parameters=[KIND, OFFSET, CHECKSUM],
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses={
            204: None,
            409: OpenApiResponse(description="Wrong offset; `Upload-Offset` tells the right one."),
            460: OpenApiResponse(description="Wrong hash; `Upload-Offset` tells where to go on."),
        }
        | PROOFS
        | UNKNOWN,
    )
    def patch(self, request: Request, pk: uuid.UUID, role: str) -> Response:
        """Take one chunk."""
        row = uploads.of(pk, role, tablet=_tablet(request), person=request.user)
        offset = bodies.whole_number(request.headers.get("Upload-Offset", ""))
        data = bodies.raw(request, uploads.LARGEST_CHUNK)
        sha256 = request.headers.get("Upload-Checksum", "").removeprefix("sha256").strip()
        try:
            after = uploads.append(row, offset=offset, data=data, sha256=sha256, at=now())
        except (uploads.WrongOffset, uploads.WrongHash) as error:
            answer = _offset(row, status=error.status)
            answer["Upload-Offset"] = str(error.details["offset"])
            return answer
        return _offset(after, status=460 if after.state == "open" and after.offset == 0 else 204)


class Receipts(FieldView):
    """What the server has."""

    @extend_schema(operation_id="field_receipts", responses={200: forms.ReceiptsSerializer} | PROOFS | UNKNOWN)
    def get(self, request: Request, pk: uuid.UUID) -> Response:
        """Answer with everything of one visit that came from this tablet and person."""
        return Response(receipts.of(_tablet(request), request.user, pk))


def _returning(request: Request) -> bool:
    return "Retried-After" in request.headers


def _tablet(request: Request) -> Tablet:
    tablet: Any = request.auth
    return cast(Tablet, tablet)


def _offset(row: Any, status: int = 204) -> Response:
    return Response(
        status=status,
        headers={"Upload-Offset": str(row.offset), "Upload-Length": str(row.size), "Upload-State": str(row.state)},
    )
