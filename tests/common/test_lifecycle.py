"""The table of steps, on its own."""

import pytest

from common.lifecycle import Lifecycle, Step

DOOR = Lifecycle(
    "door",
    "closed",
    (Step("open", ("closed",), "open", "door.open"), Step("wall_up", ("closed", "open"), "walled", "door.wall")),
)


def test_steps_are_found_by_name_and_by_state() -> None:
    assert DOOR.step("open").target == "open"
    assert [step.name for step in DOOR.steps_from("closed")] == ["open", "wall_up"]
    with pytest.raises(KeyError, match="no step 'close'"):
        DOOR.step("close")


def test_a_state_that_nothing_leaves_is_final() -> None:
    assert DOOR.finals == ("walled",)


def test_a_state_that_no_path_reaches_is_named() -> None:
    broken = Lifecycle("door", "closed", (Step("mend", ("broken",), "closed", "door.mend"),))
    assert broken.unreachable() == ("broken",)
    assert DOOR.unreachable() == ()


def test_the_drawing_names_every_step() -> None:
    drawing = DOOR.as_mermaid()
    assert "closed --> open: open" in drawing
    assert "[*] --> closed" in drawing
    assert "walled --> [*]" in drawing
