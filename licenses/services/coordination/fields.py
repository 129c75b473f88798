"""Which field model an examination reckons with: a built-in one, or curves the administration has loaded."""

from typing import Any

from radio.propagation import MODELS, Model


def model_of(rules: dict[str, Any]) -> Model:
    """Return the model the stored rules name."""
    return MODELS[rules["model"]]
