"""Addresses of issued papers."""

from django.urls import path

from web.desk import paper_views

urlpatterns = [
    path("<uuid:pk>/", paper_views.paper, name="paper"),
    path("<uuid:pk>/file.pdf", paper_views.pdf, name="paper_pdf"),
    path("<uuid:pk>/scans/", paper_views.attach, name="paper_attach"),
    path("<uuid:pk>/scans/<uuid:scan_pk>/", paper_views.scan, name="paper_scan"),
    path("<uuid:pk>/annul/", paper_views.annul, name="paper_annul"),
]
