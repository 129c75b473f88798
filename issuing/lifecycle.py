"""What may become of an issued paper: it is never edited, only superseded or annulled."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Action
from common.lifecycle import Lifecycle, Step

PAPER = Lifecycle(
    name="issued_document",
    initial="issued",
    steps=(
        Step("supersede", ("issued",), "superseded", Action.PAPER_ISSUE, _("Replace by a new paper")),
        Step("annul", ("issued",), "annulled", Action.PAPER_ANNUL, _("Annul the paper")),
    ),
)
