"""A license given back by its holder: its paper is annulled, its frequencies end, and nobody holds it any more."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from issuing import services as issuing
from licenses.kinds import KINDS
from licenses.models import License
from licenses.services import assignments, licenses

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def give_back(license: License, *, by: Any, signer: Any, on: dt.date, reason: str) -> License:
    """Record that the license is not held from the day `on`.

    The paper is annulled in the name of `signer`, who countersigned: annulling is a decider's right.
    """
    kind = KINDS.get(license.kind)
    paper = issuing.current(license, kind.paper) if kind is not None else None
    if paper is not None:
        issuing.annul(paper, by=signer, reason=_("License given back"))
    assignments.end_all(license, by=by, on=on - ONE_DAY, reason=reason)
    return licenses.surrender(license, by=by, on=on, reason=reason)
