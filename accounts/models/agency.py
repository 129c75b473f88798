"""Agencies, who serves in them and for how long, and what one agency shows another."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.by_two import JudgedRows
from accounts.enums import AgencyKind
from accounts.roles import AGENCY_ROLES
from common.clock import now


class Agency(models.Model):
    """A body of the State with a subject matter; its territory is kept in `places`."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=AgencyKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    superior_name = models.CharField(_("superior body on letterheads"), max_length=200, blank=True)
    place_name = models.CharField(_("place of issue on papers"), max_length=80, blank=True)
    subjects = models.JSONField(_("subjects"), default=list)
    address = models.CharField(_("address"), max_length=250, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    @property
    def name_vi(self) -> str:
        """The name, under the name that `common.text.pick` looks for."""
        return self.name


class MembershipQuerySet(JudgedRows["Membership"]):
    """Memberships in the words of the domain."""

    def in_force(self, on: dt.date) -> "MembershipQuerySet":
        """Those that hold on that day; a licensee's roles are held for a licensee, never in an agency."""
        return self.confirmed().filter(valid_from__lte=on, role__in=AGENCY_ROLES).exclude(valid_until__lt=on)


class Membership(models.Model):
    """A right is a role in an agency for a period; a deputy holds it under a written delegation."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=30, choices=[(role.value, role.label) for role in AGENCY_ROLES])
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    delegation = models.CharField(_("delegation document"), max_length=200, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    # those given before a second person was asked for go on as they are
    by_two = models.BooleanField(_("needs a second person"), default=False, editable=False)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("judged by"),
    )  # fmt: skip
    judged_on = models.DateField(_("judged on"), null=True, blank=True, editable=False)
    refused = models.CharField(_("why it does not hold"), max_length=400, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("valid_from")),
                name="membership_dates_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(judged_by__isnull=True)
                | ~models.Q(judged_by=models.F("given_by")) & ~models.Q(judged_by=models.F("user")),
                name="membership_by_one_judged_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.agency}"


class Share(models.Model):
    """One record shown to another agency, by agreement or referral, for a period."""

    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="shared_with_it")
    basis = models.CharField(_("basis"), max_length=250)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        indexes = [models.Index(fields=["target_type", "agency", "target_id"], name="share_lookup")]

    def __str__(self) -> str:
        return f"{self.target_type} {self.target_id} → {self.agency}"
