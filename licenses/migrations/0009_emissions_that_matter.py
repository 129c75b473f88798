"""An emission recomputes the use of spectrum only where it can change it, on PostgreSQL as on SQLite."""

from django.db import migrations

from licenses.migrations._spectrum import RenewOnPostgresql


class Migration(migrations.Migration):
    dependencies = [("licenses", "0008_reopened_clock")]

    operations = [RenewOnPostgresql()]
