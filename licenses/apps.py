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
    """Return the licensees for which the person acts on that day; of a merged record also the one that stays."""
    rows = apps.get_model("licenses", "LicenseeMembership").objects.filter(user=user).in_force(on)
    keys = rows.order_by("created_at").values_list("licensee", "licensee__merged_into", "role")
    return [parties.Standing(key, Role(role)) for own, kept, role in keys for key in (own, kept) if key is not None]
