"""What the database itself refuses about visits and what they hold."""

from django.db import migrations

from common.triggers import append_only, frozen, never_deleted, status_guard
from inspections.lifecycle import OVERRIDE, VISIT

WITHDRAWAL = ("version", "withdrawn_at", "withdrawn_by", "withdrawn_reason")


class Migration(migrations.Migration):
    """Status moves by recorded steps only; answers, custody, seals, receipts and amendments are only appended.

    A reading, a file and an attendance never change: they are withdrawn with a reason and entered anew.
    """

    dependencies = [("inspections", "0001_initial")]

    operations = [
        status_guard("inspections", "Visit", VISIT),
        never_deleted("inspections", "Visit"),
        status_guard("inspections", "OverrideRequest", OVERRIDE),
        never_deleted("inspections", "OverrideRequest"),
        append_only("inspections", "VisitChecklist"),
        append_only("inspections", "Answer"),
        append_only("inspections", "CustodyEvent"),
        append_only("inspections", "Seal"),
        append_only("inspections", "Receipt"),
        append_only("inspections", "Amendment"),
        never_deleted("inspections", "Finding"),
        frozen("inspections", "Measurement", except_fields=WITHDRAWAL),
        frozen("inspections", "Attendance", except_fields=WITHDRAWAL),
        # A small copy may be made again; a picture may be tied to a finding written after it was taken.
        frozen(
            "inspections",
            "Evidence",
            except_fields=(*WITHDRAWAL, "thumbnail", "caption", "finding", "measurement", "item"),
        ),
    ]
