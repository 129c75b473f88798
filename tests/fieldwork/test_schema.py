"""The description of the tablet's door is complete, and the written protocol names what there is."""

from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from api.field.v1.urls import urlpatterns
from docs import reliability
from fieldwork.enums import Code
from fieldwork.services.operations import KINDS

PROTOCOL = Path(__file__).parents[2] / "docs" / "field-protocol.md"
pytestmark = pytest.mark.django_db


def test_the_openapi_document_is_made_without_a_warning(tmp_path):
    target = tmp_path / "schema.yml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(target))
    paths = yaml.safe_load(target.read_text())["paths"]
    assert len([path for path in paths if path.startswith("/api/field/v1/")]) == len(urlpatterns)


def test_the_written_protocol_names_every_kind_of_operation_and_every_code():
    text = PROTOCOL.read_text(encoding="utf-8")
    own = [str(code) for code in Code if code != Code.STALE]
    assert [word for word in [*KINDS, *own] if f"`{word}`" not in text] == []


def test_the_loss_ledger_is_up_to_date():
    assert reliability.TARGET.read_text(encoding="utf-8") == reliability.render()
