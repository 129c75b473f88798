"""What benchmarks of the tablet's work begin with: an agency with its people and the law, and the product served."""

import contextlib
import datetime as dt
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from fieldwork.models import Tablet
from fieldwork.services import tablets
from inspections.models import Visit
from inspections.services import planning
from tests import cast, law
from tests.inspections import scene

ROOT = Path(__file__).resolve().parent.parent
VIETNAM = dt.timezone(dt.timedelta(hours=7))


class Office:
    """An agency, its people, and today."""

    def __init__(self) -> None:
        self.units = cast.make_units()
        agencies = cast.make_agencies(self.units)
        self.people = {name: cast.make_person(name, agencies) for name in ("officer", "chief", "inspector", "admin")}
        law.put()
        self.agency = agencies.skhcn
        self.on = dt.datetime.now(dt.UTC).astimezone(VIETNAM).date()

    def invited(self, label: str) -> tuple[Tablet, str]:
        """A tablet and its code."""
        return tablets.invite(
            agency=self.agency, label=label, inventory_number="", by=self.people["admin"], at=dt.datetime.now(dt.UTC)
        )

    def planned(self, place: Any, **more: Any) -> Visit:
        """A visit of today."""
        plan = scene.plan_of(self.people, place, window_start=self.on, window_end=self.on, **more)
        return planning.schedule(plan, by=self.people["chief"], on=self.on)


@contextlib.contextmanager
def served(*, workers: int, threads: int) -> Iterator[int]:
    """Serve the product as it is installed, files collected, compressed and hashed; yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="wavewarden-static-") as folder:
        env = os.environ | {
            "DEMO_MODE": "0", "DEBUG": "0", "HTTPS": "0", "SECRET_KEY": settings.SECRET_KEY, "VAR_DIR": folder,
            "ALLOWED_HOSTS": "localhost,127.0.0.1", "CACHE_URL": "", "LOG_LEVEL": "ERROR",
        }  # fmt: skip
        for command in (["collectstatic", "--noinput", "-v", "0"], ["createcachetable"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True)
        gunicorn = [
            "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
            "--workers", str(workers), "--threads", str(threads), "--log-level", "error",
        ]  # fmt: skip
        process = subprocess.Popen([sys.executable, *gunicorn], cwd=ROOT, env=env)
        try:
            _until_it_answers(port)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=30)


def _until_it_answers(port: int) -> None:
    for _try in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/tablet/manifest.webmanifest", timeout=5)
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
        else:
            return
    raise RuntimeError("the server does not answer")
