"""Cases are tried on the scene of inspections."""

from tests.inspections.conftest import agent, friday, law, network, radio_visit, visit

__all__ = ["agent", "friday", "law", "network", "radio_visit", "visit"]
