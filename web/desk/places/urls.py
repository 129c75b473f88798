"""Addresses of the pages about places; they hang under desk/places/."""

from django.urls import path

from web.desk.places import imports_views, position_views, units_views, views

urlpatterns = [
    path("", views.places, name="places"),
    path("csv/", views.places_csv, name="places_csv"),
    path("points/", views.points, name="places_points"),
    path("import/", imports_views.new, name="places_import"),
    path("import/<uuid:pk>/", imports_views.report, name="places_import_report"),
    path("import/<uuid:pk>/refused/", imports_views.refused, name="places_import_refused"),
    path("position/", position_views.check, name="position_check"),
    path("units/", units_views.units, name="units"),
    path("units/csv/", units_views.units_csv, name="units_csv"),
    path("units/suggest/", units_views.suggest, name="units_suggest"),
    path("units/convert/", units_views.convert, name="unit_convert"),
    path("units/<uuid:pk>/", units_views.unit, name="unit"),
    path("<uuid:pk>/", views.place, name="place"),
]
