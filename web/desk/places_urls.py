"""Addresses of the pages about places; they hang under desk/places/."""

from django.urls import path

from web.desk import places_imports_views, places_position_views, places_units_views, places_views

urlpatterns = [
    path("", places_views.places, name="places"),
    path("csv/", places_views.places_csv, name="places_csv"),
    path("points/", places_views.points, name="places_points"),
    path("import/", places_imports_views.new, name="places_import"),
    path("import/<uuid:pk>/", places_imports_views.report, name="places_import_report"),
    path("import/<uuid:pk>/refused/", places_imports_views.refused, name="places_import_refused"),
    path("position/", places_position_views.check, name="position_check"),
    path("units/", places_units_views.units, name="units"),
    path("units/csv/", places_units_views.units_csv, name="units_csv"),
    path("units/suggest/", places_units_views.suggest, name="units_suggest"),
    path("units/convert/", places_units_views.convert, name="unit_convert"),
    path("units/<uuid:pk>/", places_units_views.unit, name="unit"),
    path("<uuid:pk>/", places_views.place, name="place"),
]
