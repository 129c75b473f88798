"""Each page and endpoint names the one right it asks for, or says that it is public."""

from accounts.roles import GRANTS, Action
from tests.architecture.doors import doors, right_of


def test_each_door_declares_exactly_one_action_or_is_public():
    unguarded = [
        address
        for address, entry in doors()
        if not (isinstance(right_of(entry), Action) or right_of(entry) == "public")
    ]
    assert unguarded == []


def test_each_action_asked_for_at_a_door_is_granted_to_some_role():
    granted = frozenset().union(*GRANTS.values())
    asked = {right_of(entry) for _address, entry in doors()} - {"public", None}
    assert sorted(asked - granted) == []


def test_each_door_has_a_name():
    assert [address for address, entry in doors() if not entry.name] == []
