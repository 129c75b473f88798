"""What the database itself refuses about tablets and what they sent."""

from django.db import migrations

from common.triggers import append_only, frozen, never_deleted, status_guard
from fieldwork.lifecycle import DISPATCH, QUARANTINE, TABLET


class Migration(migrations.Migration):
    """The ledger is only appended; what is kept for a person keeps its words; no row is ever deleted."""

    dependencies = [("fieldwork", "0001_initial")]

    operations = [
        status_guard("fieldwork", "Tablet", TABLET),
        never_deleted("fieldwork", "Tablet"),
        status_guard("fieldwork", "Dispatch", DISPATCH),
        never_deleted("fieldwork", "Dispatch"),
        status_guard("fieldwork", "Quarantined", QUARANTINE),
        frozen(
            "fieldwork",
            "Quarantined",
            except_fields=("status", "version", "assigned_to", "settled_by", "settled_at", "explanation"),
        ),
        append_only("fieldwork", "Operation"),
        frozen(
            "fieldwork",
            "Upload",
            except_fields=("offset", "state", "done_at", "evidence", "held_because"),
        ),
        frozen("fieldwork", "NumberBlock", except_fields=("ended_at",)),
    ]
