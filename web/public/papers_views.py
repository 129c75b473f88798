"""Is this paper genuine? By code, by QR, by number or by the file, without an account."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import today
from issuing import codes, verify
from web.access import public
from web.public import paper_standings
from web.public.papers_limit import SECONDS, too_many


class CodeForm(forms.Form):
    """The code or the number as printed."""

    q = forms.CharField(
        label=gettext_lazy("Verification code or number"),
        help_text=gettext_lazy(
            "At the foot of every page, for example 7KQM-X2VD-9RTA, or a number such as 07/BB-VPHC."
        ),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class FileForm(forms.Form):
    """The file itself."""

    file = forms.FileField(
        label=gettext_lazy("PDF file"),
        help_text=gettext_lazy("The file is compared and not kept."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )

    def clean_file(self) -> Any:
        """Refuse what could not have been issued here for its size alone."""
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD_BYTES:
            megabytes = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
            raise forms.ValidationError(_("The file is larger than %(limit)s MB.") % {"limit": megabytes})
        return file


@public
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a code, a number or a file, and answer."""
    if request.method == "POST":
        return _check_file(request)
    typed = request.GET.get("q", "")
    form = CodeForm(request.GET if typed else None)
    if not typed or not form.is_valid():
        return _page(request, {"form": form})
    if too_many(request):
        return _slow_down(request, form)
    wanted = form.cleaned_data["q"]
    answers = [verify.check(wanted)] if codes.normal(wanted) else verify.check_number(wanted)
    return _page(request, {"form": form, "answers": answers or [verify.check("")], "asked": wanted})


@public
def check_code(request: HttpRequest, code: str) -> HttpResponse:
    """Answer for the address in a QR code; a malformed code, an unknown one and none at all look alike."""
    form = CodeForm({"q": code})
    if too_many(request):
        return _slow_down(request, form)
    return _page(request, {"form": form, "answers": [verify.check(code)], "asked": code})


def _check_file(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, {"file_form": form}, status=422)
    if too_many(request):
        return _slow_down(request, CodeForm())
    file = form.cleaned_data["file"]
    answer = verify.check_file(file.read())
    return _page(request, {"answers": [answer], "asked": file.name, "by_file": True})


def _slow_down(request: HttpRequest, form: CodeForm) -> HttpResponse:
    response = _page(request, {"form": form, "too_many": True}, status=429)
    response["Retry-After"] = str(SECONDS)
    return response


def _page(request: HttpRequest, context: dict[str, Any], status: int = 0) -> HttpResponse:
    answers, on = context.get("answers", []), today()
    unknown = bool(answers) and all(answer.state == verify.UNKNOWN for answer in answers)
    whole = {
        "form": CodeForm(),
        "file_form": FileForm(),
        "asked": "",
        "by_file": False,
        "too_many": False,
        **context,
        "answers": [(answer, paper_standings.of(answer, on)) for answer in answers],
    }
    return render(request, "public/papers/check.html", whole, status=status or (404 if unknown else 200))
