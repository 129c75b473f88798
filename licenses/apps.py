"""The register: who holds which right, where and for how long."""

import datetime as dt
from typing import Any

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _

from accounts import parties
from accounts.roles import Role


class LicensesConfig(AppConfig):
    """The licenses app."""

    name = "licenses"
    verbose_name = _("Register")

    def ready(self) -> None:
        """Tell the table of rights who acts for which licensee."""
        parties.told_by(standings)


def standings(user: Any, on: dt.date) -> list[parties.Standing]:
    """Return the licensees for which the person acts on that day."""
    rows = apps.get_model("licenses", "LicenseeMembership").objects.filter(user=user).in_force(on)
    return [parties.Standing(row.licensee_id, Role(row.role)) for row in rows.order_by("created_at")]
