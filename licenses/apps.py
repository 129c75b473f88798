"""The register: who holds which right, where and for how long."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LicensesConfig(AppConfig):
    """The licenses app."""

    name = "licenses"
    verbose_name = _("Register")
