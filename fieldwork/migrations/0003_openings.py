"""Visits that inspectors opened on the way, with their explanation: only appended."""

import common.clock
import common.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.triggers import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_party_roles'),
        ('fieldwork', '0002_guards'),
        ('inspections', '0009_kinds_of_evidence'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.UUIDField(default=common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=common.clock.now, editable=False)),
                ('what', models.CharField(choices=[('unregistered_shop', 'An Internet or game shop that is not in the register'), ('unlicensed_emission', 'An emission for which no license is known'), ('registered', 'A place or station of the register')], max_length=20, verbose_name='what was found')),
                ('explanation', models.TextField(verbose_name='explanation')),
                ('opened_at', models.DateTimeField(verbose_name='opened at')),
                ('lat', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('lon', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('accuracy_m', models.FloatField(blank=True, null=True, verbose_name='accuracy, m')),
                ('tx_hz', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='frequency heard')),
                ('party_entered', models.BooleanField(default=False, verbose_name='the party was entered for this visit')),
                ('place_entered', models.BooleanField(default=False, verbose_name='the place was entered for this visit')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tablet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='fieldwork.tablet')),
                ('visit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='opening', to='inspections.visit')),
            ],
            options={
                'verbose_name': 'visit opened on the way',
                'verbose_name_plural': 'visits opened on the way',
                'ordering': ('-created_at', '-id'),
            },
        ),
        append_only("fieldwork", "Opening"),
    ]
