"""Tiles: all uses of a stretch of spectrum in a cell of half a degree, packed."""

from django.db import migrations, models

from licenses.migrations._spectrum_tiles import Tiles


class Migration(migrations.Migration):
    dependencies = [("licenses", "0011_fees")]

    operations = [
        migrations.CreateModel(
            name="SpectrumTile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("width_class", models.PositiveSmallIntegerField()),
                ("bin", models.IntegerField()),
                ("cell", models.IntegerField()),
                ("packed", models.BinaryField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["width_class", "bin", "cell"], name="spectrum_tile_once")
                ],
            },
        ),
        Tiles(),
    ]
