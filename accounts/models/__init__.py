"""Who is at the door, what they may do, and what they did."""

from accounts.models.agency import Agency, Membership, Share
from accounts.models.history import JournalEntry, JournalLink, JournalValue, StepRecord
from accounts.models.job import BackgroundJob
from accounts.models.user import User

__all__ = [
    "Agency",
    "BackgroundJob",
    "JournalEntry",
    "JournalLink",
    "JournalValue",
    "Membership",
    "Share",
    "StepRecord",
    "User",
]
