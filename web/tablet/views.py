"""The shell page, the manifest and the worker: the same for everybody, for what is theirs lies in the tablet."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe

from web.access import public
from web.tablet import files
from web.templatetags.ww_map import map_config

CAMERA_AND_PLACE = "camera=(self), microphone=(self), geolocation=(self)"
NAME = "Wavewarden"


@public
def shell(request: HttpRequest) -> HttpResponse:
    """Answer with the page of the application; the worker keeps it together with its policy."""
    imports = files.import_map()
    answer = HttpResponse(_page(request, imports))
    # the import map is the only inline script, known by its hash
    answer._csp_update = {"script-src": [files.csp_hash(imports)], "media-src": ["'self'", "blob:"]}  # type: ignore[attr-defined]
    answer["Permissions-Policy"] = CAMERA_AND_PLACE
    answer["Cache-Control"] = "no-cache"
    return answer


@public
def worker(request: HttpRequest) -> HttpResponse:
    """Answer with the service worker, which names the files of this release and their hashes."""
    context = {"files": mark_safe(json.dumps(files.listed())), "page": reverse("tablet"), "release": ""}  # noqa: S308
    release = files.release(_page(request, files.import_map()), render_to_string("tablet/sw.js", context))
    text = render_to_string("tablet/sw.js", context | {"release": release})
    return HttpResponse(text, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@public
def manifest(request: HttpRequest) -> JsonResponse:
    """Answer with what an installed application needs."""
    return JsonResponse(
        {
            "name": NAME, "short_name": NAME, "id": reverse("tablet"), "start_url": reverse("tablet"),
            "scope": reverse("tablet"), "display": "standalone", "lang": "vi",
            "background_color": "#ffffff", "theme_color": "#12355b",
            "icons": [{"src": static("img/icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )  # fmt: skip


def _page(request: HttpRequest, imports: str) -> str:
    styles = [
        static(name)
        for name in files.names()
        if name.endswith(".css") and (name.startswith("tablet/") or name == "css/tokens.css" or "be-vietnam" in name)
    ]
    config = {
        "version": settings.PRODUCT_VERSION, "system": NAME, "map": json.loads(map_config()),
        "qr": static(files.QR),
        "demo": settings.DEMO_MODE,
        "worker": reverse("tablet_worker"), "api": "/api/field/v1/", "signIn": reverse("account_login"),
        "signOut": reverse("account_logout"), "secondFactor": reverse("mfa_authenticate"),
    }  # fmt: skip
    context = {"imports": mark_safe(imports), "styles": styles, "config": config}  # noqa: S308 (our own addresses)
    return render_to_string("tablet/base.html", context)
