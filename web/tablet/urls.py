"""Addresses of the tablet's application; the worker lies inside its scope."""

from django.urls import path

from web.tablet import views

urlpatterns = [
    path("", views.shell, name="tablet"),
    path("sw.js", views.worker, name="tablet_worker"),
    path("manifest.webmanifest", views.manifest, name="tablet_manifest"),
]
