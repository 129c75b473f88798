"""Cursors: where the next page of an answer begins, as a short text that a client hands back unread."""

import base64
import binascii
import json
import uuid

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError


def write_cursor(value: str, key: str) -> str:
    """Return the cursor after the row of that sort value and key."""
    return base64.urlsafe_b64encode(json.dumps([value, key]).encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[str, uuid.UUID]:
    """Return sort value and key of a cursor; ValidationError for what is none of ours."""
    try:
        value, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return str(value), uuid.UUID(key)
    except (ValueError, TypeError, AttributeError, binascii.Error) as error:
        raise ValidationError({"after": _("This is no cursor of this list.")}) from error
