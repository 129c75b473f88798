"""A SQLite database with all migrations done, made once and copied: migrating takes each test process twenty seconds.

The copy is kept in var/tests/ under a digest of everything a migration reads, and made anew when that changes.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "tests"
# The migrations, and what of the product they import.
READ = ("*/migrations/*.py", "common/*.py", "*/lifecycle.py", "*/enums.py", "config/settings*.py", "requirements.txt")


def digest() -> str:
    """Return what tells one set of migrations from another."""
    found = hashlib.sha256(sys.version.encode())
    for path in sorted({path for pattern in READ for path in ROOT.glob(pattern)}):
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:20]


def copy_to(target: Path) -> None:
    """Put a migrated database at `target`; the first process makes it, the others wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    made = KEPT / f"migrated-{digest()}.sqlite3"
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _make(made)
    shutil.copyfile(made, target)


def _make(made: Path) -> None:
    half = made.with_suffix(".half")
    for old in KEPT.glob("migrated-*"):
        old.unlink()
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{half}",
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=environment, check=True)
    with contextlib.closing(sqlite3.connect(half)) as database:  # only the file is copied: all must be in it
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    half.rename(made)
