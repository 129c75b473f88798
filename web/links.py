"""Where each kind of record has its page."""

from typing import Any

from django.urls import NoReverseMatch, reverse

PAGES = {
    "inspections.visit": "desk:visit",
    "fieldwork.tablet": "desk:tablet",
    "fieldwork.quarantined": "desk:tablet_kept",
    "inspections.complaint": "desk:complaint",
    "inspections.monitoringimport": "desk:monitoring_report",
    "enforcement.case": "desk:case",
    "licenses.licensee": "desk:licensee",
    "licenses.establishment": "desk:establishment",
    "licenses.station": "desk:station",
    "licenses.license": "desk:license",
    "licenses.application": "desk:application",
    "licenses.frequencyassignment": "desk:assignment",
    "issuing.issueddocument": "desk:paper",
    "licenses.qualityfinding": "desk:quality_finding",
    "licenses.plannedchange": "desk:planned_approve",
    "issuing.mail": "desk:mail",
    "licenses.invoice": "desk:invoice",
    "licenses.payment": "desk:payment",
    "licenses.bankstatement": "desk:statement",
    "licenses.hold": "desk:hold",
}


def record_url(obj: Any) -> str:
    """Return the address of a record's page; empty when it has none."""
    return url_of(obj._meta.label_lower, obj.pk) if obj is not None else ""


def url_of(target_type: str, key: Any) -> str:
    """Return the address of the page of a record named by its type and key, as the journal names it."""
    return address(PAGES.get(target_type, ""), key)


def address(name: str, *args: Any) -> str:
    """Return the address of a named page; empty when there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
