"""The format is described by the tables that read it: every column, every reason, in both languages."""

from pathlib import Path

import pytest
from django.utils import translation

from docs import import_format
from licenses.importers import manual, problems
from licenses.importers.columns import HEADER


def test_the_written_format_is_up_to_date():
    written = Path(import_format.TARGET).read_text(encoding="utf-8")
    assert written == import_format.render(), "run python -m docs.import_format"


def test_every_column_and_every_reason_is_described():
    columns = {column.name for _record, columns in manual.records() for column in columns}
    assert columns == set(HEADER) - {"record"}
    codes = {reason.code for _group, reasons in manual.reasons() for reason in reasons}
    assert codes == {*problems.FILE, *problems.REFUSALS, *problems.WARNINGS}


def test_every_refusal_says_how_to_mend_it():
    assert [reason.code for reason in dict(manual.reasons())["refused"] if not reason.mend] == []


@pytest.mark.parametrize("group", ["file", "refused", "warning"])
def test_every_reason_is_translated(group):
    with translation.override("en"):
        english = {reason.code: reason.text for reason in dict(manual.reasons())[group]}
    with translation.override("vi"):
        vietnamese = {reason.code: reason.text for reason in dict(manual.reasons())[group]}
    assert [code for code, text in vietnamese.items() if text == english[code]] == []
