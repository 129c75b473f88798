"""One page for one step: ask what it needs, do it, go back; a refusal is shown on the page that asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.clock import today
from common.errors import DomainError
from web.forms import PageForm

SHOWN_AGAIN = (409, 422, 503)


@dataclass(frozen=True)
class Step:
    """What a step is called, what it asks, the service it calls, and what is said when it is done."""

    label: Any
    form: type[PageForm]
    run: Callable[[Any, Any, Any, dict[str, Any]], Any]
    done: Any


def do_step(
    request: HttpRequest, row: Any, step: Step, *, first: dict[str, Any], back: tuple[Any, ...], lead: str,
    up: tuple[str, Any], of: Any = None,
) -> HttpResponse:  # fmt: skip
    """Show the form of the step, or take the step; `back` is the record's page, `up` the list above it.

    `of` is the record the step is taken on, where that is not the one named on the page.
    """
    form = step.form(request.POST if request.method == "POST" else None, initial=first)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                step.run(of or row, request.user, today(), form.cleaned_data)
            except DomainError as error:
                if error.status not in SHOWN_AGAIN:
                    raise
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, str(step.done))
                return redirect(*back)
    context = {"form": form, "step": step, "row": row, "lead": lead, "back": reverse(back[0], args=back[1:]),
               "up": reverse(up[0]), "up_label": up[1]}  # fmt: skip
    return render(request, "desk/step.html", context, status=status)
