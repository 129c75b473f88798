"""People who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with an account. Rights come from memberships only; `is_staff` opens the admin's read-only pages."""

    journal_secret = frozenset({"password"})
    journal_left_out = frozenset({"last_login"})  # to sign in changes nothing about a person

    full_name = models.CharField(_("full name"), max_length=120, blank=True)
    post = models.CharField(_("post"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, default="vi")
    is_system = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.full_name or self.username
