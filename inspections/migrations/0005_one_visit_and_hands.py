"""The source of the sign of violation behind a second visit; who left a team, for they never review the visit."""

import common.clock
import common.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.triggers import append_only, never_deleted, renewed, status_guard
from inspections.lifecycle import OVERRIDE


class Migration(migrations.Migration):
    """SQLite makes the table of requests anew for its column, and loses its guards with it."""

    dependencies = [
        ("inspections", "0004_detected_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="overriderequest",
            name="source",
            field=models.CharField(blank=True, max_length=250, verbose_name="source of the sign of violation"),
        ),
        renewed(status_guard("inspections", "OverrideRequest", OVERRIDE)),
        renewed(never_deleted("inspections", "OverrideRequest")),
        migrations.CreateModel(
            name="VisitFormerMember",
            fields=[
                ("id", models.UUIDField(default=common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=common.clock.now, editable=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_members",
                        to="inspections.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "former member of the team",
                "verbose_name_plural": "former members of the team",
                "ordering": ("created_at", "id"),
            },
        ),
        append_only("inspections", "VisitFormerMember"),
    ]
