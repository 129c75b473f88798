"""Files that two offices imported: a part of a real register of another country, and a list with the usual mistakes."""

import csv
import datetime as dt
import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import translation

from accounts.models import Agency
from licenses import importers
from licenses.services.imports import files as imports
from licenses.services.imports import jobs

REAL = Path(importers.__file__).parent.parent / "data" / "fcc_uls" / "assignments.csv.gz"  # NOTICE beside it
EVERY = 97  # of its 19,351 rows
# Invented, like the rest of the demo's register; each mistake in it is one that offices make.
LIST = Path(__file__).parent / "data" / "dai-ly-moi.csv"


def bring_in(users: dict[str, Any], on: dt.date, tell: Callable[[str], None]) -> None:
    """Import both files as the offices did; their reports are on the page of imports."""
    files = (
        ("fcc-uls-2015-08 (trích).csv", _part_of_the_real_one(), "TTTS-7", "officer7"),
        (LIST.name, LIST.read_bytes(), "SKHCN-KH", "officer"),
    )
    for name, content, agency, user in files:
        owner = Agency.objects.get(code=agency)
        with translation.override("vi"):
            job = imports.start(io.BytesIO(content), name=name, by=users[user], agency=owner, on=on, queue=False)
            done = jobs.execute(job.pk)
        if done is not None:
            counts = done.result["outcomes"]
            tell(f"  {name}: {done.result['rows']} rows, {counts['taken']} taken, {counts['refused']} refused")


def _part_of_the_real_one() -> bytes:
    with gzip.open(REAL, "rt", encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows[::EVERY]])
    return text.getvalue().encode()
