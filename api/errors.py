"""Every error of the API as problem details (RFC 9457)."""

import math
from http import HTTPStatus
from typing import Any

from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ErrorResponse
from rest_framework.exceptions import APIException
from rest_framework.response import Response

from common.errors import Busy, DomainError


class ProblemHandler(ExceptionHandler):
    """Turns a rule's refusal into an API error with its own status and code."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        """Return the API's form of a domain error."""
        if not isinstance(exc, DomainError):
            return super().convert_known_exceptions(exc)
        problem = APIException(detail=exc.fields or str(exc), code=exc.code)
        problem.status_code = exc.status
        problem.domain_error = exc  # type: ignore[attr-defined]
        if isinstance(exc, Busy):
            problem.wait = math.ceil(exc.retry_after_s)  # type: ignore[attr-defined]  # the header Retry-After
        return problem

    def report_exception(self, exc: APIException, response: Response) -> None:
        """Report as usual, and mark the answer as problem details."""
        response.content_type = "application/problem+json"  # a header set here would be overwritten by the renderer
        super().report_exception(exc, response)


class ProblemFormatter(ExceptionFormatter):
    """Shapes the answer: type, title, status, detail, code, and one line per field."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        """Return the problem document."""
        status = self.exc.status_code
        domain = getattr(self.exc, "domain_error", None)
        first = error_response.errors[0]
        # The header knows whole seconds only, and those sent away in one second would all return in one.
        when = {"retry_after_ms": round(domain.retry_after_s * 1000)} if isinstance(domain, Busy) else {}
        return {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": str(domain) if domain else str(first.detail),
            "code": domain.code if domain else first.code,
            "errors": [
                {"field": error.attr, "code": error.code, "message": str(error.detail)}
                for error in error_response.errors
                if error.attr
            ],
            **when,
        }
