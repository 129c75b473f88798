"""The database itself keeps issued papers as they are."""

from django.db import migrations

from common.triggers import append_only, frozen, never_deleted, status_guard
from issuing.lifecycle import PAPER


class Migration(migrations.Migration):
    dependencies = [("issuing", "0001_initial"), ("accounts", "0002_guards")]

    operations = [
        never_deleted("issuing", "NumberSeries"),
        append_only("issuing", "IssuedNumber"),
        frozen("issuing", "IssuedDocument", except_fields=("status", "version")),
        status_guard("issuing", "IssuedDocument", PAPER),
        append_only("issuing", "IssuedFile"),
        append_only("issuing", "SignedScan"),
        append_only("issuing", "SignedScanFile"),
    ]
