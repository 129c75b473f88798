"""Database settings from one address."""

from pathlib import Path
from typing import Any

import environ

SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-64000;"
    ),
}


def database(url: str, default: Path) -> dict[str, Any]:
    """Return Django's settings for `url` (sqlite:///… or postgresql://…); SQLite at `default` when it is empty.

    SQLite: write-ahead log, IMMEDIATE transactions (DEFERRED ones lose races), 20 s of patience.
    """
    settings: dict[str, Any] = environ.Env.db_url_config(url or f"sqlite:///{default}")
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = SQLITE_OPTIONS
    else:
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
    return settings
