"""Addresses of imports."""

from django.urls import path

from web.desk.imports import views

urlpatterns = [
    path("", views.imports_list, name="imports"),
    path("format/", views.import_format, name="import_format"),
    path("<uuid:pk>/", views.import_page, name="import"),
    path("<uuid:pk>/progress/", views.progress, name="import_progress"),
    path("<uuid:pk>/cancel/", views.cancel, name="import_cancel"),
    path("<uuid:pk>/take-up/", views.take_up, name="import_take_up"),
    path("<uuid:pk>/refused.csv", views.download, {"which": "refused"}, name="import_refused"),
    path("<uuid:pk>/warnings.csv", views.download, {"which": "warnings"}, name="import_warnings"),
]
