"""Addresses of the public check; printed in every QR code, so they never change."""

from django.urls import path

from web.public import papers_views

urlpatterns = [
    path("check/", papers_views.check, name="paper_check"),
    path("check/<str:code>", papers_views.check_code, name="paper_check_code"),
]
