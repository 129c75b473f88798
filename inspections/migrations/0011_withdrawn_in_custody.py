"""That a file was withdrawn stands in its custody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more word; no table changes."""

    dependencies = [
        ('inspections', '0010_rechecks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='custodyevent',
            name='verb',
            field=models.CharField(choices=[('received', 'Received'), ('received_again', 'The same bytes were received again'), ('derived', 'Small copy made'), ('sealed', 'Sealed with the visit'), ('checked', 'Hash checked'), ('opened', 'Original opened'), ('blurred', 'Privacy copy made'), ('copy_opened', 'Privacy copy opened'), ('verified', 'Hash checked on demand'), ('withdrawn', 'Withdrawn with a reason')], max_length=16, verbose_name='event'),
        ),
    ]
