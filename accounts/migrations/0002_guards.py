"""What the database itself refuses about the journal and the steps."""

from django.db import migrations

from common.triggers import append_only, never_deleted


class Migration(migrations.Migration):
    """Journal entries, links and steps are append-only; values may be erased by retention, never changed here."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        append_only("accounts", "JournalEntry"),
        append_only("accounts", "JournalLink"),
        append_only("accounts", "StepRecord"),
        never_deleted("accounts", "Membership"),
    ]
