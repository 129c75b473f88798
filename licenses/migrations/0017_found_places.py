"""A place that an inspection found is not a declared place."""

from django.db import migrations, models

from licenses.migrations._rebuilt import Kept

ESTABLISHMENT = Kept("licenses", "Establishment")


class Migration(migrations.Migration):
    """Two more states; SQLite builds the table anew and keeps its triggers and the words in its order."""

    dependencies = [
        ('licenses', '0016_account_by_two_people'),
    ]

    operations = [
        ESTABLISHMENT.before(),
        migrations.RemoveConstraint(
            model_name='establishment',
            name='establishment_status_known',
        ),
        migrations.AlterField(
            model_name='establishment',
            name='status',
            field=models.CharField(choices=[('declared', 'Declared'), ('verified', 'Verified'), ('closed', 'Closed'), ('found', 'Found by an inspection, not declared'), ('gone', 'Found by an inspection, no longer there')], default='declared', max_length=12, verbose_name='status'),
        ),
        migrations.AddConstraint(
            model_name='establishment',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['declared', 'verified', 'closed', 'found', 'gone'])), name='establishment_status_known'),
        ),
        ESTABLISHMENT.after(),
    ]
