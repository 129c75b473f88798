"""What a paper says of the field: the hashes of what was shown, what was signed there, and what was sealed."""

from typing import Any

from common.pdf.shapes import NamedHash
from inspections.enums import Signing
from inspections.models import Evidence, Seal, Visit


def hashes(visit: Visit) -> list[NamedHash]:
    """Return the hashes by which the paper of a sealed visit is held against the field; none before the seal.

    What was shown is one hash for everybody who was shown the same; the names stand in the table of attendance.
    """
    sealed = Seal.objects.filter(visit=visit).first()
    if sealed is None:
        return []
    signed = visit.attendance.standing().filter(signing=Signing.SIGNED).exclude(shown_text_sha256="")
    shown = list(dict.fromkeys(signed.values_list("shown_text_sha256", flat=True)))
    told: list[NamedHash] = [
        {"vi": "Nội dung đã cho xem và được ký tại hiện trường, SHA-256",
         "en": "What was shown and signed in the field, SHA-256", "sha256": sha256}
        for sha256 in shown
    ]  # fmt: skip
    told.append(
        {"vi": "Dữ liệu cuộc kiểm tra đã niêm phong, SHA-256", "en": "The sealed data of the inspection, SHA-256",
         "sha256": sealed.sha256}
    )  # fmt: skip
    return told


def signatures(visit: Visit) -> list[Evidence]:
    """Return the drawn signatures of persons whose attendance stands."""
    rows = visit.evidence.standing().signatures().filter(attendance__withdrawn_at=None)
    return list(rows.select_related("attendance"))


def drawn_by(visit: Visit) -> dict[Any, str]:
    """Return the hash of the signature that each person drew."""
    return {row.attendance_id: row.sha256 for row in signatures(visit)}
