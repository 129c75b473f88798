"""Who acts for a licensee, how they came to it, and what they typed but did not save yet."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import PARTY_ROLES, Role
from common.models import Stamped, UUIDModel, Versioned
from licenses.enums import ClaimOutcome, CodeUse, LicenseeKind
from licenses.models.application import Application
from licenses.models.license import License
from licenses.models.licensee import Licensee
from licenses.querysets.parties import ClaimQuerySet, InvitationQuerySet, LicenseeMembershipQuerySet

PERSON = settings.AUTH_USER_MODEL
PARTY_ROLE_CHOICES = [(role.value, role.label) for role in PARTY_ROLES]


class LicenseeMembership(UUIDModel, Versioned, Stamped):
    """One person acts for one licensee for a period: as its representative, or preparing only."""

    user = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("person"))
    licensee = models.ForeignKey(Licensee, models.PROTECT, related_name="people", verbose_name=_("licensee"))
    role = models.CharField(_("role"), max_length=12, choices=PARTY_ROLE_CHOICES)
    basis = models.CharField(_("basis"), max_length=250)
    given_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("given by"))
    valid_from = models.DateField(_("from"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = LicenseeMembershipQuerySet.as_manager()
    kept_by = "licensee.agency"
    held_by = "licensee_id"

    class Meta:
        verbose_name = _("person who acts for a licensee")
        verbose_name_plural = _("people who act for licensees")
        ordering = ("created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in PARTY_ROLES]), name="licensee_role_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("valid_from")),
                name="licensee_membership_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["user", "licensee"], condition=Q(ended_on__isnull=True), name="one_standing_per_licensee"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {Role(self.role).label} · {self.licensee}"


class Invitation(UUIDModel, Stamped):
    """A representative asks the owner of an e-mail address to act for the licensee too.

    It needs no secret: only an account whose address was verified sees it.
    """

    licensee = models.ForeignKey(Licensee, models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=12, choices=PARTY_ROLE_CHOICES)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("invited by"))
    valid_until = models.DateField(_("valid until"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    accepted = models.BooleanField(_("accepted"), default=False)
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()
    kept_by = "licensee.agency"
    held_by = "licensee_id"

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return self.email


class SecretCode(UUIDModel, Stamped):
    """A secret handed over on paper or from hand to hand; only its keyed digest is kept.

    `claim` lets its first user act for the licensee, whether it came in a letter or on the back of `license`;
    `transfer` lets another holder ask to take over one license.
    """

    journal_secret = frozenset({"digest"})

    use = models.CharField(_("use"), max_length=10, choices=CodeUse)
    licensee = models.ForeignKey(Licensee, models.PROTECT, related_name="secret_codes")
    license = models.ForeignKey(License, models.PROTECT, null=True, blank=True, related_name="secret_codes")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("made by"))
    valid_until = models.DateField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    used_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("secret code")
        verbose_name_plural = _("secret codes")
        ordering = ("created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(use=CodeUse.TRANSFER) | Q(license__isnull=False),
                name="transfer_code_names_its_license",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_use_display()} · {self.licensee}"


class CodeAttempt(models.Model):
    """One try at a secret code, right or wrong: what the brake on guessing counts."""

    user = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    right = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("try at a secret code")
        verbose_name_plural = _("tries at secret codes")
        indexes = [models.Index(fields=["user", "at"], name="code_attempt_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d %H:%M}"


class LicenseeClaim(UUIDModel, Versioned, Stamped):
    """A person asks an agency to let them act for a licensee, known to the register or new to it."""

    user = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", verbose_name=_("agency asked"))
    name = models.CharField(_("name of the licensee"), max_length=250)
    kind = models.CharField(_("kind"), max_length=20, choices=LicenseeKind)
    identifier_scheme = models.CharField(_("identifier scheme"), max_length=30)
    identifier = models.CharField(_("identifier"), max_length=40)
    license_number = models.CharField(_("number of a license it holds"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    post = models.CharField(_("your post there"), max_length=100)
    explanation = models.TextField(_("why you act for it"))
    asked_on = models.DateField(_("asked on"))
    withdrawn_on = models.DateField(_("taken back on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=ClaimOutcome, blank=True)
    licensee = models.ForeignKey(Licensee, models.PROTECT, null=True, blank=True, related_name="claims")
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to act for a licensee")
        verbose_name_plural = _("requests to act for licensees")
        ordering = ("asked_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_on__isnull=True)
                | (Q(outcome__in=ClaimOutcome.values) & Q(decided_on__isnull=False)),
                name="claim_decided_whole",
            ),
            models.UniqueConstraint(
                fields=["user", "agency", "identifier_scheme", "identifier"],
                condition=Q(decided_on__isnull=True, withdrawn_on__isnull=True),
                name="claim_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TypedDraft(UUIDModel):
    """What somebody typed into one step of an application and did not save yet: kept so that nothing typed is lost."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="typed")
    user = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    step = models.CharField(max_length=60)
    fields = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("unsaved typing")
        verbose_name_plural = _("unsaved typing")
        constraints = [models.UniqueConstraint(fields=["application", "user", "step"], name="typed_once_per_step")]

    def __str__(self) -> str:
        return self.step
