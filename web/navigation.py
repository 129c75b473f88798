"""The tabs of the header: which pages a person may open, in the order of the work."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import can
from accounts.roles import Action


@dataclass(frozen=True)
class Tab:
    """One entry of the header; it is current on every address that begins with its own or one of `also`."""

    label: Any
    url_name: str
    action: Action
    also: tuple[str, ...] = ()


TABS = (
    Tab(_("My licenses and applications"), "my:home", Action.MY_VIEW),
    Tab(_("My licenses"), "my:licenses", Action.MY_PREPARE),
    Tab(_("My applications"), "my:applications", Action.MY_PREPARE),
    Tab(_("My fees"), "my:invoices", Action.MY_PREPARE),
    Tab(_("People who act for us"), "my:people", Action.MY_PREPARE),
    Tab(_("My work"), "desk:home", Action.HOME_VIEW),
    Tab(_("Overview"), "dashboards:overview", Action.REPORT_VIEW),
    Tab(_("Inspections"), "desk:visits", Action.VISIT_VIEW),
    Tab(_("Tablets"), "desk:tablets", Action.TABLET_VIEW),
    Tab(_("Violations"), "desk:cases", Action.CASE_VIEW),
    Tab(_("Licensing"), "desk:applications", Action.APPLICATION_VIEW),
    Tab(_("Fees"), "desk:invoices", Action.FEE_VIEW),
    Tab(_("Accounts for fees"), "desk:fee_accounts", Action.FEE_ACCOUNT),
    Tab(_("Register"), "desk:register", Action.REGISTER_VIEW),
    Tab(_("Radio examination"), "desk:checks", Action.COORDINATION_VIEW),
    Tab(_("Imports"), "desk:imports", Action.REGISTER_IMPORT),
    Tab(_("Places"), "desk:places", Action.PLACES_VIEW),
    Tab(_("Law"), "desk:rulebook", Action.RULEBOOK_VIEW),
    Tab(_("Journal"), "desk:journal", Action.JOURNAL_VIEW),
    Tab(_("Daily work"), "desk:daily", Action.OPERATIONS_VIEW),
)


def home_of(user: Any) -> str:
    """Return where the person lands after signing in: the officers' desk, or the licensees' pages."""
    return reverse("my:home" if can(user, Action.MY_VIEW) else "desk:home")


def tabs_for(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the tabs this person may open, the current one marked (the longest matching address wins)."""
    found = []
    for tab in TABS:
        if not can(request.user, tab.action):
            continue
        try:
            found.append({"label": tab.label, "url": reverse(tab.url_name), "current": False})
        except NoReverseMatch:
            continue
    matching = [entry for entry in found if request.path.startswith(entry["url"])]
    if matching:
        max(matching, key=lambda entry: len(entry["url"]))["current"] = True
    return found
