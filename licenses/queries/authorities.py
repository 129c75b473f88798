"""What authorities are called in the language of the page: a license names its own as it stands on the paper."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import get_language

from accounts.models import Agency
from licenses.models import License
from rulebook.models import GrantingAuthority


def names(written: Iterable[str], on: dt.date) -> dict[str, str]:
    """Return what these authorities are called, by how they are written; two queries, none on Vietnamese pages.

    One without a known English name keeps its own.
    """
    texts = {text: text for text in written if text}
    if not texts or not (get_language() or "vi").startswith("en"):
        return texts
    of_rules = GrantingAuthority.objects.in_force_on(on).filter(name_vi__in=texts).exclude(name_en="")
    texts |= dict(of_rules.values_list("name_vi", "name_en"))
    return texts | dict(Agency.objects.filter(name__in=texts).exclude(name_en="").values_list("name", "name_en"))


def name(licenses: Iterable[License], on: dt.date) -> None:
    """Give each license of a list `authority`, the name of who granted it in the language of the page."""
    rows = list(licenses)
    called = names((row.granting_authority for row in rows), on)
    for row in rows:
        row.authority = called.get(row.granting_authority, "")  # type: ignore[attr-defined]
