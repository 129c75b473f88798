"""What is wrong with a bank's statement or one of its rows, in words, and how to mend it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from licenses.importers.items import CellError
from licenses.importers.problems import FILE, REFUSALS, Meaning

STATEMENT: dict[str, Meaning] = {
    "header_missing": Meaning(
        _("No row names the columns: a day, a memo and an amount (or a credit column) are needed."),
        _("Keep the row with the column names; docs/bank-statement-format.md lists the names known."),
    ),
    "too_many_rows": Meaning(
        _("The file has %(rows)s rows; at most %(most)s are read at once."), _("Split it by month.")
    ),
}
# These are no mistakes: the row is simply no payment, or is there already.
EXPECTED: dict[str, Meaning] = {
    "outgoing": Meaning(_("Money that went out.")),
    "total": Meaning(_("A total or a balance.")),
    "known": Meaning(_("Read in before, with another file.")),
    "twice": Meaning(_("Stands twice in this file, alike in every column; taken once.")),
    "known_alike": Meaning(
        _("Like a line read in before without a transaction number (same day, amount and memo); taken as the same."),
        _("If it is another payment, record it by hand with the bank's number."),
    ),
}
WRONG: dict[str, Meaning] = {
    "date_missing": Meaning(_("The day is missing."), _("Fill it in as 23/11/2026.")),
    "future": Meaning(_("The day %(value)s has not come yet."), _("Check day and month.")),
    "amount_missing": Meaning(_("The amount is missing."), _("Fill in the amount that came in.")),
    "not_amount": Meaning(_("“%(value)s” is not an amount."), _("Write whole đồng: 1500000 or 1.500.000.")),
    "not_whole_dong": Meaning(_("“%(value)s” is not a whole number of đồng."), _("Check the amount on the statement.")),
    "both_sides": Meaning(
        _("Credit (%(value)s) and debit (%(other)s) are both filled in."), _("Leave the one empty that is not meant.")
    ),
    "reversal": Meaning(
        _("The bank took a credit of %(amount)s đồng back."),
        _("Find the payment it belongs to and set it aside with the reason; nothing was changed here."),
    ),
    "zero": Meaning(_("The amount is zero."), _("Leave the row out, or correct the amount.")),
}


def is_expected(code: str) -> bool:
    """Whether the row was left out for a reason that is no mistake."""
    return code in EXPECTED


def about_statement(error: CellError) -> str:
    """Return what is wrong with a file as a whole and how to mend it."""
    known = STATEMENT.get(error.code) or FILE[error.code]
    return f"{_filled(known.text, error.params)} {_filled(known.mend, error.params)}".strip()


def in_words(code: str, params: dict[str, Any]) -> tuple[str, str]:
    """Return what is to be said of a row left out, and how to mend it (empty: nothing need be done)."""
    known = EXPECTED.get(code) or WRONG.get(code) or REFUSALS[code]
    return _filled(known.text, params), _filled(known.mend, params)


def _filled(words: Any, params: dict[str, Any]) -> str:
    return str(words) % params if params else str(words)
