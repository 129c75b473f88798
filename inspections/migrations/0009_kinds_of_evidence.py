"""Recordings, files and drawn signatures beside photos; privacy copies kept apart from their originals."""

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


class Migration(migrations.Migration):
    """The guards of evidence are made again: SQLite rebuilds the table, and they cover the new column."""

    dependencies = [
        ("inspections", "0008_complaint_open_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="attendance",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatures",
                to="inspections.attendance",
            ),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="kind",
            field=models.CharField(
                choices=[
                    ("photo", "Photo"),
                    ("audio", "Audio recording"),
                    ("file", "File"),
                    ("signature", "Drawn signature"),
                ],
                default="photo",
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="custodyevent",
            name="verb",
            field=models.CharField(
                choices=[
                    ("received", "Received"),
                    ("received_again", "The same bytes were received again"),
                    ("derived", "Small copy made"),
                    ("sealed", "Sealed with the visit"),
                    ("checked", "Hash checked"),
                    ("opened", "Original opened"),
                    ("blurred", "Privacy copy made"),
                    ("copy_opened", "Privacy copy opened"),
                    ("verified", "Hash checked on demand"),
                ],
                max_length=16,
                verbose_name="event",
            ),
        ),
        renewed(
            frozen(
                "inspections",
                "Evidence",
                except_fields=(*WITHDRAWAL, "thumbnail", "caption", "finding", "measurement", "item"),
            )
        ),
        renewed(
            sealed("inspections", "Evidence", parent=VISIT, states=FIXED, permits=PERMITS, free=("thumbnail",))
        ),
        migrations.CreateModel(
            name="PrivacyCopy",
            fields=[
                ("id", models.UUIDField(default=common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=common.clock.now, editable=False)),
                ("file", models.FileField(editable=False, max_length=200, upload_to="")),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                ("areas", models.JSONField(default=list, verbose_name="areas made unreadable")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="privacy_copies",
                        to="inspections.evidence",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "privacy copy",
                "verbose_name_plural": "privacy copies",
                "ordering": ("created_at", "id"),
            },
        ),
        append_only("inspections", "PrivacyCopy"),
    ]
