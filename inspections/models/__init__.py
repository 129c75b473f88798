"""What was planned and what was seen on site."""

from inspections.models.answer import Answer
from inspections.models.attendance import Attendance
from inspections.models.complaint import Complaint
from inspections.models.evidence import CustodyEvent, Evidence, PrivacyCopy
from inspections.models.field import DeclaredOriginal, ReceivedOriginal, ShownText
from inspections.models.finding import Finding
from inspections.models.measurement import Measurement
from inspections.models.monitoring import HeardRow, MonitoringImport
from inspections.models.override import OverrideRequest
from inspections.models.recheck import Recheck
from inspections.models.seal import Amendment, AmendmentPermit, Receipt, Seal
from inspections.models.visit import Visit, VisitChecklist, VisitFormerMember, VisitMember, VisitStation

__all__ = [
    "Amendment",
    "AmendmentPermit",
    "Answer",
    "Attendance",
    "Complaint",
    "CustodyEvent",
    "DeclaredOriginal",
    "Evidence",
    "Finding",
    "HeardRow",
    "Measurement",
    "MonitoringImport",
    "OverrideRequest",
    "PrivacyCopy",
    "Receipt",
    "ReceivedOriginal",
    "Recheck",
    "Seal",
    "ShownText",
    "Visit",
    "VisitChecklist",
    "VisitFormerMember",
    "VisitMember",
    "VisitStation",
]
