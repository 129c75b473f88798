"""A form, a thing to write papers about, and a paper."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import translation

from accounts.models import Agency, User
from common.pdf.composer import Composer
from common.pdf.frame import build
from issuing import services
from issuing.models import IssuedDocument
from rulebook.enums import Basis
from rulebook.models import DocumentForm

TODAY = dt.date(2026, 11, 18)


def draw(payload: dict[str, Any]) -> bytes:
    """Draw a paper of one line."""
    paper = Composer(payload)
    paper.letterhead(dated=True)
    paper.text(payload["text"])
    return build(payload, paper.story, title="Giấy")


def payload(agency: Agency, text: str = "Nội dung của giấy") -> dict[str, Any]:
    """Return the content of a paper."""
    head = {"superior": agency.superior_name, "name": agency.name, "place": agency.place_name}
    return {"agency": head, "text": text}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Refusals are compared in the language of the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def demo(settings: Any) -> None:
    """The demo: papers may rest on unverified rules, and say so."""
    settings.DEMO_MODE = True


@pytest.fixture
def form(db: None) -> DocumentForm:
    """The form of the record, as the rulebook states it."""
    return make_form()


def make_form() -> DocumentForm:
    """Publish the form."""
    row = DocumentForm(
        code="violation_record",
        administration="vn",
        basis=Basis.PARTIAL,
        source="test",
        effective_from=dt.date(2022, 1, 1),
        title_vi="Biên bản vi phạm hành chính",
        title_en="Record of administrative violation",
        suffix="BB-VPHC",
        form_no="MBB01",
    )
    row.content_hash = row.computed_hash()
    row.save()
    return row


Issuer = Callable[..., IssuedDocument]


@pytest.fixture
def issue(form: DocumentForm, demo: None, agencies: Any, inspector: User) -> Issuer:
    """Return a function that issues a paper about the agency itself."""

    def make(**changes: Any) -> IssuedDocument:
        given: dict[str, Any] = {
            "form_code": "violation_record",
            "agency": agencies.skhcn,
            "target": agencies.skhcn,
            "payload": payload(agencies.skhcn),
            "render": draw,
            "rests_on": [],
            "by": inspector,
            "on": TODAY,
        }
        return services.issue(**{**given, **changes})

    return make
