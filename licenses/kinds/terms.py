"""How long a license may run: the longest term of its kind, and the longest renewal."""

import datetime as dt

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
