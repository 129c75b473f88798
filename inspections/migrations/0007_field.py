"""Texts shown on tablets, and originals that arrive after their working copies: only appended."""

import common.clock
import common.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.triggers import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('inspections', '0006_complaints_and_monitoring'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DeclaredOriginal',
            fields=[
                ('id', models.UUIDField(default=common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=common.clock.now, editable=False)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('evidence', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='declared_original', to='inspections.evidence')),
            ],
            options={
                'verbose_name': 'declared original',
                'verbose_name_plural': 'declared originals',
            },
        ),
        migrations.CreateModel(
            name='ReceivedOriginal',
            fields=[
                ('id', models.UUIDField(default=common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=common.clock.now, editable=False)),
                ('file', models.FileField(editable=False, max_length=200, upload_to='')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('declared', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='received', to='inspections.declaredoriginal')),
                ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'received original',
                'verbose_name_plural': 'received originals',
            },
        ),
        migrations.CreateModel(
            name='ShownText',
            fields=[
                ('id', models.UUIDField(default=common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=common.clock.now, editable=False)),
                ('text', models.TextField(verbose_name='text shown')),
                ('sha256', models.CharField(max_length=64)),
                ('stands_for', models.CharField(max_length=64)),
                ('shown_at', models.DateTimeField(verbose_name='shown at')),
                ('shown_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shown_texts', to='inspections.visit')),
            ],
            options={
                'verbose_name': 'text shown on a tablet',
                'verbose_name_plural': 'texts shown on tablets',
                'ordering': ('created_at', 'id'),
                'constraints': [models.UniqueConstraint(fields=('visit', 'sha256', 'stands_for'), name='shown_text_once')],
            },
        ),
        append_only("inspections", "ShownText"),
        append_only("inspections", "DeclaredOriginal"),
        append_only("inspections", "ReceivedOriginal"),
    ]
