"""What the database itself refuses in the register, and the word index it keeps."""

from django.db import migrations

from common.triggers import never_deleted, status_guard
from licenses.lifecycle import ESTABLISHMENT, LICENSE
from licenses.migrations._word_index import word_index


class Migration(migrations.Migration):
    """Status moves by recorded steps only; rows of the register are never deleted; words are indexed by trigger."""

    dependencies = [("licenses", "0001_initial")]

    operations = [
        status_guard("licenses", "Establishment", ESTABLISHMENT),
        status_guard("licenses", "License", LICENSE),
        never_deleted("licenses", "Licensee"),
        never_deleted("licenses", "Establishment"),
        never_deleted("licenses", "Station"),
        never_deleted("licenses", "License"),
        never_deleted("licenses", "FrequencyAssignment"),
        word_index("licenses", "Licensee"),
        word_index("licenses", "Establishment"),
        word_index("licenses", "Station"),
        word_index("licenses", "License"),
    ]
