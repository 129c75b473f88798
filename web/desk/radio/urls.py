"""Addresses of radio examination."""

from django.urls import path

from web.desk.radio import spectrum_views as spectrum
from web.desk.radio import terrain_views, views

urlpatterns = [
    path("", views.checks, name="checks"),
    path("new/", views.check_new, name="check_new"),
    path("free/", views.free_channels, name="free_channels"),
    path("band/", spectrum.band, name="band"),
    path("allocations/", spectrum.allocations, name="allocations"),
    path("path/", terrain_views.terrain_path, name="terrain_path"),
    path("identify/", spectrum.identify, name="identify"),
    path("monitoring/", spectrum.monitoring, name="monitoring"),
    path("<uuid:pk>/", views.check, name="check"),
    path("<uuid:pk>/report/", views.check_report, name="check_report"),
    path("<uuid:pk>/points/", views.check_points, name="check_points"),
]
