"""Database settings from one address."""

from pathlib import Path
from typing import Any

import environ

SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-64000; "
        "PRAGMA mmap_size=2147418112;"
    ),
}
# Compiling a list's conditions to machine code takes PostgreSQL four seconds, answering it without takes 70 ms.
# Reading a page anywhere costs a solid-state disk what the next page costs; PostgreSQL's default (4) is for turning
# disks and makes it read three million rows rather than look up seven thousand.
POSTGRESQL_OPTIONS = {"options": "-c jit=off -c random_page_cost=1.1"}


def database(url: str, default: Path) -> dict[str, Any]:
    """Return Django's settings for `url` (sqlite:///… or postgresql://…); SQLite at `default` when it is empty.

    SQLite: write-ahead log, IMMEDIATE transactions (DEFERRED ones lose races), 20 s of patience, pages read from
    mapped memory (a system call for each of a thousand rows found costs more than the search).
    """
    settings: dict[str, Any] = environ.Env.db_url_config(url or f"sqlite:///{default}")
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = SQLITE_OPTIONS
    else:
        settings["OPTIONS"] = POSTGRESQL_OPTIONS
        settings["CONN_HEALTH_CHECKS"] = True
    # A new connection costs seven milliseconds: SQLite reads its whole schema with it, more than most requests take.
    settings["CONN_MAX_AGE"] = 60
    return settings
