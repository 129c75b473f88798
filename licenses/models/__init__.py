"""Records of the register."""

from licenses.models.application import Application
from licenses.models.application_file import (
    ApplicationDocument,
    ClockEvent,
    Decision,
    Examination,
    Message,
    SupplementRequest,
)
from licenses.models.assignment import AssignmentEmission, FrequencyAssignment
from licenses.models.coordination import CoordinationCheck
from licenses.models.establishment import Establishment
from licenses.models.hold import Hold
from licenses.models.license import License
from licenses.models.licensee import Licensee
from licenses.models.spectrum import SpectrumExtent, SpectrumUse
from licenses.models.station import Station
from licenses.models.word import Word

__all__ = [
    "Application",
    "ApplicationDocument",
    "AssignmentEmission",
    "ClockEvent",
    "CoordinationCheck",
    "Decision",
    "Establishment",
    "Examination",
    "FrequencyAssignment",
    "Hold",
    "License",
    "Licensee",
    "Message",
    "SpectrumExtent",
    "SpectrumUse",
    "Station",
    "SupplementRequest",
    "Word",
]
