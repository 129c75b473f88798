"""What is done about what was found."""

from enforcement.models.case import Case, CaseAct
from enforcement.models.referral import Referral

__all__ = ["Case", "CaseAct", "Referral"]
