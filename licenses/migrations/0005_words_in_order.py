"""SQLite walks a list's order and tests the words without reading the rows."""

from django.db import migrations

from licenses.migrations._walks import words_in_order


class Migration(migrations.Migration):
    """One index for each list that is searched by words."""

    dependencies = [("licenses", "0004_spectrum")]

    operations = [
        words_in_order("licenses", "Licensee", "licensee_by_name"),
        words_in_order("licenses", "Establishment", "establishment_by_name"),
        words_in_order("licenses", "Station", "station_by_call_sign"),
        words_in_order("licenses", "License", "license_by_number"),
    ]
