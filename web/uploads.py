"""The form with which a paper is put into an application, by its office or its applicant."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from web.forms import PageForm


class UploadForm(PageForm):
    """A document of the file."""

    code = forms.ChoiceField(label=_("Which document"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPEG or PNG."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )

    def __init__(self, *args: Any, documents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes: Any = self.fields["code"]
        codes.choices = [*((each.code, each.title) for each in documents), ("other", _("Another document"))]
