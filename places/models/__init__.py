"""Where: dated administrative units, an agency's territory, protected places."""

from places.models.protected import ProtectedPlace, ProtectedPlaceImport
from places.models.territory import Territory
from places.models.unit import AdminUnit, UnitSuccession

__all__ = ["AdminUnit", "ProtectedPlace", "ProtectedPlaceImport", "Territory", "UnitSuccession"]
