"""The vocabulary against which misspelt search words are set right."""

from django.db import migrations, models

from licenses.migrations._vocabulary import vocabulary


class Migration(migrations.Migration):
    """One table of words, taught by trigger."""

    dependencies = [("licenses", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name="word")),
            ],
            options={"verbose_name": "search word", "verbose_name_plural": "search words"},
        ),
        vocabulary("licenses", "Licensee"),
        vocabulary("licenses", "Establishment"),
        vocabulary("licenses", "Station"),
        vocabulary("licenses", "License"),
    ]
