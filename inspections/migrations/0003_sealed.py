"""What a sealed visit holds is fixed in the database too: only a write that a leave to amend explains goes through."""

import common.clock
import common.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.triggers import append_only, only_while, sealed
from inspections.lifecycle import AMENDABLE, FIXED

VISIT = ("inspections_visit", "visit_id")
PERMITS = "inspections_amendmentpermit"


class Migration(migrations.Migration):
    """Lines are added or changed after the seal under a leave of that very version, never after the visit is closed."""

    dependencies = [
        ('inspections', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AmendmentPermit',
            fields=[
                ('id', models.UUIDField(default=common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=common.clock.now, editable=False)),
                ('target_type', models.CharField(max_length=60)),
                ('target_id', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('reason', models.TextField(verbose_name='reason')),
                ('given_to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='permits', to='inspections.visit')),
            ],
            options={
                'verbose_name': 'leave to amend',
                'verbose_name_plural': 'leaves to amend',
                'constraints': [models.UniqueConstraint(fields=('target_type', 'target_id', 'version'), name='amendment_permit_once')],
            },
        ),
        append_only("inspections", "AmendmentPermit"),
        only_while("inspections", "AmendmentPermit", parent=VISIT, states=AMENDABLE),
        # What papers and pages make of a line later on does not touch what was seen on site.
        sealed("inspections", "Answer", parent=VISIT, states=FIXED, permits=PERMITS, counter="revision"),
        sealed(
            "inspections", "Finding", parent=VISIT, states=FIXED, permits=PERMITS, free=("tied_to", "version")
        ),
        sealed("inspections", "Measurement", parent=VISIT, states=FIXED, permits=PERMITS),
        sealed("inspections", "Attendance", parent=VISIT, states=FIXED, permits=PERMITS),
        sealed("inspections", "Evidence", parent=VISIT, states=FIXED, permits=PERMITS, free=("thumbnail",)),
        sealed("inspections", "VisitChecklist", parent=VISIT, states=FIXED),
        sealed("inspections", "VisitMember", parent=VISIT, states=FIXED),
        sealed("inspections", "VisitStation", parent=VISIT, states=FIXED),
        sealed(
            "inspections", "Visit", parent=("", ""), states=FIXED, permits=PERMITS, free=("status", "version")
        ),
    ]
