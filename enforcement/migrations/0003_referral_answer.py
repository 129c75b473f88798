"""What the receiving agency answers to a referral."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.triggers import never_deleted, renewed


class Migration(migrations.Migration):
    """SQLite makes the table anew for a column that is never empty, and loses its guard with it."""

    dependencies = [
        ("enforcement", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[("accepted", "Taken over"), ("returned", "Returned")],
                max_length=10,
                verbose_name="answer of the receiver",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="answer_note",
            field=models.TextField(blank=True, verbose_name="reason of the answer"),
        ),
        migrations.AddField(
            model_name="referral",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="answered_on",
            field=models.DateField(blank=True, null=True, verbose_name="answered on"),
        ),
        renewed(never_deleted("enforcement", "Referral")),
    ]
