"""What a paper says of the field: the hashes of what was shown, what was signed there, and what was sealed."""

from typing import Any

from common.pdf.shapes import NamedHash
from inspections.enums import Signing
from inspections.models import Evidence, Seal, Visit

SHOWN_LAST = ("Nội dung đã cho xem và được ký tại hiện trường", "What was shown and signed in the field")
SHOWN_BEFORE = ("Nội dung đã cho xem và được ký trước đó", "What was shown and signed before that")
SEALED = ("Dữ liệu cuộc kiểm tra đã niêm phong", "The sealed data of the inspection")
AMENDED = ("Dữ liệu cuộc kiểm tra sau lần sửa đổi cuối", "The data of the inspection as last amended")


def hashes(visit: Visit) -> list[NamedHash]:
    """Return the hashes by which the paper of a sealed visit is held against the field; none before the seal.

    What was shown is one hash for everybody who was shown the same, what was signed last first; the names stand in the
    table of attendance. A visit amended after its seal has the hash of its data as amended too.
    """
    sealed = Seal.objects.filter(visit=visit).first()
    if sealed is None:
        return []
    signed = visit.attendance.standing().filter(signing=Signing.SIGNED).exclude(shown_text_sha256="")
    shown = list(dict.fromkeys(signed.order_by("-recorded_at", "-pk").values_list("shown_text_sha256", flat=True)))
    told = [_named(*SHOWN_LAST, sha256) for sha256 in shown[:1]]
    told += [_named(*SHOWN_BEFORE, sha256) for sha256 in shown[1:]]
    told.append(_named(*SEALED, sealed.sha256))
    if amended := visit.amendments.order_by("sequence").last():
        told.append(_named(*AMENDED, amended.sha256))
    return told


def signatures(visit: Visit) -> list[Evidence]:
    """Return the drawn signatures of persons whose attendance stands."""
    rows = visit.evidence.standing().signatures().filter(attendance__withdrawn_at=None)
    return list(rows.select_related("attendance"))


def drawn_by(visit: Visit) -> dict[Any, str]:
    """Return the hash of the signature that each person drew."""
    return {row.attendance_id: row.sha256 for row in signatures(visit)}


def _named(vi: str, en: str, sha256: str) -> NamedHash:
    return {"vi": f"{vi}, SHA-256", "en": f"{en}, SHA-256", "sha256": sha256}
