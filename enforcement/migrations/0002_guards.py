"""What the database itself refuses about cases."""

from django.db import migrations

from common.triggers import never_deleted, status_guard
from enforcement.lifecycle import CASE


class Migration(migrations.Migration):
    """Status moves by recorded steps only; nothing of a case is ever deleted."""

    dependencies = [("enforcement", "0001_initial")]

    operations = [
        status_guard("enforcement", "Case", CASE),
        never_deleted("enforcement", "Case"),
        never_deleted("enforcement", "CaseAct"),
        never_deleted("enforcement", "Referral"),
    ]
