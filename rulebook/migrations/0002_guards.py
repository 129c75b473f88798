"""What the database itself refuses about the rulebook."""

from django.db import migrations

from common.triggers import append_only, frozen

ROWS = (
    "Instrument",
    "Provision",
    "Penalty",
    "Office",
    "GrantingAuthority",
    "Deadline",
    "DocumentForm",
    "NoticeRule",
    "RuleValue",
    "TermRule",
    "FeeRule",
    "CalendarDay",
    "Checklist",
    "ChecklistItem",
)


class Migration(migrations.Migration):
    """A published row may only be ended; loads and verifications are only appended."""

    dependencies = [("rulebook", "0001_initial")]

    operations = [
        *(frozen("rulebook", name, except_fields=("effective_until",)) for name in ROWS),
        append_only("rulebook", "RulebookLoad"),
        append_only("rulebook", "Verification"),
    ]
