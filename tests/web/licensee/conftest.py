"""Licensees on their own pages: a haulier with a representative and a preparer, another holder, and their office."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress

from accounts.models import User
from accounts.roles import Role
from licenses.enums import LicenseKind, Purpose
from licenses.models import Application, License, Licensee
from licenses.services.applications import filing
from licenses.services.portal import drafts
from tests import cast
from tests.licenses.applications import scene
from tests.licenses.applications.scene import MONDAY


@dataclass
class Portal:
    """Who acts for whom, and files in the states a test needs."""

    office: scene.Office
    boss: User
    clerk: User
    stranger: User

    @property
    def holder(self) -> Licensee:
        """The licensee of boss and clerk."""
        return self.office.holder

    def draft(self, **more: Any) -> Application:
        """A filled draft with its papers, made by the preparer."""
        row = drafts.start(
            by=self.clerk, on=MONDAY, licensee=self.holder, kind=LicenseKind.LAND_MOBILE_INTERNAL, purpose=Purpose.NEW
        )
        payload = self.office.network(**more)
        row = filing.save_draft(row, payload, by=self.clerk, version=row.version)
        self.office.bring(row, by=self.clerk)
        row.refresh_from_db()
        return row

    def submitted(self, **more: Any) -> Application:
        """A file the representative sent."""
        return drafts.submit(self.draft(**more), by=self.boss, on=MONDAY)

    def license(self) -> License:
        """A license granted to the licensee."""
        made = self.office.granted().granted_license
        assert made is not None
        return made


def portal_person(username: str, name: str) -> User:
    """Somebody with an account of their own and a confirmed address."""
    user = User.objects.create_user(username, email=f"{username}@example.vn", password=cast.PASSWORD, full_name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def open_portal(office: scene.Office) -> Portal:
    """The scene."""
    boss, clerk = portal_person("boss", "Lý Gia Hân"), portal_person("clerk_of_boss", "Phùng Khánh Chi")
    stranger = portal_person("other_boss", "Quách Văn Sơn")
    cast.stand_for(office.holder, boss, Role.LICENSEE)
    cast.stand_for(office.holder, clerk, Role.PREPARER)
    cast.stand_for(office.buyer, stranger, Role.LICENSEE)
    return Portal(office, boss, clerk, stranger)


@pytest.fixture
def portal(units: SimpleNamespace, agencies: SimpleNamespace, settings: Any) -> Iterator[Portal]:
    """The portal in the demo, on the Monday of the scene."""
    settings.DEMO_MODE = True
    # the hands move: events of the clock are told apart by the moment they were written
    with time_machine.travel(dt.datetime.combine(MONDAY, dt.time(2), tzinfo=dt.UTC), tick=True):
        yield open_portal(scene.open_office(units, agencies))
