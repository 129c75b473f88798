"""Tablets, dispatches, the ledger, the quarantine, files and leased numbers."""

import common.clock
import common.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0005_party_roles'),
        ('inspections', '0007_field'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Tablet',
            fields=[
                ('id', models.UUIDField(default=common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=common.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('label', models.CharField(max_length=80, verbose_name='name of the tablet')),
                ('inventory_number', models.CharField(blank=True, max_length=40, verbose_name='inventory number')),
                ('status', models.CharField(choices=[('invited', 'Waiting for its code'), ('enrolled', 'Enrolled'), ('revoked', 'Revoked')], default='invited', max_length=10, verbose_name='status')),
                ('code_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('code_until', models.DateTimeField(blank=True, null=True, verbose_name='code valid until')),
                ('token_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('enrolled_at', models.DateTimeField(blank=True, null=True, verbose_name='enrolled at')),
                ('platform', models.CharField(blank=True, max_length=200, verbose_name='device')),
                ('last_contact_at', models.DateTimeField(blank=True, null=True, verbose_name='last contact')),
                ('app_version', models.CharField(blank=True, max_length=40, verbose_name='application version')),
                ('protocol', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('unsent', models.PositiveIntegerField(blank=True, null=True, verbose_name='not yet sent, as the tablet says')),
                ('unsent_bytes', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='bytes not yet sent')),
                ('clock_skew_s', models.FloatField(blank=True, null=True, verbose_name='its clock is off by, s')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tablets', to='accounts.agency', verbose_name='agency')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('last_person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'tablet',
                'verbose_name_plural': 'tablets',
                'ordering': ('label', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Quarantined',
            fields=[
                ('id', models.UUIDField(default=common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=common.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='operation')),
                ('seq', models.PositiveBigIntegerField(blank=True, null=True)),
                ('body', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('code', models.CharField(max_length=40, verbose_name='why')),
                ('message', models.TextField(blank=True, verbose_name='what the rule said')),
                ('details', models.JSONField(default=dict)),
                ('status', models.CharField(choices=[('waiting', 'Waiting for a decision'), ('assigned', 'Assigned'), ('applied', 'Applied after a decision'), ('explained', 'Not applied, with the reason')], default='waiting', max_length=10, verbose_name='status')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('explanation', models.TextField(blank=True, verbose_name='explanation')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency')),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='quarantined', to='inspections.visit')),
                ('tablet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quarantined', to='fieldwork.tablet')),
            ],
            options={
                'verbose_name': 'operation kept for a decision',
                'verbose_name_plural': 'operations kept for a decision',
                'ordering': ('created_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Operation',
            fields=[
                ('id', models.UUIDField(default=common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=common.clock.now, editable=False)),
                ('op_id', models.UUIDField(unique=True)),
                ('seq', models.PositiveBigIntegerField()),
                ('visit_key', models.UUIDField()),
                ('kind', models.CharField(max_length=40)),
                ('sha256', models.CharField(max_length=64)),
                ('outcome', models.CharField(choices=[('applied', 'Applied'), ('conflict', 'Conflict: both versions are kept'), ('quarantined', 'Kept for a person to decide')], max_length=12)),
                ('result', models.JSONField(default=dict)),
                ('flags', models.JSONField(default=list)),
                ('client_time', models.DateTimeField(null=True)),
                ('clock_offset_s', models.FloatField(null=True)),
                ('counted_at', models.DateTimeField()),
                ('app_version', models.CharField(blank=True, max_length=40)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('quarantined', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='operation', to='fieldwork.quarantined')),
                ('tablet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='operations', to='fieldwork.tablet')),
            ],
            options={
                'verbose_name': 'operation of a tablet',
                'verbose_name_plural': 'operations of tablets',
                'ordering': ('tablet_id', 'seq'),
            },
        ),
        migrations.CreateModel(
            name='NumberBlock',
            fields=[
                ('id', models.UUIDField(default=common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=common.clock.now, editable=False)),
                ('form_code', models.CharField(max_length=40, verbose_name='form')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('first', models.PositiveIntegerField(verbose_name='first number')),
                ('last', models.PositiveIntegerField(verbose_name='last number')),
                ('texts', models.JSONField(default=list)),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='lease ended')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency')),
                ('tablet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='number_blocks', to='fieldwork.tablet')),
            ],
            options={
                'verbose_name': 'leased numbers',
                'verbose_name_plural': 'leased numbers',
            },
        ),
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.UUIDField(default=common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=common.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('status', models.CharField(choices=[('out', 'With the tablet'), ('done', 'Brought back and received'), ('recalled', 'Recalled'), ('reassigned', 'Given to another tablet')], default='out', max_length=12, verbose_name='status')),
                ('packed_at', models.DateTimeField(blank=True, null=True, verbose_name='taken along at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='inspections.visit')),
                ('tablet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='fieldwork.tablet')),
            ],
            options={
                'verbose_name': 'dispatch',
                'verbose_name_plural': 'dispatches',
                'ordering': ('-created_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=common.clock.now, editable=False)),
                ('evidence_key', models.UUIDField()),
                ('role', models.CharField(choices=[('working', 'Working copy'), ('original', 'Original')], max_length=10)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('offset', models.PositiveBigIntegerField(default=0)),
                ('state', models.CharField(choices=[('open', 'On the way'), ('done', 'Complete, hash checked'), ('held', 'Complete, waits for a person')], default='open', max_length=8)),
                ('declared', models.JSONField(default=dict)),
                ('declared_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('held_because', models.CharField(blank=True, max_length=40)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='inspections.evidence')),
                ('tablet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='fieldwork.tablet')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='inspections.visit')),
            ],
            options={
                'verbose_name': 'file of a tablet',
                'verbose_name_plural': 'files of tablets',
                'ordering': ('created_at', 'id'),
            },
        ),
        migrations.AddConstraint(
            model_name='tablet',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['invited', 'enrolled', 'revoked'])), name='tablet_status_known'),
        ),
        migrations.AddConstraint(
            model_name='tablet',
            constraint=models.UniqueConstraint(condition=models.Q(('token_sha256', ''), _negated=True), fields=('token_sha256',), name='tablet_token_once'),
        ),
        migrations.AddConstraint(
            model_name='tablet',
            constraint=models.UniqueConstraint(condition=models.Q(('code_sha256', ''), _negated=True), fields=('code_sha256',), name='tablet_code_once'),
        ),
        migrations.AddIndex(
            model_name='quarantined',
            index=models.Index(fields=['agency', 'status', 'created_at'], name='quarantine_inbox'),
        ),
        migrations.AddIndex(
            model_name='quarantined',
            index=models.Index(fields=['visit', 'status'], name='quarantine_of_visit'),
        ),
        migrations.AddConstraint(
            model_name='quarantined',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'assigned', 'applied', 'explained'])), name='quarantine_status_known'),
        ),
        migrations.AddConstraint(
            model_name='quarantined',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'explained'), _negated=True), models.Q(('explanation', ''), _negated=True), _connector='OR'), name='quarantine_says_why_not'),
        ),
        migrations.AddConstraint(
            model_name='quarantined',
            constraint=models.UniqueConstraint(fields=('tablet', 'sha256'), name='quarantine_once'),
        ),
        migrations.AddIndex(
            model_name='operation',
            index=models.Index(fields=['visit_key', 'tablet', 'seq'], name='operation_of_visit'),
        ),
        migrations.AddConstraint(
            model_name='operation',
            constraint=models.UniqueConstraint(fields=('tablet', 'seq'), name='operation_place_once'),
        ),
        migrations.AddConstraint(
            model_name='numberblock',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('tablet', 'form_code', 'year'), name='one_block_per_tablet_and_form'),
        ),
        migrations.AddIndex(
            model_name='dispatch',
            index=models.Index(fields=['tablet', 'status'], name='dispatch_of_tablet'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['out', 'done', 'recalled', 'reassigned'])), name='dispatch_status_known'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'out')), fields=('visit',), name='dispatch_one_tablet_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(fields=['visit', 'state'], name='upload_of_visit'),
        ),
        migrations.AddConstraint(
            model_name='upload',
            constraint=models.UniqueConstraint(fields=('evidence_key', 'role'), name='upload_once'),
        ),
        migrations.AddConstraint(
            model_name='upload',
            constraint=models.CheckConstraint(condition=models.Q(('offset__lte', models.F('size'))), name='upload_not_beyond_its_size'),
        ),
    ]
