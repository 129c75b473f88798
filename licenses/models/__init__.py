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
from licenses.models.fees import BeneficiaryAccount, FeeLine, Invoice, InvoiceLine
from licenses.models.hold import Hold
from licenses.models.license import License
from licenses.models.licensee import Licensee
from licenses.models.payments import Allocation, BankStatement, Payment, StatementLine
from licenses.models.planned import PlannedChange
from licenses.models.portal import (
    CodeAttempt,
    Invitation,
    LicenseeClaim,
    LicenseeMembership,
    SecretCode,
    TypedDraft,
)
from licenses.models.quality import QualityFinding
from licenses.models.spectrum import SpectrumExtent, SpectrumTile, SpectrumUse
from licenses.models.station import Station
from licenses.models.word import Word

__all__ = [
    "Allocation",
    "Application",
    "ApplicationDocument",
    "AssignmentEmission",
    "BankStatement",
    "BeneficiaryAccount",
    "ClockEvent",
    "CodeAttempt",
    "CoordinationCheck",
    "Decision",
    "Establishment",
    "Examination",
    "FeeLine",
    "FrequencyAssignment",
    "Hold",
    "Invitation",
    "Invoice",
    "InvoiceLine",
    "License",
    "Licensee",
    "LicenseeClaim",
    "LicenseeMembership",
    "Message",
    "Payment",
    "PlannedChange",
    "QualityFinding",
    "SecretCode",
    "SpectrumExtent",
    "SpectrumTile",
    "SpectrumUse",
    "StatementLine",
    "Station",
    "SupplementRequest",
    "TypedDraft",
    "Word",
]
