"""Addresses of issued papers."""

from django.urls import path

from web.desk.papers import views

urlpatterns = [
    path("<uuid:pk>/", views.paper, name="paper"),
    path("<uuid:pk>/file.pdf", views.pdf, name="paper_pdf"),
    path("<uuid:pk>/scans/", views.attach, name="paper_attach"),
    path("<uuid:pk>/scans/<uuid:scan_pk>/", views.scan, name="paper_scan"),
    path("<uuid:pk>/annul/", views.annul, name="paper_annul"),
]
