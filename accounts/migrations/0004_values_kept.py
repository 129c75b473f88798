"""Values of the journal are never deleted; erasing them takes an entry of its own and leaves the salt."""

import django.db.models.deletion
from django.db import migrations, models

from common.triggers import emptied_once


class Migration(migrations.Migration):
    """Until now anybody with the database's tools could delete them, and verification called that erased."""

    dependencies = [("accounts", "0003_job_seen")]

    operations = [
        migrations.AddField(
            model_name="journalvalue",
            name="erased_by",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.journalentry",
            ),
        ),
        emptied_once("accounts", "JournalValue", by="erased_by", emptied={"changes": "{}", "label": ""}),
    ]
