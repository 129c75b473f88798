"""Signing up for licensees: the name asked for, and the confirmed e-mail address that officers need not have."""

from typing import Any

from allauth.account.stages import EmailVerificationStage
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import memberships


class NameForm(forms.Form):
    """What a new account is asked for beside address and password."""

    full_name = forms.CharField(label=_("Your full name"), max_length=120, help_text=_("As on your identity paper."))
    field_order = ("full_name", "email", "password1", "password2")

    def signup(self, request: Any, user: Any) -> None:
        """Called by allauth after the account is made; the name was stored with it (AccountAdapter.save_user)."""


class VerifiedUnlessOfficer(EmailVerificationStage):
    """Nobody signs in before the address is confirmed, but officers, whose accounts an administrator made."""

    def handle(self) -> Any:
        """Called by allauth when somebody gave the right password."""
        person = self.login.user  # nobody, where signing up must not tell that the address has an account
        return (None, True) if person is not None and memberships(person) else super().handle()
