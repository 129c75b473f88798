"""Numbers may be leased to a tablet."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('issuing', '0003_mails'),
    ]

    operations = [
        migrations.AlterField(
            model_name='issuednumber',
            name='use',
            field=models.CharField(choices=[('paper', 'Used for a paper'), ('leased', 'Leased to a tablet for forms written by hand'), ('void', 'Void, with a reason')], max_length=10, verbose_name='use'),
        ),
    ]
