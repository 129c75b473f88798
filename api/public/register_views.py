"""The register for programs: licenses, their frequencies, establishments, units and kinds."""

import json
from typing import Any

from django.core.cache import caches
from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from api.access import PUBLIC
from api.public import license_rows, register_answers
from api.public import register_serializers as shapes
from api.public.revalidation import revalidated
from common.clock import today
from licenses.enums import EstablishmentKind, LicenseKind
from licenses.queries.public import agents, record
from places.models import AdminUnit

PROBLEM = OpenApiResponse(
    shapes.ProblemSerializer,
    "A parameter is wrong, or none of this endpoint: which one, and how to mend it. Nothing unknown is ignored.",
)
SLOWER = OpenApiResponse(
    shapes.ProblemSerializer, "More than 600 questions a minute; `Retry-After` says how long to wait."
)
NONE = OpenApiResponse(shapes.ProblemSerializer, "There is no such published record.")
SAME = OpenApiResponse(description="What the client holds (`If-None-Match`) is still so.")
SEVERAL = 20


def answers(shape: Any, **more: Any) -> dict[Any, Any]:
    """Return what an endpoint may answer, for the schema."""
    return {200: shape, 304: SAME, 429: (SLOWER), **{int(code[1:]): said for code, said in more.items()}}


class RegisterThrottle(AnonRateThrottle):
    """Counted in each process's own memory: asking the shared cache would cost more than the answer."""

    scope = "register"
    rate = "600/min"
    cache = caches["process"]


class Register(APIView):
    """What all endpoints of the register share."""

    required_action = PUBLIC
    authentication_classes = ()  # who asks makes no difference
    throttle_classes = [RegisterThrottle]

    def asked(self, request: Request, shape: Any) -> dict[str, Any]:
        """Return the valid parameters; ValidationError names the others, and those that do not exist.

        A misspelt filter left out would answer with the whole register as if it had been narrowed.
        """
        serializer = shape(data=request.query_params)
        strange = sorted(set(request.query_params) - set(serializer.fields))
        if strange:
            raise ValidationError({name: [_unknown(list(serializer.fields))] for name in strange})
        serializer.is_valid(raise_exception=True)
        values: dict[str, Any] = serializer.validated_data
        return values

    def shown(self, request: Request, shape: Any, value: Any) -> HttpResponse:
        """Return a value in the documented shape, with its ETag."""
        return revalidated(request, json.dumps(shape(value).data, ensure_ascii=False))


class Licenses(Register):
    """Licenses of the public register, by number; personal data of individuals is held back."""

    @extend_schema(
        operation_id="licenses",
        parameters=[shapes.LicenseQuerySerializer],
        responses=answers(shapes.LicensePageSerializer, _400=PROBLEM),
    )
    def get(self, request: Request) -> HttpResponse:
        """Answer one page; `next` is the address of the one after it."""
        values = self.asked(request, shapes.LicenseQuerySerializer)
        results, cursor = license_rows.page(values, values["limit"])
        envelope: dict[str, Any] = {"next": next_address(request, cursor) if cursor else None}
        if values["count"]:
            envelope["count"], envelope["count_capped"] = license_rows.count(values)
        head = json.dumps(envelope, ensure_ascii=False)[:-1]
        return revalidated(request, f'{head}, "results": {results}}}')


class License(Register):
    """One license as of any day."""

    @extend_schema(
        operation_id="license",
        parameters=[shapes.AsOfSerializer],
        responses=answers(shapes.LicenseSerializer, _400=PROBLEM, _404=NONE),
    )
    def get(self, request: Request, pk: str) -> HttpResponse:
        """Answer with the values of the day, how it stood in law, and its papers."""
        values, found = self.asked(request, shapes.AsOfSerializer), record.published(pk)
        if found is None:
            raise Http404
        shown = register_answers.license(found, values.get("as_of") or today())
        return self.shown(request, shapes.LicenseSerializer, shown)


class LicensesOfNumber(Register):
    """The licenses that bear a number."""

    @extend_schema(
        operation_id="licenses_of_number",
        parameters=[shapes.AsOfSerializer],
        responses=answers(shapes.LicensesOfNumberSerializer, _400=PROBLEM, _404=NONE),
    )
    def get(self, request: Request, number: str) -> HttpResponse:
        """Answer with each of them as of the day; a number may hold slashes."""
        on = self.asked(request, shapes.AsOfSerializer).get("as_of") or today()
        keys = list(record.with_number(number).values_list("pk", flat=True)[:SEVERAL]) if "\0" not in number else []
        found = [register_answers.license(each, on) for key in keys if (each := record.published(key.hex))]
        if not found:
            raise Http404
        return self.shown(request, shapes.LicensesOfNumberSerializer, {"results": found})


class Assignments(Register):
    """The frequencies assigned under a license on a day."""

    @extend_schema(
        operation_id="assignments",
        parameters=[shapes.AssignmentQuerySerializer],
        responses=answers(shapes.AssignmentPageSerializer, _400=PROBLEM, _404=NONE),
    )
    def get(self, request: Request, pk: str) -> HttpResponse:
        """Answer one page in the order of the frequencies."""
        values, found = self.asked(request, shapes.AssignmentQuerySerializer), record.published(pk)
        if found is None:
            raise Http404
        on = values.get("as_of") or today()
        results, cursor = register_answers.assignments(found, on, values.get("after", ""), values["limit"])
        page = {"results": results, "next": next_address(request, cursor) if cursor else None}
        return self.shown(request, shapes.AssignmentPageSerializer, page)


class Establishments(Register):
    """Internet agents, access points and game points that the office verified, or that closed since."""

    @extend_schema(
        operation_id="establishments",
        parameters=[shapes.EstablishmentQuerySerializer],
        responses=answers(shapes.EstablishmentPageSerializer, _400=PROBLEM),
    )
    def get(self, request: Request) -> HttpResponse:
        """Answer one page in the order of the names."""
        values = self.asked(request, shapes.EstablishmentQuerySerializer)
        results, cursor = register_answers.establishments(values, values.get("after", ""), values["limit"])
        page = {"results": results, "next": next_address(request, cursor) if cursor else None}
        return self.shown(request, shapes.EstablishmentPageSerializer, page)


class Establishment(Register):
    """One place of public access."""

    @extend_schema(
        operation_id="establishment", responses=answers(shapes.EstablishmentSerializer, _400=PROBLEM, _404=NONE)
    )
    def get(self, request: Request, pk: str) -> HttpResponse:
        """Answer with its register entry."""
        self.asked(request, shapes.NothingSerializer)
        found = agents.one(pk)
        if found is None:
            raise Http404
        return self.shown(request, shapes.EstablishmentSerializer, register_answers.establishment(found))


class Units(Register):
    """Administrative units; codes are used again after a reform, so a code goes with a day."""

    @extend_schema(
        operation_id="units",
        parameters=[shapes.UnitQuerySerializer],
        responses=answers(shapes.UnitListSerializer, _400=PROBLEM),
    )
    def get(self, request: Request) -> HttpResponse:
        """Answer with the units in force on a day."""
        values = self.asked(request, shapes.UnitQuerySerializer)
        found = AdminUnit.objects.in_force(values.get("on") or today()).select_related("parent")
        if "level" in values:
            found = found.filter(kind=values["level"])
        if "parent" in values:
            found = found.filter(parent__code=values["parent"])
        rows = [register_answers.unit(each) for each in found]
        return self.shown(request, shapes.UnitListSerializer, {"results": rows})


class Kinds(Register):
    """Kinds of licenses and of places."""

    @extend_schema(operation_id="kinds", responses=answers(shapes.KindListSerializer, _400=PROBLEM))
    def get(self, request: Request) -> HttpResponse:
        """Answer with codes and words in both languages."""
        self.asked(request, shapes.NothingSerializer)
        rows = []
        for of, choices in (("license", LicenseKind), ("establishment", EstablishmentKind)):
            for each in choices:
                labels = {}
                for language in ("vi", "en"):
                    with translation.override(language):
                        labels[f"label_{language}"] = str(each.label)
                rows.append({"of": of, "code": each.value, **labels})
        return self.shown(request, shapes.KindListSerializer, {"results": rows})


def _unknown(known: list[str]) -> str:
    if not known:
        return _("There is no such parameter; this address takes none.")
    return _("There is no such parameter. Known ones: %(names)s.") % {"names": ", ".join(known)}


def next_address(request: Request, cursor: str) -> str:
    """Return the address of the page after this one."""
    query = request.query_params.copy()
    query["after"] = cursor
    return str(request.build_absolute_uri(f"{request.path}?{query.urlencode()}"))
