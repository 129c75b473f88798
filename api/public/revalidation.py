"""Answers that may be kept but must be asked about: a change of the register shows at once, no change costs little."""

import hashlib
from typing import Any

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from rest_framework.request import Request


def revalidated(request: Request, content: str | bytes) -> HttpResponse:
    """Return JSON with an ETag of its content, or 304 when the client has it already."""
    body = content.encode() if isinstance(content, str) else content
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="application/json")
    response["ETag"], response["Cache-Control"] = etag, "public, no-cache"
    answer: Any = get_conditional_response(request._request, etag=etag, response=response)
    return response if answer is None else answer
