"""What the log says of a crowd: one line a minute for requests told to come again, not a warning for each of them."""

import logging
import threading
import time

TOO_MANY = 429
_EVERY_S = 60.0


class OncePerMinute(logging.Filter):
    """Passes the first refusal of a minute with how many were left out before it; each process counts its own."""

    def __init__(self) -> None:
        super().__init__()
        self._guard = threading.Lock()
        self._left_out = 0
        self._next_s = 0.0  # by the monotonic clock

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the record is written; whatever is no such refusal is."""
        if getattr(record, "status_code", None) != TOO_MANY:
            return True
        with self._guard:
            now = time.monotonic()
            if now < self._next_s:
                self._left_out += 1
                return False
            more, self._left_out, self._next_s = self._left_out, 0, now + _EVERY_S
        if more:
            record.msg, record.args = f"{record.getMessage()} (and {more} more since the last such line)", ()
        return True
