"""When an act was detected, as the inspector states it, apart from when the finding was typed."""

from django.db import migrations, models

from common.triggers import renewed, sealed
from inspections.lifecycle import FIXED

VISIT = ("inspections_visit", "visit_id")
PERMITS = "inspections_amendmentpermit"


class Migration(migrations.Migration):
    """The guard of sealed findings is made again, so that it covers the new column too."""

    dependencies = [("inspections", "0003_sealed")]

    operations = [
        migrations.AddField(
            model_name="finding",
            name="detected_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="time of detection"),
        ),
        renewed(
            sealed("inspections", "Finding", parent=VISIT, states=FIXED, permits=PERMITS, free=("tied_to", "version"))
        ),
    ]
