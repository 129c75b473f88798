"""Fixtures of the whole suite: the fixed cast, and the guards that make a test honest."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.test import Client
from django.utils import translation

from accounts.models import User
from tests import cast, guards, migrated


def pytest_configure(config: pytest.Config) -> None:
    """Set the guards once per process."""
    guards.forbid_network()
    guards.fail_on_unknown_variables()
    guards.let_flush_pass_guards()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests that speak of one engine only when the run uses the other: that is no skip."""
    other = "sqlite_only" if connections["default"].vendor == "postgresql" else "postgres_only"
    left_out = [item for item in items if item.get_closest_marker(other)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker(other)]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """In CI a skipped test is a failed one: something that should have been checked was not."""
    outcome: Any = yield
    report = outcome.get_result()
    if guards.IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """The same for a module that skips itself."""
    outcome: Any = yield
    report = outcome.get_result()
    if guards.IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep the SQLite test database in a file: one in memory locks by table, which no deployment does."""
    database = connections.settings["default"]
    if database["ENGINE"].endswith("sqlite3"):
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        migrated.copy_to(file)
        database["TEST"]["NAME"] = str(file)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The file that was put there is used, not made anew; on PostgreSQL there is none before us."""
    return connections.settings["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture(autouse=True, scope="session")
def _files_of_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Uploads of tests go where pytest cleans up."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    settings.REGISTER_FILES_DIR = tmp_path_factory.mktemp("register")


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """No test inherits a rate limit or a spent form token."""
    yield
    for each in caches.all(initialized_only=True):
        each.clear()


@pytest.fixture(autouse=True)
def _language_of_the_house() -> Iterator[None]:
    """No test inherits the language in which another's last request was answered."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def units(db: None) -> SimpleNamespace:
    """Khánh Hòa and Đắk Lắk with three communes."""
    return cast.make_units()


@pytest.fixture
def agencies(units: SimpleNamespace) -> SimpleNamespace:
    """skhcn, svhtt, ttts7, commune of Khánh Hòa, and skhcn_dl of the next province."""
    return cast.make_agencies(units)


@pytest.fixture
def people(agencies: SimpleNamespace) -> dict[str, User]:
    """The whole cast by user name."""
    return {username: cast.make_person(username, agencies) for username in cast.PEOPLE}


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody with an account and no membership."""
    return User.objects.create_user("stranger", password=cast.PASSWORD)


@pytest.fixture
def as_user() -> Any:
    """Return a browser in which this person is signed in: `as_user(officer).get("/desk/")`."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def _person(username: str) -> Any:
    @pytest.fixture(name=username)
    def fixture(agencies: SimpleNamespace) -> User:
        return cast.make_person(username, agencies)

    fixture.__doc__ = cast.PEOPLE[username][1]
    return fixture


inspector = _person("inspector")
inspector2 = _person("inspector2")
inspector_elsewhere = _person("inspector_elsewhere")
culture = _person("culture")
chief = _person("chief")
officer = _person("officer")
decider = _person("decider")
official = _person("official")
auditor = _person("auditor")
legal = _person("legal")
admin = _person("admin")
commune = _person("commune")
licensee = _person("licensee")
preparer = _person("preparer")
visitor = _person("visitor")
