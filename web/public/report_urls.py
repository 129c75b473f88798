"""Addresses of the public form for reports."""

from django.urls import path

from web.public import report_views

urlpatterns = [
    path("report/", report_views.report, name="report"),
    path("report/received/", report_views.received, name="report_received"),
    path("report/status/", report_views.status, name="report_status"),
]
