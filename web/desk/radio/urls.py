"""Addresses of radio examination."""

from django.urls import path

from web.desk.radio import monitoring_views as monitoring
from web.desk.radio import plan_views, terrain_views, views
from web.desk.radio import spectrum_views as spectrum

urlpatterns = [
    path("", views.checks, name="checks"),
    path("new/", views.check_new, name="check_new"),
    path("free/", views.free_channels, name="free_channels"),
    path("band/", spectrum.band, name="band"),
    path("plans/", plan_views.plans, name="plans"),
    path("allocations/", spectrum.allocations, name="allocations"),
    path("path/", terrain_views.terrain_path, name="terrain_path"),
    path("identify/", spectrum.identify, name="identify"),
    path("monitoring/", monitoring.monitoring, name="monitoring"),
    path("monitoring/<uuid:pk>/", monitoring.report, name="monitoring_report"),
    path("monitoring/<uuid:pk>/report.csv", monitoring.report_csv, name="monitoring_csv"),
    path("monitoring/<uuid:pk>/progress/", monitoring.progress, name="monitoring_progress"),
    path("monitoring/<uuid:pk>/take-up/", monitoring.take_up, name="monitoring_take_up"),
    path("monitoring/<uuid:pk>/propose/", monitoring.propose, name="monitoring_propose"),
    path("<uuid:pk>/", views.check, name="check"),
    path("<uuid:pk>/report/", views.check_report, name="check_report"),
    path("<uuid:pk>/points/", views.check_points, name="check_points"),
]
