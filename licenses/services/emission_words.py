"""Why a text is no emission designator, in words, with the designator that was probably meant."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from radio.emission import DesignatorError, meant

WRONG_PARTS: dict[str, Any] = {
    "empty": gettext_lazy("Write a designator, for example 16K0F3E."),
    "length": gettext_lazy("A designator has 7 or 9 characters, for example 16K0F3E or 16K0F3EJN."),
    "bandwidth": gettext_lazy(
        "The first four characters give the bandwidth: three digits with H, K, M or G where the decimal sign stands, "
        "for example 16K0, 8K50, 100H."
    ),
    "bandwidth_missing": gettext_lazy("The bandwidth is missing, for example 16K0 before F3E."),
    "carrier": gettext_lazy("The first symbol (how the carrier is modulated) does not exist."),
    "signal": gettext_lazy("The second symbol (what modulates it) does not exist."),
    "information": gettext_lazy("The third symbol (what is sent) does not exist."),
    "details": gettext_lazy("The fourth symbol (details of the signal) does not exist."),
    "multiplexing": gettext_lazy("The fifth symbol (multiplexing) does not exist."),
}


def told(error: DesignatorError) -> str:
    """Return what is wrong as a sentence that quotes the text, and a second one with the likely mend."""
    why = str(WRONG_PARTS[error.code])
    text = f"{error.text.strip()}: {why}" if error.text.strip() else why
    likely = meant(error.text)
    return f"{text} {_('Did you mean %(designator)s?') % {'designator': likely}}" if likely else text
