"""A throw-away PostgreSQL: `python -m tests.postgres_cluster COMMAND …` runs COMMAND with DATABASE_URL set to it.

Standard library only. PostgreSQL refuses to run as root, so root lends it to the user postgres or nobody.
"""

import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "120",
    "timezone": "UTC",
}


class Absent(Exception):
    """There is no PostgreSQL on this machine, or it does not start."""


def binaries() -> Path:
    """Return the folder of the newest initdb; raises Absent."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(path.split("/")[4]))
    path = found[-1] if found else shutil.which("initdb")
    if not path:
        raise Absent("no initdb in /usr/lib/postgresql/*/bin or PATH (Debian: apt-get install postgresql)")
    return Path(path).parent


def lender() -> str | None:
    """Return the user who runs the server when we are root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), None)


def free_port() -> int:
    """Return a port of the loopback that is free just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster(keep: Path | None = None, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Start a cluster in a temporary folder and yield its address; it is gone afterwards.

    `keep`: a folder that stays, with what is in it, for the next call. `settings`: server settings besides FAST.
    """
    programs, user = binaries(), lender()
    folder = keep or Path(tempfile.mkdtemp(prefix="wavewarden-pg-"))
    folder.mkdir(mode=0o700, exist_ok=True)
    data, log, port = folder / "data", folder / "log", free_port()
    if user:
        shutil.chown(folder, user)
    try:
        if not (data / "PG_VERSION").exists():
            _call(
                [programs / "initdb", "-D", data, "-U", "wavewarden", "-A", "trust", "-E", "UTF8", "--no-sync"],
                user,
                folder,
                extra=["--locale=C.UTF-8"],
            )
        server = _start(programs, data, log, port, user, folder, {**FAST, **(settings or {})})
        try:
            yield f"postgresql://wavewarden@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # "fast": do not wait for clients
            server.wait(timeout=30 if keep is None else 300)
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def _call(command: Sequence[str | Path], user: str | None, folder: Path, extra: Sequence[str] = ()) -> None:
    result = subprocess.run(
        [*map(str, command), *extra], user=user, cwd=folder, capture_output=True, text=True, env=_environment(folder)
    )
    if result.returncode != 0:
        raise Absent(f"{command[0]} failed: {result.stderr.strip()[-500:]}")


def _environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LC_ALL": "C.UTF-8"}


def _start(
    programs: Path, data: Path, log: Path, port: int, user: str | None, folder: Path, chosen: Mapping[str, str]
) -> "subprocess.Popen[bytes]":
    settings = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
    command = [programs / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", folder, *settings]
    with open(log, "wb") as output:
        server = subprocess.Popen(
            [str(part) for part in command],
            user=user,
            cwd=folder,
            stdout=output,
            stderr=output,
            env=_environment(folder),
            start_new_session=True,
        )
    ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    for _ in range(150):
        if server.poll() is not None:
            break
        if subprocess.run(ready).returncode == 0:
            return server
        time.sleep(0.2)
    server.kill()
    raise Absent(f"postgres did not start: {log.read_text(errors='replace')[-500:]}")


def main(command: list[str]) -> int:
    """Run the command against a fresh cluster; without PostgreSQL say so, and fail only in CI."""
    try:
        with cluster() as url:
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})
    except Absent as reason:
        print(f"PostgreSQL tests not run: {reason}", file=sys.stderr)
        return 1 if os.environ.get("CI", "").lower() == "true" else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
