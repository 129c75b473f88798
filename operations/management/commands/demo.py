"""./run demo: from an empty machine to a violation record, then the site."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts import access, journal
from common.clock import today
from operations.demo import cast, examination, heard, imported, summary
from operations.demo.register import Builder
from operations.demo.story import Story


class Command(BaseCommand):
    """Set up, load the law, the units and an invented register, do the main job, and serve the site."""

    help = "Set up the demo, do the main job and serve the site (or stop before that with --once)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--once", action="store_true", help="do all but serving")
        parser.add_argument("--out", type=Path, default=Path("out"), help="where papers and summary.json go")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the parts in order; each can be run again without harm."""
        if not settings.DEMO_MODE:
            raise CommandError("The demo needs DEMO_MODE=1; start it with ./run demo.")
        tell = self._tell
        tell("setting up the database")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        tell("loading the law (rulebook/data/vn) and the administrative units")
        call_command("load_places", verbosity=0)
        access.system_user()
        cast.assemble_bodies()
        call_command("load_rulebook", verbosity=0)
        users = cast.assemble()
        on = today()
        self._build(users, on, tell)
        tell("the daily work:")
        call_command("run_daily", stdout=self.stdout)
        sealed = journal.seal()
        found = journal.verify()
        tell(
            f"journal: {sealed} entries sealed, {found.entries} in all, {'clean' if found.clean else found.faults[:3]}"
        )
        out: Path = options["out"]
        written = summary.write(out, on)
        tell(f"papers and summary.json are in {out.resolve()}: {', '.join(written)}")
        if not found.clean:
            raise CommandError("the journal found changes that no service recorded")
        self._logins(options["host"], options["port"])
        if not options["once"]:
            self._serve(options["host"], options["port"])

    def _build(self, users: dict[str, Any], on: Any, tell: Callable[[str], None]) -> None:
        if summary.is_loaded():
            tell("the invented register and the main job are there already; nothing is done twice")
            return
        tell("entering the invented register (through the same services as the pages)")
        with transaction.atomic():
            built = Builder(users, on, tell).build()
            tell("the main job:")
            Story(users, built, on, tell).run()
            tell("two frequencies examined:")
            examination.tell_two(users, on, tell)
            tell("what was reported and heard:")
            heard.bring_in(users, on, tell)
            tell("files that two offices imported:")
            imported.bring_in(users, on, tell)

    def _logins(self, host: str, port: int) -> None:
        self._tell(f"sign in at http://{host}:{port}/accounts/login/ (buttons for every role), or by name:")
        for person in cast.PEOPLE:
            self._tell(
                f"  {person.username:<16} {cast.PASSWORD}   {person.role.value:<14} {person.agency:<16} {person.does}"
            )

        for username, _name, post in cast.LICENSEES:
            self._tell(f"  {username:<16} {cast.PASSWORD}   {'licensee':<14} {'(signed up)':<16} {post}")

    def _serve(self, host: str, port: int) -> None:
        """Serve with gunicorn, and work off background jobs beside it, until Ctrl-C."""
        address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"
        surroundings = {"SITE_URL": address, **os.environ}  # mails and codes name the port that answers
        worker = subprocess.Popen([sys.executable, "manage.py", "db_worker"], cwd=settings.BASE_DIR, env=surroundings)
        self._tell(f"serving on {address}/ - stop with Ctrl-C")
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi",
            "--bind",
            f"{host}:{port}",
            "--worker-class",
            "gthread",
        ]
        try:
            command += ["--threads", "8", "--workers", "1", "--log-level", "warning"]
            subprocess.call(command, cwd=settings.BASE_DIR, env=surroundings)
        except KeyboardInterrupt:
            self._tell("stopped")
        finally:
            worker.terminate()
            worker.wait(timeout=30)

    def _tell(self, text: str) -> None:
        self.stdout.write(f"demo: {text}")
        self.stdout.flush()
