"""Records of the register."""

from licenses.models.assignment import AssignmentEmission, FrequencyAssignment
from licenses.models.establishment import Establishment
from licenses.models.license import License
from licenses.models.licensee import Licensee
from licenses.models.spectrum import SpectrumExtent, SpectrumUse
from licenses.models.station import Station
from licenses.models.word import Word

__all__ = [
    "AssignmentEmission",
    "Establishment",
    "FrequencyAssignment",
    "License",
    "Licensee",
    "SpectrumExtent",
    "SpectrumUse",
    "Station",
    "Word",
]
