"""Reading papers: the one a person may open, with its file and scans."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from accounts.access import acting, sees
from accounts.roles import Action
from common.errors import NotFound
from issuing.models import IssuedDocument, SignedScan


def paper_for(user: Any, pk: UUID, action: Action = Action.PAPER_VIEW) -> IssuedDocument:
    """Return the paper if the person, by this right, may see it or the record it is about; NotFound otherwise."""
    papers = IssuedDocument.objects.select_related("agency", "issued_by", "supersedes", "superseded_by")
    paper = papers.filter(pk=pk).first()
    viewer = acting(user, action)
    if paper is None or not (sees(viewer, paper) or _sees_target(viewer, paper)):
        raise NotFound(_("There is no such record, or it is not yours to see."))
    return paper


def pdf_of(paper: IssuedDocument) -> bytes:
    """Return the bytes of the paper as issued."""
    return bytes(paper.file.pdf)


def scan_of(paper: IssuedDocument, pk: UUID) -> SignedScan:
    """Return one signed scan of the paper; NotFound when it is another's."""
    scan = paper.scans.select_related("file").filter(pk=pk).first()
    if scan is None:
        raise NotFound(_("There is no such record, or it is not yours to see."))
    return scan


def target_of(paper: IssuedDocument) -> models.Model | None:
    """Return the record the paper is about."""
    model: Any = apps.get_model(paper.target_type)
    return model._base_manager.filter(pk=paper.target_id).first()


def _sees_target(viewer: Any, paper: IssuedDocument) -> bool:
    target = target_of(paper)
    # A record without a scope is open to everyone and says nothing about its papers.
    return target is not None and hasattr(type(target)._default_manager, "visible_to") and sees(viewer, target)
