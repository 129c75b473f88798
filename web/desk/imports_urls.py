"""Addresses of imports."""

from django.urls import path

from web.desk import imports_views

urlpatterns = [
    path("", imports_views.imports_list, name="imports"),
    path("format/", imports_views.import_format, name="import_format"),
    path("<uuid:pk>/", imports_views.import_page, name="import"),
    path("<uuid:pk>/progress/", imports_views.progress, name="import_progress"),
    path("<uuid:pk>/cancel/", imports_views.cancel, name="import_cancel"),
    path("<uuid:pk>/take-up/", imports_views.take_up, name="import_take_up"),
    path("<uuid:pk>/refused.csv", imports_views.download, {"which": "refused"}, name="import_refused"),
    path("<uuid:pk>/warnings.csv", imports_views.download, {"which": "warnings"}, name="import_warnings"),
]
