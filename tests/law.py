"""The law of Viet Nam in a test's tables: the files are read and checked once per process, the rows written each time.

What the loader itself does is tested in tests/rulebook/test_loader.py, which uses nothing of this.
"""

from rulebook import loader
from rulebook.building import Builder

_prepared: list[Builder] = []


def put() -> None:
    """Fill the empty rulebook tables."""
    if not _prepared:
        _prepared.append(loader.prepare("vn"))
    for model, rows in _prepared[0].rows.items():
        model.objects.bulk_create(rows)
