"""The administrator's pages: users and memberships may be edited, what was done may only be read."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from accounts.models import Agency, JournalEntry, Membership, Share, StepRecord, User


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows records and changes none."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted anywhere."""
        return False


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Accounts; rights are given as memberships."""

    list_display = ("username", "full_name", "post", "is_active", "is_staff")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (None, {"fields": ("full_name", "post", "email", "language", "is_active", "is_staff")}),
    )


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """Who serves where, as what, and for how long; a membership is ended, not deleted."""

    list_display = ("user", "agency", "role", "valid_from", "valid_until", "delegation")
    list_filter = ("agency", "role")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Memberships are ended by a date."""
        return False


admin.site.register(Agency, ReadOnlyAdmin)
admin.site.register(JournalEntry, ReadOnlyAdmin)
admin.site.register(StepRecord, ReadOnlyAdmin)
admin.site.register(Share, ReadOnlyAdmin)
