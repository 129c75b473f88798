"""The administrator's pages: people and memberships are changed through a service, what was done may only be read."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from accounts import people
from accounts.access import can
from accounts.models import Agency, JournalEntry, Membership, Share, StepRecord, User
from accounts.roles import Action
from common.clock import today
from common.errors import NotAllowed


def manages(request: HttpRequest) -> bool:
    """Tell who may look and change here; the superuser made on the command line gives the first membership."""
    user: Any = request.user
    return bool(user.is_active and (user.is_superuser or can(user, Action.USERS_MANAGE)))


class PermittedAdmin(admin.ModelAdmin):
    """Opens to those who manage people, by the same table as every other page; deletes nothing."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The table of rights decides."""
        return manages(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The table of rights decides."""
        return manages(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The table of rights decides."""
        return manages(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The table of rights decides."""
        return manages(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted anywhere."""
        return False


class ReadOnlyAdmin(PermittedAdmin):
    """Shows records and changes none."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed here."""
        return False


@admin.register(User)
class PersonAdmin(PermittedAdmin, UserAdmin):
    """Accounts; rights are given as memberships."""

    list_display = ("username", "full_name", "post", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (None, {"fields": ("full_name", "post", "email", "language", "is_active", "is_staff")}),
    )

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Hand over to the service that journals."""
        people.save_person(obj, by=request.user)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Set another's password, journaled in the same transaction."""
        with transaction.atomic():
            before = User.objects.filter(pk=id).values_list("password", flat=True).first()
            answer: HttpResponse = super().user_change_password(request, id, form_url)
            person = User.objects.filter(pk=id).first()
            if person is not None and person.password != before:
                people.password_was_set(person, by=request.user)
        return answer


@admin.register(Membership)
class MembershipAdmin(PermittedAdmin):
    """Who serves where, as what, and for how long; a membership is ended, not deleted, and never one's own."""

    list_display = ("user", "agency", "role", "valid_from", "valid_until", "by_two", "judged_by", "refused")
    list_filter = ("agency", "role")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer everybody but oneself."""
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.exclude(pk=request.user.pk or 0).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes his own rights."""
        own = obj is not None and obj.user_id == getattr(request.user, "pk", None)
        return super().has_change_permission(request, obj) and not own

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        """Hand over to the service that journals and refuses one's own."""
        try:
            people.save_membership(obj, by=request.user, on=today())
        except NotAllowed as refused:
            raise PermissionDenied(str(refused)) from refused


for _model in (Agency, JournalEntry, StepRecord, Share):
    admin.site.register(_model, ReadOnlyAdmin)
