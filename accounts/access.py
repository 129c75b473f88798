"""Who may do what: the table of roles, asked through one function, on the records a person can see."""

import copy
import datetime as dt
from collections.abc import Iterable
from functools import reduce
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from accounts import journal, parties
from accounts.models import Agency, Membership, Share, User
from accounts.parties import Standing
from accounts.roles import GRANTS, READING, Action, Role
from common.clock import today
from common.errors import NotAllowed, NotFound

M = TypeVar("M", bound=models.Model)

SYSTEM_USERNAME = "system"


def remember(user: Any) -> None:
    """Read the person's memberships once for this request; doors call it, tests and services need not."""
    if user.is_authenticated and not user.is_system:
        user.remembered_sight, user.remembered_shares = set(), {}
        user.remembered_memberships = list(
            Membership.objects.filter(user=user).in_force(today()).select_related("agency")
        )
        if not user.remembered_memberships:
            user.remembered_standings = parties.ask(user, today())


def memberships(user: Any, on: dt.date | None = None) -> list[Membership]:
    """Return the memberships that hold on that day (today by default)."""
    if not user.is_authenticated or not user.is_active:
        return []
    kept = getattr(user, "remembered_memberships", None)
    if kept is not None and on is None:
        return list(kept)
    return list(Membership.objects.filter(user=user).in_force(on or today()).select_related("agency"))


def agencies_of(user: Any, action: str | None = None, on: dt.date | None = None) -> list[Agency]:
    """Return the agencies in which the person serves and, if `action` is named, holds that right."""
    action = action or getattr(user, "acting_for", None)
    return list(
        {
            held.agency_id: held.agency
            for held in memberships(user, on)
            if action is None or action in GRANTS[Role(held.role)]
        }.values()
    )


def standings(user: Any, on: dt.date | None = None) -> list[Standing]:
    """Return for whom the person acts on that day (today by default); nobody, for who serves in an agency."""
    if not user.is_authenticated or not user.is_active or memberships(user, on):
        return []
    kept = getattr(user, "remembered_standings", None)
    return list(kept) if kept is not None and on is None else parties.ask(user, on or today())


def parties_of(user: Any, action: str | None = None, on: dt.date | None = None) -> list[Any]:
    """Return the keys of the parties for which the person acts and, if `action` is named, holds that right."""
    action = action or getattr(user, "acting_for", None)
    held = (standing for standing in standings(user, on) if action is None or action in GRANTS[standing.role])
    return list({standing.party: None for standing in held})


def party_of(obj: Any) -> Any:
    """Return the key of the party whose record it is, by the path in the model's `held_by`; None for other records."""
    path: str = getattr(obj, "held_by", "")
    return reduce(getattr, path.split("."), obj) if path else None


def acts_for_party_of(user: Any, action: str, obj: Any) -> bool:
    """Say whether the person holds the right for the very party whose record it is."""
    party = party_of(obj)
    return party is not None and party in parties_of(user, action)


def actions_of(user: Any) -> frozenset[Action]:
    """Return every action the person holds today, in some agency, for some party, or with an account alone."""
    return frozenset().union(*(GRANTS[role] for role in roles_of(user)))


def roles_of(user: Any) -> frozenset[Role]:
    """Return the person's roles today, for greeting pages only; rights are asked through `can`."""
    held = frozenset(Role(each.role) for each in memberships(user))
    if held or not user.is_authenticated or not user.is_active:
        return held
    return frozenset({Role.VISITOR, *(standing.role for standing in standings(user))})


def can(user: Any, action: str, obj: models.Model | None = None) -> bool:
    """Say whether the person holds the right and, for a record, holds it in an agency through which it is visible.

    A territory or a share lets an agency read only: every other right must be held in the agency that keeps the record.
    Who acts for a licensee holds a right for that licensee's own records.
    """
    if getattr(user, "is_system", False):
        return action in GRANTS[Role.SYSTEM]
    held = agencies_of(user, action)
    if not held:
        return action in actions_of(user) if obj is None else _for_party(user, action, obj)
    return obj is None or ((action in READING or _kept_by_one_of(held, obj)) and sees(acting(user, action), obj))


def _for_party(user: Any, action: str, obj: models.Model) -> bool:
    return acts_for_party_of(user, action, obj) and sees(acting(user, action), obj)


def keeper_of(obj: Any) -> Agency | None:
    """Return the agency that keeps the record; None for a record of everybody (no scope, or the law).

    A model whose records belong to an agency through another record, or to nobody, says so in `kept_by`.
    """
    if not hasattr(type(obj)._default_manager, "visible_to"):
        return None
    path: str = getattr(obj, "kept_by", "agency")
    return reduce(getattr, path.split("."), obj) if path else None


def _kept_by_one_of(held: list[Agency], obj: models.Model) -> bool:
    keeper = keeper_of(obj)
    return keeper is None or keeper in held


def sees(user: Any, obj: models.Model) -> bool:
    """Say whether the record lies within what the person may see; records without a scope are open to all."""
    manager: Any = type(obj)._default_manager
    if not hasattr(manager, "visible_to"):
        return True
    if obj.pk is not None and _sight(user, obj) in getattr(user, "remembered_sight", ()):
        return True
    found = bool(manager.visible_to(user).filter(pk=obj.pk).exists())
    return _remembered(user, obj) if found else False


def _sight(user: Any, obj: models.Model) -> tuple[Any, ...]:
    """Return what a look at a record depends on: the record, and the agencies and parties that look."""
    agencies = sorted(agency.pk for agency in agencies_of(user))
    return (obj._meta.label_lower, obj.pk, *agencies, *sorted(map(str, parties_of(user))))


def _remembered(user: Any, obj: models.Model) -> bool:
    """Remember for this request that the person sees the record: a page asks so before every button."""
    if hasattr(user, "remembered_sight"):
        user.remembered_sight.add(_sight(user, obj))
    return True


def acting(user: Any, action: str) -> Any:
    """Return the person as seen through one right only, so that `visible_to` counts just the agencies that give it."""
    person = copy.copy(user)
    person.acting_for = action
    return person


def require(user: Any, action: str, obj: models.Model | None = None) -> None:
    """Raise NotFound for what the person may not even see, NotAllowed for what they see but may not do."""
    if can(user, action, obj):
        return
    if obj is not None and not getattr(user, "is_system", False) and not sees(user, obj):
        raise NotFound(_("There is no such record, or it is not yours to see."))
    if obj is not None and agencies_of(user, action) and (keeper := keeper_of(obj)) is not None:
        raise NotAllowed(
            _("This record is kept by %(agency)s; only that agency changes it.") % {"agency": keeper.name},
            code="other_keeper",
        )
    raise NotAllowed(_("Your role does not allow this."), details={"action": str(action)})


def visible(queryset: Any, user: Any, **lookup: Any) -> Any:
    """Return the one record that matches within what the person may see; NotFound otherwise."""
    found = queryset.visible_to(user).filter(**lookup).first()
    if found is None:
        raise NotFound(_("There is no such record, or it is not yours to see."))
    _remembered(user, found)
    return found


def share(
    obj: models.Model, *, agency: Agency, basis: str, by: Any, on: dt.date, until: dt.date | None = None
) -> Share:
    """Let another agency read one record, and journal it. Doing it twice changes nothing."""
    made, new = Share.objects.get_or_create(
        target_type=obj._meta.label_lower,
        target_id=journal.key_of(obj),
        agency=agency,
        basis=basis,
        defaults={"valid_from": on, "valid_until": until},
    )
    if new:
        journal.record(by, "record.shared", obj, after={"agency": agency.code, "basis": basis})
    return made


def shared_ids(model: type[models.Model], agencies: Iterable[Agency], on: dt.date | None = None) -> list[str]:
    """Return the keys of the records of this model shown to any of these agencies."""
    day = on or today()
    return list(
        Share.objects.filter(target_type=model._meta.label_lower, agency__in=list(agencies), valid_from__lte=day)
        .exclude(valid_until__lt=day)
        .values_list("target_id", flat=True)
    )


def shown_to(user: Any, model: type[models.Model], agencies: list[Agency], on: dt.date) -> list[str]:
    """Return the same, read once for this request."""
    kept = getattr(user, "remembered_shares", None)
    if kept is None:
        return shared_ids(model, agencies, on)
    key = (model._meta.label_lower, on, *sorted(agency.pk for agency in agencies))
    if key not in kept:
        kept[key] = shared_ids(model, agencies, on)
    return list(kept[key])


def system_user() -> User:
    """Return the account in whose name the clock and the loaders act; nobody can sign in with it."""
    user, new = User.objects.get_or_create(
        username=SYSTEM_USERNAME, defaults={"is_system": True, "is_active": False, "full_name": "System"}
    )
    if new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def agencies_with(action: str, on: dt.date) -> models.QuerySet[Agency]:
    """Return the agencies in which somebody holds the right on that day, by name."""
    roles = [role.value for role, held in GRANTS.items() if action in held]
    held = Membership.objects.filter(role__in=roles, user__is_active=True).in_force(on)
    return Agency.objects.filter(pk__in=held.values("agency")).order_by("name")


def people_with(action: str, agency: Agency, on: dt.date) -> models.QuerySet[User]:
    """Return the people who hold the right in that agency on that day, by name: whom a form may offer."""
    roles = [role.value for role, held in GRANTS.items() if action in held]
    held = Membership.objects.filter(agency=agency, role__in=roles).in_force(on)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("full_name", "pk")
