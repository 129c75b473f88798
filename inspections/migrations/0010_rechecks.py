"""What later visits find of violations found before, and the evidence of it."""

import common.clock
import common.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.triggers import append_only, frozen, renewed, sealed
from inspections.lifecycle import FIXED

VISIT = ("inspections_visit", "visit_id")
PERMITS = "inspections_amendmentpermit"
WITHDRAWAL = ("version", "withdrawn_at", "withdrawn_by", "withdrawn_reason")
LINKS = ("finding", "measurement", "item", "earlier")


class Migration(migrations.Migration):
    """The guards of evidence are made again, so that they cover the new column."""

    dependencies = [
        ('inspections', '0009_kinds_of_evidence'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='evidence',
            name='earlier',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='later_evidence', to='inspections.finding'),
        ),
        migrations.CreateModel(
            name='Recheck',
            fields=[
                ('id', models.UUIDField(default=common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=common.clock.now, editable=False)),
                ('revision', models.PositiveIntegerField(verbose_name='revision')),
                ('result', models.CharField(choices=[('remedied', 'Remedied'), ('not_remedied', 'Not remedied'), ('not_checked', 'Could not be checked')], max_length=16, verbose_name='what became of it')),
                ('facts', models.TextField(verbose_name='what was seen')),
                ('checked_at', models.DateTimeField(verbose_name='checked at')),
                ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('earlier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rechecks', to='inspections.finding')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rechecks', to='inspections.visit')),
            ],
            options={
                'verbose_name': 'check of an earlier violation',
                'verbose_name_plural': 'checks of earlier violations',
                'ordering': ('earlier_id', 'revision'),
                'constraints': [models.UniqueConstraint(fields=('visit', 'earlier', 'revision'), name='recheck_revision_once'), models.CheckConstraint(condition=models.Q(('result__in', ['remedied', 'not_remedied', 'not_checked'])), name='recheck_result_known'), models.CheckConstraint(condition=models.Q(('facts', ''), _negated=True), name='recheck_says_what_was_seen')],
            },
        ),
        renewed(frozen("inspections", "Evidence", except_fields=(*WITHDRAWAL, "thumbnail", "caption", *LINKS))),
        renewed(
            sealed("inspections", "Evidence", parent=VISIT, states=FIXED, permits=PERMITS, free=("thumbnail",))
        ),
        append_only("inspections", "Recheck"),
        sealed("inspections", "Recheck", parent=VISIT, states=FIXED, permits=PERMITS, counter="revision"),
    ]
