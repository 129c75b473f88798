"""Tablets, the visits they have, what they sent, and the files that came with it."""

from fieldwork.models.block import NumberBlock
from fieldwork.models.dispatch import Dispatch
from fieldwork.models.ledger import Operation, Quarantined
from fieldwork.models.opening import Opening
from fieldwork.models.tablet import Tablet
from fieldwork.models.upload import Upload

__all__ = ["Dispatch", "NumberBlock", "Opening", "Operation", "Quarantined", "Tablet", "Upload"]
