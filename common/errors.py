"""The errors a rule may raise; the doors turn them into pages and problem-details answers."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class DomainError(Exception):
    """A refusal that the person can read and mend.

    `message` is the sentence shown; `code` is stable for programs; `fields` maps a field name to its messages;
    `details` carries what a conflict page needs (current version, values). `status` is the HTTP status of the answer.
    """

    status: ClassVar[int] = 400
    default_code: ClassVar[str] = "invalid"

    def __init__(
        self,
        message: Any,
        *,
        code: str = "",
        fields: Mapping[str, Sequence[Any]] | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.fields = {name: list(messages) for name, messages in (fields or {}).items()}
        self.details = dict(details or {})
        if self.fields:
            self.add_note(f"fields: {self.fields}")

    def __str__(self) -> str:
        return str(self.message)


class Invalid(DomainError):
    """What was entered breaks a rule; `fields` says where."""

    status = 422


class NotFound(DomainError):
    """It does not exist, or lies outside what this person may see: both look alike."""

    status = 404
    default_code = "not_found"


class NotAllowed(DomainError):
    """The person may see it but may not do this."""

    status = 403
    default_code = "not_allowed"


class Conflict(DomainError):
    """Somebody else was first; nothing was overwritten."""

    status = 409
    default_code = "conflict"


class Unavailable(DomainError):
    """It cannot be done here and now (a missing key, a missing table); the message names what to provide."""

    status = 503
    default_code = "unavailable"


class Busy(DomainError):
    """Too many came at once; nothing was done, and the same may be asked again after `retry_after_s` seconds."""

    status = 429
    default_code = "busy"

    def __init__(self, message: Any, *, retry_after_s: float) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
