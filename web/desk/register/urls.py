"""Addresses of the register."""

from django.urls import include, path

from web.desk.register import assignment_views, establishment_views, license_views, licensee_views, station_views, views

urlpatterns = [
    path("", views.register, name="register"),
    path("licensees/", licensee_views.licensee_list, name="licensees"),
    path("licensees/new/", licensee_views.licensee_new, name="licensee_new"),
    path("licensees/choose/", licensee_views.licensee_choose, name="licensee_choose"),
    path("licensees/<uuid:pk>/", licensee_views.licensee, name="licensee"),
    path("licensees/<uuid:pk>/edit/", licensee_views.licensee_edit, name="licensee_edit"),
    path("licensees/<uuid:pk>/merge/", licensee_views.licensee_merge, name="licensee_merge"),
    path(
        "licensees/<uuid:pk>/merge/<uuid:into>/",
        licensee_views.licensee_merge_confirm,
        name="licensee_merge_confirm",
    ),
    path("establishments/", establishment_views.establishment_list, name="establishments"),
    path("establishments/points/", views.points, {"kind": "establishments"}, name="establishments_points"),
    path("establishments/new/", establishment_views.establishment_new, name="establishment_new"),
    path("establishments/<uuid:pk>/", establishment_views.establishment, name="establishment"),
    path("establishments/<uuid:pk>/edit/", establishment_views.establishment_edit, name="establishment_edit"),
    path(
        "establishments/<uuid:pk>/step/<slug:name>/",
        establishment_views.establishment_step,
        name="establishment_step",
    ),
    path("stations/", station_views.station_list, name="stations"),
    path("stations/points/", views.points, {"kind": "stations"}, name="stations_points"),
    path("stations/new/", station_views.station_new, name="station_new"),
    path("stations/<uuid:pk>/", station_views.station, name="station"),
    path("stations/<uuid:pk>/edit/", station_views.station_edit, name="station_edit"),
    path("stations/<uuid:pk>/end/", station_views.station_end, name="station_end"),
    path("licenses/", license_views.license_list, name="licenses"),
    path("licenses/new/", license_views.license_new, name="license_new"),
    path("licenses/<uuid:pk>/", license_views.license, name="license"),
    path("licenses/<uuid:pk>/edit/", license_views.license_edit, name="license_edit"),
    path("licenses/<uuid:pk>/step/<slug:name>/", license_views.license_step, name="license_step"),
    path("licenses/", include("web.desk.annexes.urls")),
    path("assignments/", assignment_views.assignment_list, name="assignments"),
    path("assignments/points/", views.points, {"kind": "assignments"}, name="assignments_points"),
    path("assignments/new/", assignment_views.assignment_new, name="assignment_new"),
    path("assignments/<uuid:pk>/", assignment_views.assignment, name="assignment"),
    path("assignments/<uuid:pk>/edit/", assignment_views.assignment_edit, name="assignment_edit"),
    path("assignments/<uuid:pk>/end/", assignment_views.assignment_end, name="assignment_end"),
]
