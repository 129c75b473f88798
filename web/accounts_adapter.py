"""How signing in differs here: licensees sign up with a verified address, officers have accounts made for them."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import translation

from accounts import people
from web import account_mails
from web.navigation import home_of

VERIFICATION = "allauth.account.stages.EmailVerificationStage"


def page_language() -> str:
    """Return the language of the page, as accounts and mails keep it."""
    return "en" if (translation.get_language() or "vi").startswith("en") else "vi"


def shown_name(user: Any) -> str:
    """Return what pages and mails about an account call its owner: the name, where one is known."""
    return str(user)


class AccountAdapter(DefaultAccountAdapter):
    """Journals new accounts and leads everybody to their own pages."""

    def get_login_stages(self) -> list[str]:
        """Replace the stage that asks for a confirmed address, which officers are spared."""
        ours = "web.sign_up.VerifiedUnlessOfficer"
        return [ours if stage == VERIFICATION else stage for stage in super().get_login_stages()]

    def render_mail(self, template_prefix: str, email: Any, context: Any, headers: Any = None) -> Any:
        """Write to the owner of an account in their own language, signed by an agency."""
        person = context.get("user")
        language = person.language if person is not None else page_language()
        with translation.override(language):
            whole = {**context, **account_mails.signature(person)}
            return super().render_mail(template_prefix, email, whole, {**(headers or {}), "Content-Language": language})

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Officers land on their desk, licensees on their own pages."""
        return home_of(request.user)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Store the new account with its name and language, and journal it."""
        made: Any = super().save_user(request, user, form, commit=False)
        made.full_name = " ".join(form.cleaned_data.get("full_name", "").split())
        made.language = page_language()
        return people.save_person(made, by=made) if commit else made
