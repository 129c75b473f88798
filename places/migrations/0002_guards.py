"""What the database itself refuses: reports of imports are kept, units and places are never deleted."""

from django.db import migrations

from common.triggers import append_only, never_deleted


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]
    operations = [
        append_only("places", "ProtectedPlaceImport"),
        never_deleted("places", "AdminUnit"),
        never_deleted("places", "ProtectedPlace"),
    ]
