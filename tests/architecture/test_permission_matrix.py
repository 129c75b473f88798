"""Every address with every role: let in or refused as the table of rights says, and never a fault.

Addresses of records are asked for a record that does not exist: who holds the right gets 404, who does not gets 403.
Records that do exist, seen from the wrong agency, are in tests/web/test_records_of_others.py.
"""

import re
import uuid

import pytest
from django.test import Client

from accounts.roles import GRANTS, Action
from tests import cast
from tests.architecture.doors import doors, right_of

SAMPLES = {"uuid": str(uuid.UUID(int=7)), "int": "999999", "str": "khong-co", "slug": "khong-co", "path": "khong-co"}
VARIABLE = re.compile(r"<(?:(\w+):)?\w+>")
ADDRESSES = [
    ("/" + VARIABLE.sub(lambda match: SAMPLES.get(match[1] or "str", "khong-co"), address), right_of(entry))
    for address, entry in doors()
    if "(?P" not in address
]
# Opened by an enrolled tablet's token beside the session: a session alone is told to enrol (tests/fieldwork).
BY_TOKEN = "/api/field/"
LET_IN = {200, 302, 400, 404, 405, 409, 422}
pytestmark = pytest.mark.django_db


def _ask(client: Client, address: str):
    """Ask by GET, and by an empty POST where only that is answered."""
    answer = client.get(address)
    return client.post(address) if answer.status_code == 405 else answer


@pytest.mark.parametrize("username", sorted(cast.PEOPLE))
def test_a_role_opens_what_its_rights_say_and_nothing_else(username, agencies, as_user):
    person = cast.make_person(username, agencies)
    rights = GRANTS[cast.PEOPLE[username][3]]
    client, wrong = as_user(person), []
    for address, action in ADDRESSES:
        status = _ask(client, address).status_code
        refusal = {401} if address.startswith(BY_TOKEN) else {403}
        let_in = action == "public" or (action in rights and not address.startswith(BY_TOKEN))
        if status not in (LET_IN if let_in else refusal):
            wrong.append(f"{address} ({action}): {status}")
    assert wrong == []


def test_without_signing_in_only_public_pages_answer(client, agencies):
    wrong = []
    for address, action in ADDRESSES:
        answer = _ask(client, address)
        refused = answer.status_code in {401, 403} or (
            answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
        )
        if refused == (action == "public") or answer.status_code >= 500:
            wrong.append(f"{address} ({action}): {answer.status_code}")
    assert wrong == []


def test_an_account_without_a_membership_opens_only_public_pages_and_its_own(stranger, agencies, as_user):
    client = as_user(stranger)
    opened = [
        f"{address}: {status}"
        for address, action in ADDRESSES
        if action not in ("public", Action.MY_VIEW)
        and (status := _ask(client, address).status_code) != (401 if address.startswith(BY_TOKEN) else 403)
    ]
    assert opened == []
