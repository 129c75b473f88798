"""Databases that benchmarks keep between runs, so that millions of rows are written once per engine."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.postgres_cluster import cluster

FOLDER = Path(os.environ.get("BENCH_DATA", Path(tempfile.gettempdir()) / "wavewarden-bench-data"))
ROWS = int(os.environ.get("BENCH_ROWS", "3000000"))
SPECTRUM_ROWS = int(os.environ.get("BENCH_ASSIGNMENTS", "4000000"))
# Count up when register_data.py or spectrum_data.py writes other rows than before.
EDITION = 1
# Millions of rows: what a server of the size in docs/operations.md is given, not the throw-away cluster's 128 MB.
POSTGRESQL = {"shared_buffers": "1GB", "maintenance_work_mem": "512MB", "work_mem": "16MB", "max_wal_size": "8GB"}


@contextlib.contextmanager
def kept(engine: str, what: str = "register") -> Iterator[str]:
    """Yield the address of the database of the register or of the spectrum, empty until a benchmark fills it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    FOLDER.chmod(0o755)
    name = f"{engine}-{ROWS}-{EDITION}" if what == "register" else f"{engine}-{what}-{SPECTRUM_ROWS}-{EDITION}"
    if engine == "sqlite":
        yield f"sqlite:///{FOLDER / name}.sqlite3"
        return
    with cluster(FOLDER / name, POSTGRESQL) as url:
        yield url
