"""How long a license may run: the longest term of its kind, the longest renewal, and when a renewal is taken."""

import datetime as dt

from django.utils.translation import gettext as _

from common.text import day_text
from licenses.kinds.rules import Rules
from licenses.models import License
from rulebook.deadlines import add_months

ONE_DAY = dt.timedelta(days=1)


def latest_end(held: Rules, license: License | None, on: dt.date) -> dt.date | None:
    """Return the latest last day of a license granted on `on`, or of the renewal of `license`; None without a rule.

    The first term and its renewals together do not exceed the longest term; a license that had the longest term at
    once is renewed by at most the longest extension (Law 42/2009, Article 22, clause 1; law.md A4 for game points).
    """
    term = held.term
    if term is None or term.max_months is None:
        return None
    if license is None or license.valid_from is None or license.valid_until is None:
        return add_months(on, term.max_months) - ONE_DAY
    whole = add_months(license.valid_from, term.max_months) - ONE_DAY
    if license.valid_until >= whole and term.extension_max_months is not None:
        return add_months(license.valid_until, term.extension_max_months)
    return max(whole, license.valid_until)


def against_renewal(held: Rules, license: License, on: dt.date) -> str:
    """Return why the renewal of a license is not taken on that day, with the day from or until which it is; or ""."""
    if license.valid_until is None:
        return _("License %(number)s has no last day, so it is not renewed.") % {"number": license.number}
    first, last = held.window(license.valid_until)
    words = {"number": license.number, "end": day_text(license.valid_until)}
    if first is not None and on < first:
        return _(
            "Too early: license %(number)s runs until %(end)s and a renewal is taken from %(day)s on; the holder is "
            "reminded then."
        ) % {**words, "day": day_text(first)}
    if last is not None and on > last:
        return _(
            "Too late: the last day to ask for renewal of license %(number)s (it runs until %(end)s) was %(day)s. "
            "Apply for a new license instead."
        ) % {**words, "day": day_text(last)}
    return ""
