"""From what was found to the violation record, through the services of enforcement."""

import datetime as dt
from typing import Any

from enforcement.models import Referral
from enforcement.services import cases, records, referrals
from inspections.models import Visit
from issuing import scans
from issuing.models import IssuedDocument
from operations.demo import pictures
from operations.demo.days import moment


def close_with_record(
    visit: Visit, *, by: Any, on: dt.date, at: dt.datetime, witness: str
) -> tuple[IssuedDocument, list[Referral]]:
    """Open the case of a sealed visit, issue its violation record and send what is another department's."""
    case = cases.open_case(visit, by=by, on=on)
    place = visit.establishment.address if visit.establishment else visit.stations.get().address
    case = cases.describe(
        case,
        fields={
            "record_place": f"{place}, {visit.unit}",
            "preventive_measures": "Không áp dụng",
            "party_statement": visit.party_statement,
            "witness_statement": "Xác nhận việc lập biên bản là đúng thực tế (demo)." if witness else "",
            "appointment_at": moment(on + dt.timedelta(days=7), 9),
            "appointment_place": f"Trụ sở {visit.agency}",
            "receiver": visit.licensee.representative,
        },
        by=by,
        version=case.version,
    )
    paper = records.issue_record(case, by=by, at=at, on=on)
    sent = []
    for referral in Referral.objects.filter(case=case):
        reason = "Hành vi thuộc thẩm quyền xử phạt của cơ quan tiếp nhận"
        sent.append(referrals.send(referral, reason=reason, by=by, on=on))
    return paper, sent


def attach_signed_copy(record: IssuedDocument, *, by: Any) -> None:
    """Attach the scans of the pages signed by hand (drawn stand-ins, marked as invented)."""
    for page in range(1, record.pages + 1):
        data = pictures.signed_page(f"Biên bản số {record.number} - trang {page}/{record.pages}")
        scans.attach_scan(record, file_name=f"trang-{page}.jpg", data=data, by=by, note="hai bên đã ký (demo)")
