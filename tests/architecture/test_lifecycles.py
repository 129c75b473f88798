"""Each lifecycle is a sound table: every state reachable and named, every step with a right."""

from pathlib import Path

import pytest

from accounts.roles import GRANTS, Action
from docs import lifecycles

MODELS = lifecycles.models_with_lifecycle()
parametrized = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


def test_there_are_lifecycles():
    assert MODELS


@parametrized
def test_every_state_can_be_reached(model):
    assert model.lifecycle.unreachable() == ()


@parametrized
def test_the_states_are_those_of_the_field(model):
    assert set(model.lifecycle.states) == {value for value, _label in model._meta.get_field("status").choices}


@parametrized
def test_a_record_begins_in_the_initial_state(model):
    assert model._meta.get_field("status").default == model.lifecycle.initial


@parametrized
def test_every_step_asks_for_a_right_that_somebody_holds(model):
    granted = frozenset().union(*GRANTS.values())
    steps = model.lifecycle.steps
    assert [step.name for step in steps if not isinstance(step.action, Action) or step.action not in granted] == []


@parametrized
def test_no_two_steps_share_a_name(model):
    names = [step.name for step in model.lifecycle.steps]
    assert len(names) == len(set(names))


def test_the_drawings_are_up_to_date():
    assert Path(lifecycles.TARGET).read_text(encoding="utf-8") == lifecycles.render(), "run ./run lifecycles"
