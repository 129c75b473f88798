"""Migrations match the models, and guarded tables still have their triggers."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from common.triggers import Guard
from tests.architecture.source import PACKAGES
from tests.guards import unguarded_tables


def _guards():
    loader = MigrationLoader(None)
    for (app_label, _name), migration in loader.disk_migrations.items():
        if app_label in PACKAGES:
            yield from (operation for operation in migration.operations if isinstance(operation, Guard))


def _triggers():
    catalogue = "pg_trigger" if connection.vendor == "postgresql" else "sqlite_master"
    column = "tgname" if connection.vendor == "postgresql" else "name"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {catalogue} WHERE {column} LIKE 'ww%'")
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


def test_each_app_has_one_last_migration():
    assert MigrationLoader(None).detect_conflicts() == {}


@pytest.mark.django_db
@pytest.mark.postgres
def test_each_guarded_table_has_its_triggers():
    present, missing = _triggers(), []
    for guard in _guards():
        table = apps.get_model(guard.app_label, guard.model)._meta.db_table
        prefix, suffix = f"ww_{guard.kind}_", f"_{table}"[: 63 - len(f"ww_{guard.kind}_insert")]
        if not any(name.startswith(prefix) and suffix in name for name in present):
            missing.append(f"{guard.kind} on {table}")
    assert missing == []


@pytest.mark.django_db
@pytest.mark.postgres
def test_each_record_with_a_lifecycle_is_guarded():
    guarded = {(guard.app_label, guard.model.lower()) for guard in _guards() if guard.kind == "status"}
    unguarded = [
        model._meta.label
        for model in apps.get_models()
        if hasattr(model, "lifecycle") and (model._meta.app_label, model._meta.model_name) not in guarded
    ]
    assert unguarded == []


@pytest.mark.django_db
@pytest.mark.sqlite_only
def test_a_flush_between_tests_puts_every_trigger_back():
    before = _triggers()
    with unguarded_tables():
        assert _triggers() == set()
    assert _triggers() == before
