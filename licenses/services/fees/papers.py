"""The paper of an invoice: its payload, from rows to ready text."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import translation

from common import payment_codes, vietqr
from common.money import vnd, words_en, words_vi
from issuing import services as issuing
from issuing.models import IssuedDocument
from licenses.documents import fee_notice
from licenses.models import BeneficiaryAccount, Invoice
from licenses.services.fees import tariff

FORM_CODE = fee_notice.FORM_CODE
PER_VI = {
    "license": "giấy phép",
    "certificate": "giấy chứng nhận",
    "band": "băng tần",
    "station": "đài",
    "frequency and year": "tần số, năm",
    "frequency and 12 months": "tần số, 12 tháng",
}


def qr_text(invoice: Invoice, account: BeneficiaryAccount | None, amount_vnd: int) -> str:
    """Return the text of the VietQR code that pays so much of an invoice; empty without an account."""
    if account is None or amount_vnd <= 0:
        return ""
    return vietqr.payload(
        bank_bin=account.bank_bin,
        account_number=account.account_number,
        amount_vnd=amount_vnd,
        purpose=invoice.reference,
    )


def issue_notice(
    invoice: Invoice, *, account: BeneficiaryAccount | None, due_on: dt.date, rests_on: Sequence[Any], by: Any,
    on: dt.date,
) -> IssuedDocument:  # fmt: skip
    """Issue the notice to pay of a draft; the number is taken with it."""
    return issuing.issue(
        form_code=FORM_CODE,
        agency=invoice.agency,
        target=invoice,
        payload=payload(invoice, account, due_on, by=by, on=on),
        render=fee_notice.render,
        rests_on=rests_on,
        by=by,
        on=on,
        template_version=fee_notice.TEMPLATE_VERSION,
        with_year=True,  # holders quote it on transfers, where a number alone would mean one of every year
    )


def payload(
    invoice: Invoice, account: BeneficiaryAccount | None, due_on: dt.date, *, by: Any, on: dt.date
) -> dict[str, Any]:
    """Return what the paper is drawn from; Vietnamese whatever the language of the officer's page."""
    agency, holder = invoice.agency, invoice.licensee
    with translation.override("vi"):
        sources = tariff.bases(invoice)
    return {
        "bilingual": True,
        "agency": {
            "superior": agency.superior_name,
            "name": agency.name,
            "place": agency.place_name,
            "name_en": agency.name_en,
        },
        "issued_on": on.isoformat(),
        "to": holder.name,
        "identifier": holder.identifier,
        "address": ", ".join(filter(None, (holder.address, str(holder.unit or "")))),
        "about": _about(invoice),
        "lines": [
            {
                "label": line.label_vi,
                "label_en": line.label_en,
                "per": PER_VI.get(line.per, line.per),
                "quantity": line.quantity,
                "unit": vnd(line.unit_vnd),
                "amount": vnd(line.amount_vnd),
                "source": sources[line.pk] + ("" if line.verified else ", chưa đối chiếu với văn bản chính thức"),
                "from_agency": line.from_agency,
            }
            for line in invoice.lines.all()
        ],
        "total": vnd(invoice.total_vnd),
        "total_words": words_vi(invoice.total_vnd),
        "total_words_en": words_en(invoice.total_vnd),
        "due_on": due_on.isoformat(),
        "reference": invoice.reference,
        "reference_shown": payment_codes.grouped(invoice.reference),
        "account": None if account is None else _account(account),
        "qr": qr_text(invoice, account, invoice.total_vnd),
        "signer_post": getattr(by, "post", "") or "Người lập",
        "signer_name": getattr(by, "full_name", ""),
        "unverified": [],
    }


def _account(account: BeneficiaryAccount) -> dict[str, str]:
    return {"bank": account.bank_name, "number": account.account_number, "holder": account.holder_name}


def _about(invoice: Invoice) -> list[tuple[str, str]]:
    rows = []
    if invoice.application is not None:
        rows.append(("Hồ sơ đề nghị số", invoice.application.number))
    if invoice.license is not None:
        rows.append(("Giấy phép số", invoice.license.number))
    if invoice.period_from and invoice.period_until:
        rows.append(
            ("Thời gian tính phí", f"từ {invoice.period_from:%d/%m/%Y} đến hết {invoice.period_until:%d/%m/%Y}")
        )
    if invoice.replaces is not None:
        rows.append(("Thay thế thông báo số", invoice.replaces.number))
    if invoice.note:
        rows.append(("Ghi chú", invoice.note))
    return rows
