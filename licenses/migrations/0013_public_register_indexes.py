"""Indexes behind the public register: its list in the order of numbers within a kind or state, and bands."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Adds indexes only, so that SQLite keeps tables and triggers as they are."""

    dependencies = [("licenses", "0012_spectrum_tiles")]

    operations = [
        migrations.AddIndex(
            model_name="license",
            index=models.Index(fields=["kind", "number", "id"], name="license_of_kind_by_number"),
        ),
        migrations.AddIndex(
            model_name="license",
            index=models.Index(fields=["status", "number", "id"], name="license_in_state_by_number"),
        ),
        migrations.AddIndex(
            model_name="frequencyassignment",
            index=models.Index(
                condition=Q(("tx_upper_hz__isnull", False)), fields=["tx_upper_hz", "tx_hz"], name="assignment_by_band"
            ),
        ),
    ]
