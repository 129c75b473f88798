"""How free a path over the terrain is, in words, with the tone of a badge."""

from django.utils.translation import gettext_lazy as _

STATES = {
    "free": (_("free path"), "good"),
    "touched": (_("the ray passes, but the Fresnel zone is touched"), "warn"),
    "blocked": (_("blocked by the terrain"), "bad"),
}
