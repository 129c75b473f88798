"""Complaints and reports, and the files of monitoring receivers with what each row came to."""

import common.clock
import common.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.triggers import append_only, frozen, never_deleted, status_guard
from inspections.lifecycle import COMPLAINT


class Migration(migrations.Migration):
    """Status of a complaint moves by recorded steps; what a file came to stays."""

    dependencies = [
        ('accounts', '0004_values_kept'),
        ('inspections', '0005_one_visit_and_hands'),
        ('licenses', '0009_emissions_that_matter'),
        ('places', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MonitoringImport',
            fields=[
                ('id', models.UUIDField(default=common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=common.clock.now, editable=False)),
                ('name', models.CharField(max_length=250, verbose_name='file')),
                ('sha256', models.CharField(max_length=64, verbose_name='hash of the file')),
                ('matched_on', models.DateField(verbose_name='matched with the register of')),
                ('counts', models.JSONField(default=dict, verbose_name='rows by result')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency', verbose_name='agency')),
                ('imported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.backgroundjob')),
            ],
            options={
                'verbose_name': 'monitoring file',
                'verbose_name_plural': 'monitoring files',
                'ordering': ('-created_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='HeardRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='row of the file')),
                ('result', models.CharField(choices=[('within', 'Licensed, within the tolerance'), ('out', 'Licensed, out of the tolerance'), ('review', 'Licensed, to be reviewed'), ('ambiguous', 'More than one license fits'), ('others', 'May be explained by a use nobody can be named for'), ('unlicensed', 'No license found'), ('bad', 'Row cannot be read')], max_length=12, verbose_name='result')),
                ('frequency_hz', models.BigIntegerField(null=True, verbose_name='frequency (Hz)')),
                ('lat', models.FloatField(null=True, verbose_name='latitude')),
                ('lon', models.FloatField(null=True, verbose_name='longitude')),
                ('level_dbuvm', models.FloatField(null=True, verbose_name='level (dBµV/m)')),
                ('bandwidth_hz', models.FloatField(null=True, verbose_name='bandwidth (Hz)')),
                ('heard_at', models.CharField(blank=True, max_length=40, verbose_name='time in the file')),
                ('details', models.JSONField(default=dict)),
                ('assignment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='licenses.frequencyassignment')),
                ('monitoring', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='inspections.monitoringimport')),
            ],
            options={
                'verbose_name': 'row of a monitoring file',
                'verbose_name_plural': 'rows of monitoring files',
                'ordering': ('monitoring', 'number'),
            },
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.UUIDField(default=common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=common.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.CharField(max_length=60, verbose_name='number')),
                ('receipt_sha256', models.CharField(editable=False, max_length=64, unique=True)),
                ('status', models.CharField(choices=[('received', 'Received'), ('assigned', 'Assigned to an officer'), ('in_check', 'Being checked on site'), ('closed', 'Closed'), ('dismissed', 'Not followed up')], default='received', max_length=12, verbose_name='status')),
                ('subject', models.CharField(choices=[('telecom', 'Telecommunications and Internet'), ('radio', 'Radio frequencies'), ('games', 'Public game points')], max_length=12, verbose_name='subject')),
                ('source', models.CharField(choices=[('public', 'A person, through the public form'), ('office', 'A person, at the office, by phone or letter'), ('agency', 'Another agency'), ('monitoring', 'A monitoring receiver'), ('emission', 'An emission heard by an officer')], max_length=12, verbose_name='source')),
                ('matter', models.CharField(choices=[('interference', 'Harmful interference'), ('unlicensed', 'A transmitter that may have no license'), ('contrary', 'A transmitter that may not keep to its license'), ('unregistered_shop', 'An Internet or game shop that may not be registered'), ('shop', 'The way an Internet or game shop is run'), ('other', 'Something else')], max_length=20, verbose_name='what it is about')),
                ('reporter_name', models.CharField(blank=True, max_length=200, verbose_name='name of the reporter')),
                ('reporter_contact', models.CharField(blank=True, max_length=200, verbose_name='phone or e-mail of the reporter')),
                ('text', models.TextField(verbose_name='what happened')),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='place')),
                ('lat', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('lon', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('frequency_hz', models.BigIntegerField(blank=True, null=True, verbose_name='frequency (Hz)')),
                ('happened_at', models.DateTimeField(blank=True, null=True, verbose_name='when it happened')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('origin', models.CharField(blank=True, editable=False, max_length=120)),
                ('outcome', models.CharField(blank=True, choices=[('confirmed', 'Confirmed'), ('not_confirmed', 'Not confirmed'), ('settled', 'Settled without a violation'), ('referred', 'Handed to the agency whose matter it is'), ('repeated', 'The same as an earlier one')], max_length=16, verbose_name='outcome')),
                ('outcome_note', models.TextField(blank=True, verbose_name='note of the outcome')),
                ('answer', models.TextField(blank=True, verbose_name='answer to the reporter')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='accounts.agency', verbose_name='agency')),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.adminunit')),
                ('visit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='inspections.visit')),
            ],
            options={
                'verbose_name': 'complaint',
                'verbose_name_plural': 'complaints',
                'ordering': ('-received_at', '-id'),
                'indexes': [models.Index(fields=['agency', 'status', '-received_at', '-id'], name='complaint_list')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'number'), name='complaint_number_once'), models.UniqueConstraint(condition=models.Q(('origin', ''), _negated=True), fields=('agency', 'origin'), name='complaint_once_per_origin'), models.CheckConstraint(condition=models.Q(('status__in', ['received', 'assigned', 'in_check', 'closed', 'dismissed'])), name='complaint_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('lat__isnull', True), ('lon__isnull', True)), models.Q(('lat__gte', -90), ('lat__lte', 90), ('lon__gte', -180), ('lon__lte', 180)), _connector='OR'), name='complaint_position_possible')],
            },
        ),
        migrations.AddConstraint(
            model_name='monitoringimport',
            constraint=models.UniqueConstraint(fields=('agency', 'sha256'), name='monitoring_file_once'),
        ),
        migrations.AddIndex(
            model_name='heardrow',
            index=models.Index(fields=['monitoring', 'result', 'number'], name='heard_by_result'),
        ),
        migrations.AddConstraint(
            model_name='heardrow',
            constraint=models.UniqueConstraint(fields=('monitoring', 'number'), name='heard_row_once'),
        ),
        status_guard("inspections", "Complaint", COMPLAINT),
        never_deleted("inspections", "Complaint"),
        # A matched file is what was found on its day: only its counts and its end are filled in.
        frozen("inspections", "MonitoringImport", except_fields=("counts", "finished_at")),
        append_only("inspections", "HeardRow"),
    ]
