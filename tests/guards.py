"""What the suite forbids and mends: the network, unknown template variables, skips in CI, guarded tables in flushes."""

import copy
import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations
from django.template import Context
from django.template.base import FilterExpression, Variable, VariableDoesNotExist

IN_CI = os.environ.get("CI", "").lower() == "true"
_FALLBACKS = {"default", "default_if_none"}


class NetworkForbidden(RuntimeError):
    """A test tried to reach another machine."""


class UnknownVariable(AssertionError):
    """One of our templates used a name that its page does not pass."""


def forbid_network() -> None:
    """Let sockets reach this machine only."""
    connect, connect_ex, lookup = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(host: Any) -> None:
        name = host.decode() if isinstance(host, bytes) else host
        if name in {None, "", "localhost", socket.gethostname()}:
            return
        try:
            if ipaddress.ip_address(name).is_loopback or ipaddress.ip_address(name).is_unspecified:
                return
        except ValueError:
            pass
        raise NetworkForbidden(f"tests may not reach {name!r}")

    def guarded(original: Callable[..., Any]) -> Callable[..., Any]:
        def reach(self: socket.socket, address: Any) -> Any:
            if self.family in {socket.AF_INET, socket.AF_INET6}:
                check(address[0])
            return original(self, address)

        return reach

    def guarded_lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        check(host)
        return lookup(host, *args, **kwargs)

    socket.socket.connect = guarded(connect)  # type: ignore[method-assign]
    socket.socket.connect_ex = guarded(connect_ex)  # type: ignore[method-assign]
    socket.getaddrinfo = guarded_lookup


def fail_on_unknown_variables() -> None:
    """Make an unknown name in one of our own templates an error.

    Allowed stay what authors mean to be absent: names under `if`, `for` and `default`, and anything looked up on None.
    """
    original = FilterExpression.resolve
    ours = tuple(str(folder) for folder in settings.TEMPLATES[0]["DIRS"])

    def resolve(self: FilterExpression, context: Context, ignore_failures: bool = False) -> Any:
        template = context.render_context.template
        name = str(template.origin.name) if template else ""
        fallback = any(function.__name__ in _FALLBACKS for function, _args in self.filters)
        if ignore_failures or fallback or not self.is_var or not name.startswith(ours):
            return original(self, context, ignore_failures)
        try:
            value = self.var.resolve(context)
        except VariableDoesNotExist as error:
            if _looked_up_on_none(self.var, context):
                return original(self, context, ignore_failures)
            raise UnknownVariable(f"{name}: {{{{ {self.token} }}}} is not known: {error}") from error
        constant = copy.copy(self)  # so that a variable that runs a query runs it once
        constant.is_var, constant.var = False, value
        return original(constant, context, ignore_failures)

    FilterExpression.resolve = resolve


def _looked_up_on_none(variable: Variable, context: Context) -> bool:
    names = variable.lookups or ()
    for length in range(1, len(names)):
        try:
            if Variable(".".join(names[:length])).resolve(context) is None:
                return True
        except VariableDoesNotExist:
            return False
    return False


@contextmanager
def unguarded_tables() -> Iterator[None]:
    """Take the ww_ triggers off for the time of a flush, and put the very same ones back (SQLite only).

    PostgreSQL empties tables by TRUNCATE, which row triggers do not see.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ww\\_%' ESCAPE '\\'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)


def let_flush_pass_guards() -> None:
    """Make Django's flush between transactional tests work on guarded tables."""
    original = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        with unguarded_tables():
            original(self, sql_list)

    DatabaseOperations.execute_sql_flush = flush
