"""The tabs of the fees pages, and the list above the page of a step."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import can
from accounts.roles import Action

UP = ("desk:invoices", _("Fees"))
TABS = (
    ("desk:invoices", _("Invoices"), Action.FEE_VIEW),
    ("desk:usage_due", _("Usage fees to be asked for"), Action.FEE_INVOICE),
    ("desk:payments", _("Payments"), Action.FEE_VIEW),
    ("desk:statements", _("Bank statements"), Action.FEE_VIEW),
    ("desk:fee_lines", _("Fee lines"), Action.FEE_VIEW),
    ("desk:fee_accounts", _("Accounts for fees"), Action.FEE_ACCOUNT),
    ("desk:holds", _("Holds"), Action.REGISTER_VIEW),
)


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """Return the tabs this person may open; `current` is the name of the page's address."""
    return [
        {"label": label, "url": reverse(name), "current": name == f"desk:{current}"}
        for name, label, action in TABS
        if can(request.user, action)
    ]
