"""How signing in differs here: licensees sign up with a verified address, officers have accounts made for them."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from web.navigation import home_of


class AccountAdapter(DefaultAccountAdapter):
    """Leads everybody to their own pages."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Officers land on their desk, licensees on their own pages."""
        return home_of(request.user)
