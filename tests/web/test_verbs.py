"""The journal speaks in words: no entry shows a bare code."""

import ast

from django.apps import apps

from tests.architecture.source import python_files, tree
from web.fields import NAMES
from web.verbs import QUIET_FIELDS, VERBS, changed_fields, verb_label


def test_every_step_of_every_lifecycle_has_words() -> None:
    verbs = {
        f"{model._meta.model_name}.{step.name}"
        for model in apps.get_models()
        if hasattr(model, "lifecycle")
        for step in model.lifecycle.steps
    }
    assert verbs - VERBS.keys() == set()


def test_every_verb_that_a_service_records_has_words() -> None:
    verbs = {
        node.args[1].value
        for path in python_files()
        if path.parts[-2:] != ("accounts", "journal.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith(("journal.record", "session.add", "session.change"))
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant)
    }
    assert verbs - VERBS.keys() == set()


def test_an_unknown_verb_is_still_readable() -> None:
    assert verb_label("thing.half_done") == "Thing: half done"


class Entry:
    """An entry of the journal as the page meets it."""

    target_type = "licenses.licensee"

    class kept:
        """Kept values."""

        changes = {"name": ["Cũ", "Mới"], "id": [None, "1"], "phone": ["", None], "merged_into": [None, "x"]}


def test_changes_are_named_as_on_the_forms_and_keys_are_left_out() -> None:
    shown = changed_fields(Entry())
    assert [(row["old"], row["new"]) for row in shown] == [("Cũ", "Mới"), ("–", "x")]
    assert all(row["label"][0].isupper() for row in shown)


def test_every_field_of_a_journaled_record_has_a_name_of_its_own() -> None:
    kinds = {verb.split(".")[0] for verb in VERBS}
    nameless = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.model_name in kinds
        for field in model._meta.concrete_fields
        if getattr(field, "_verbose_name", None) is None and field.name not in NAMES | dict.fromkeys(QUIET_FIELDS)
    ]
    assert nameless == []
