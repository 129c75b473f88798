"""String references escape import-linter, so the models themselves are asked."""

from django.apps import apps

from tests.architecture.source import PACKAGES, floor_of


def test_a_foreign_key_points_to_the_same_or_a_lower_floor():
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in PACKAGES
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.related_model
        and field.related_model._meta.app_label in PACKAGES
        and floor_of(field.related_model._meta.app_label) > floor_of(model._meta.app_label)
    ]
    assert upward == []
