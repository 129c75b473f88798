"""The right an endpoint asks for, stated once on the view as `required_action`."""

from typing import Any

from rest_framework.permissions import BasePermission

from accounts import access
from accounts.roles import Action

PUBLIC = "public"


class Allow(BasePermission):
    """Let in who holds the view's `required_action`; a view that states none lets nobody in."""

    def has_permission(self, request: Any, view: Any) -> bool:
        """Ask the table of roles."""
        action = getattr(view, "required_action", None)
        if action == PUBLIC:
            return True
        return isinstance(action, Action) and request.user.is_authenticated and access.can(request.user, action)
