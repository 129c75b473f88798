"""The papers of an application: license or certificate, register extract, notice of refusal."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation

from accounts import steps
from common.geo import dms
from common.pdf.figures import mhz, watts
from issuing import services as issuing
from issuing.models import IssuedDocument
from licenses.documents import annex, letters, license_paper, register_extract
from licenses.documents.license_paper import AnnexRow
from licenses.enums import PowerReference
from licenses.kinds import kind_of
from licenses.kinds.base import PLACE, STATIONS, Kind
from licenses.kinds.rules import Rules
from licenses.models import Application, Decision, Establishment, License, Licensee, SupplementRequest
from licenses.services import station_words
from places.models import AdminUnit
from rulebook import lookup

# An annex of more rows is a file of its own, drawn in the background: a page of this table takes reportlab 0.1 s.
INLINE_ROWS = 100
REFERENCE = {PowerReference.TRANSMITTER: "máy phát", PowerReference.ERP: "ERP", PowerReference.EIRP: "EIRP"}


def issue_license(
    application: Application, decision: Decision, target: License, *, content: Mapping[str, Any],
    terms: tuple[dt.date, dt.date | None], conditions: list[str], held: Rules, by: Any, on: dt.date,
    old: License | None = None,
) -> IssuedDocument:  # fmt: skip
    """Issue the paper of a license; `target` may be a license whose row is written next with the paper's number.

    The paper of the license that this one takes the place of (or, for a duplicate, the earlier print) is superseded.
    """
    kind = kind_of(application.kind)
    with translation.override("vi"):
        payload: Any = _payload(application, decision, kind, content, terms, conditions, held, on)
        if len(payload["annex"]) > INLINE_ROWS:
            payload["annex_sha256"] = annex.digest_of_paper(payload)
    if old is not None and old.pk == target.pk:
        payload |= {"copy_of": old.number, "license_number": old.number}
    elif old is not None:
        payload["replaces"] = old.number
    known = issuing.current(old, kind.paper) if old is not None else None
    if known is not None:
        steps.take(known, "supersede", by=by, reason=application.number)
    return issuing.issue(
        form_code=kind.paper, agency=application.agency, target=target, payload=payload, render=license_paper.render,
        rests_on=held.rows(), by=by, on=on, template_version=license_paper.TEMPLATE_VERSION, supersedes=known,
        with_year=True,  # a license lives for years, and no two of an agency may bear one number
    )  # fmt: skip


def issue_refusal(application: Application, decision: Decision, *, held: Rules, by: Any, on: dt.date) -> IssuedDocument:
    """Issue the notice of refusal with its grounds and the words of the decision."""
    grounds = {ground.code: ground for ground in lookup.refusal_grounds(application.kind, on)}
    rows = [grounds[code] for code in decision.grounds if code in grounds]
    payload = {
        **_head(application, decision, on),
        "title": "Thông báo từ chối cấp phép",
        "title_en": "Notice of refusal",
        "to": application.licensee.name,
        "address": application.licensee.address,
        "application": application.number,
        "paragraphs": ["Sau khi xem xét, cơ quan không chấp thuận hồ sơ đề nghị nêu trên với các lý do sau:"],
        "items": [row.text_vi for row in rows],
        "closing": [
            decision.text,
            "Nếu không đồng ý, tổ chức, cá nhân có quyền khiếu nại, khởi kiện theo quy định của pháp luật.",
        ],
    }
    return issuing.issue(
        form_code="refusal_notice", agency=application.agency, target=application, payload=payload,
        render=letters.render, rests_on=[*held.rows(), *rows], by=by, on=on, template_version=letters.TEMPLATE_VERSION,
    )  # fmt: skip


def issue_given_back(
    application: Application, decision: Decision, license: License, *, day: dt.date, held: Rules, by: Any, on: dt.date
) -> IssuedDocument:
    """Issue the notice that a license is given back, with the first day on which it no longer holds."""
    what = "giấy chứng nhận" if kind_of(application.kind).part == PLACE else "giấy phép"
    payload = {
        **_head(application, decision, on),
        "title": "Thông báo về việc trả lại giấy phép",
        "title_en": "Notice of a license given back",
        "to": application.licensee.name,
        "address": application.licensee.address,
        "application": application.number,
        "paragraphs": [
            f"Theo đề nghị của tổ chức, cá nhân, {what} số {license.number} được trả lại.",
            f"Từ ngày {day:%d/%m/%Y}, {what} không còn hiệu lực.",
        ],
        "items": [],
        "closing": [],
    }
    return issuing.issue(
        form_code="surrender_notice", agency=application.agency, target=application, payload=payload,
        render=letters.render, rests_on=[row for row in (held.authority, held.procedure) if row is not None], by=by,
        on=on, template_version=letters.TEMPLATE_VERSION, with_year=True,
    )  # fmt: skip


def issue_supplement(
    application: Application, asked: SupplementRequest, *, held: Rules, by: Any, on: dt.date
) -> IssuedDocument:
    """Issue the written request to supplement a file, as the checklist wrote it."""
    first, *_items, last = asked.text.split("\n")
    payload = {
        "agency": _agency(application),
        "issued_on": on.isoformat(),
        "title": "Thông báo bổ sung, hoàn thiện hồ sơ",
        "title_en": "Request to supplement the file",
        "to": application.licensee.name,
        "address": application.licensee.address,
        "application": application.number,
        "paragraphs": [first],
        "items": [item["title_vi"] for item in asked.items],
        "closing": [last],
        "signer_post": getattr(by, "post", "") or "Người lập",
        "signer_name": getattr(by, "full_name", ""),
        "unverified": [],
    }
    return issuing.issue(
        form_code="supplement_request", agency=application.agency, target=application, payload=payload,
        render=letters.render, rests_on=held.rows(), by=by, on=on, template_version=letters.TEMPLATE_VERSION,
    )  # fmt: skip


def issue_extract(
    application: Application, place: Establishment, *, held: Rules, by: Any, on: dt.date
) -> IssuedDocument:
    """Issue the extract of the register for an entry."""
    facts = [
        ("Tên cơ sở", place.name),
        ("Chủ cơ sở", place.licensee.name),
        ("Địa chỉ", ", ".join(filter(None, (place.address, str(place.unit or ""))))),
        ("Đăng ký kinh doanh", place.business_registration),
        ("Doanh nghiệp cung cấp dịch vụ Internet", place.isp_name),
        ("Hợp đồng đại lý", place.isp_contract_number),
        ("Số máy tính", "" if place.computers is None else str(place.computers)),
        ("Cung cấp trò chơi điện tử", "Có" if place.offers_games else "Không"),
    ]
    payload = {
        "agency": _agency(application),
        "issued_on": on.isoformat(),
        "establishment_name": place.name,
        "holder_name": place.licensee.name,
        "as_of": on.isoformat(),
        "facts": facts,
        "history": [],
        "purpose": f"trả kết quả hồ sơ số {application.number}",
        "signer_post": getattr(by, "post", "") or "Người trích lục",
        "signer_name": getattr(by, "full_name", ""),
        "unverified": [],
    }
    return issuing.issue(
        form_code=register_extract.FORM_CODE, agency=application.agency, target=place, payload=payload,
        render=register_extract.render, rests_on=held.rows(), by=by, on=on,
        template_version=register_extract.TEMPLATE_VERSION,
    )  # fmt: skip


def _payload(
    application: Application, decision: Decision, kind: Kind, content: Mapping[str, Any],
    terms: tuple[dt.date, dt.date | None], conditions: list[str], held: Rules, on: dt.date,
) -> dict[str, Any]:  # fmt: skip
    form = lookup.form(kind.paper, on)
    units = _units(content)
    rows = lookup.provisions_of(held.authority, on) if held.authority else []
    return {
        **_head(application, decision, on),
        "title": form.title_vi if form else "",
        "title_en": form.title_en if form else "",
        "holder": _holder(application.licensee),
        "facts": _facts(kind, content, units),
        "valid_from": terms[0].isoformat(),
        "valid_until": terms[1].isoformat() if terms[1] else "",
        "basis": list(dict.fromkeys(row.citation_vi for row in rows)),
        "application": application.number,
        "conditions": conditions,
        "annex": list(_annex(content, units)),
        "site": settings.SITE_URL,
    }


def _head(application: Application, decision: Decision, on: dt.date) -> dict[str, Any]:
    signer = decision.countersigned_by
    return {
        "agency": _agency(application),
        "issued_on": on.isoformat(),
        "signer_post": (signer.post if signer else "") or "Người có thẩm quyền",
        "signer_name": signer.full_name if signer else "",
        "unverified": [],
    }


def _agency(application: Application) -> dict[str, str]:
    agency = application.agency
    return {
        "superior": agency.superior_name, "name": agency.name, "place": agency.place_name, "name_en": agency.name_en,
    }  # fmt: skip


def _holder(holder: Licensee) -> list[tuple[str, str]]:
    rows = [
        ("Tổ chức, cá nhân", holder.name),
        ("Mã số", holder.identifier),
        ("Người đại diện", holder.representative),
        ("Địa chỉ", ", ".join(filter(None, (holder.address, str(holder.unit or ""))))),
    ]
    return [rows[0], *(row for row in rows[1:] if row[1])]


def _facts(kind: Kind, content: Mapping[str, Any], units: Mapping[str, str]) -> list[tuple[str, str]]:
    if kind.part == PLACE:
        place = content.get(PLACE) or {}
        hours = "–".join(filter(None, (place.get("opening_time"), place.get("closing_time"))))
        return [
            ("Tên điểm", place.get("name", "")),
            ("Địa chỉ", ", ".join(filter(None, (place.get("address"), units.get(place.get("unit", "")))))),
            ("Số đăng ký kinh doanh", place.get("business_registration", "")),
            ("Tổng diện tích các phòng máy", _square(place.get("room_area_m2"))),
            ("Số máy tính", str(place.get("computers", ""))),
            ("Giờ hoạt động", hours),
        ]
    stations = content.get(STATIONS) or []
    mobiles = sum(station.get("mobiles_count") or 0 for station in stations)
    rows = [
        ("Loại mạng, đài", str(kind.label)),
        ("Mục đích sử dụng", content.get("use", "")),
        ("Số đài", str(len(stations))),
        ("Số ấn định tần số", str(sum(len(station["frequencies"]) for station in stations))),
    ]
    return [*(row for row in rows if row[1]), *([("Số thiết bị di động", str(mobiles))] if mobiles else [])]


def _annex(content: Mapping[str, Any], units: Mapping[str, str]) -> Iterator[AnnexRow]:
    for station in content.get(STATIONS) or []:
        name, technical = station_words.identity(station), station_words.technical(station)
        where = [station.get("site_name"), station.get("address"), units.get(station.get("unit", ""))]
        if station.get("lat") is not None and station.get("lon") is not None:
            where.append(dms(station["lat"], station["lon"]))
        for each in station["frequencies"]:
            upper, receive = each.get("tx_upper_hz"), each.get("rx_hz")
            sent = f"{mhz(each.get('tx_hz'))}–{mhz(upper)}" if upper else mhz(each.get("tx_hz"))
            yield {
                "station": name or str(station.get("site_name", "")),
                "site": ", ".join(filter(None, where)),
                "technical": technical,
                "frequency": f"Phát {sent}" + (f"; thu {mhz(receive)}" if receive else ""),
                "emission": ", ".join(each.get("emissions") or []),
                "power": _power(each),
            }


def _power(frequency: Mapping[str, Any]) -> str:
    if frequency.get("power_w") is None:
        return ""
    reference = frequency.get("power_reference")
    return f"{watts(str(frequency['power_w']))} {REFERENCE[PowerReference(reference)] if reference else ''}".strip()


def _square(area_m2: float | None) -> str:
    return "" if area_m2 is None else f"{area_m2:g} m²".replace(".", ",")


def _units(content: Mapping[str, Any]) -> dict[str, str]:
    rows = [content.get(PLACE) or {}, *(content.get(STATIONS) or [])]
    keys = {row["unit"] for row in rows if row.get("unit")}
    found = AdminUnit.objects.filter(pk__in=keys).select_related("parent") if keys else []
    return {unit.pk.hex if hasattr(unit.pk, "hex") else str(unit.pk): unit.full_name for unit in found}
