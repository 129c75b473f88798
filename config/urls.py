"""One line per door."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# Before `admin.site.urls` is read: the admin's own sign-in would bypass the lockout and the second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Pages that libraries bring along (groups, second factors, e-mail addresses) would change accounts past the journal.
for model in [model for model in admin.site._registry if not model.__module__.startswith("accounts.")]:
    admin.site.unregister(model)

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("api.urls")),
    path("", include("web.urls")),
]
handler404 = "web.errors.not_found"
handler403 = "web.errors.not_allowed"
handler500 = "web.errors.server_error"
