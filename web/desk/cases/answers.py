"""A referral answered by the agency that received it: taken over, or returned with the reason."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import access
from accounts.roles import Action
from common.clock import today
from common.errors import DomainError
from enforcement.models import Referral
from enforcement.services import referrals
from web.access import allow
from web.desk.cases import views
from web.desk.cases.forms import AnswerForm


@allow(Action.CASE_OPEN)
@require_POST
def answer(request: HttpRequest, pk: UUID, referral_pk: UUID) -> HttpResponse:
    """Take the acts over, or return the file."""
    found, form = views.found_case(request, pk), AnswerForm(request.POST)
    rows = Referral.objects.select_related("case__agency", "to_agency")
    referral = access.visible(rows, request.user, pk=referral_pk, case=found)
    if form.is_valid():
        data = form.cleaned_data
        try:
            referrals.answer(
                referral, answer=data["answer"], note=data["note"], by=request.user, on=today(),
                version=data["version"] or 0,
            )  # fmt: skip
        except DomainError as error:
            return views.again(request, pk, form, error, answer_forms={referral.pk: form})
        messages.success(request, _("The answer is recorded; the agency that sent the file sees it."))
        return redirect("desk:case", pk)
    return views.page(request, found, answer_forms={referral.pk: form}, status=422)
