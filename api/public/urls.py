"""Addresses of the public API."""

from django.urls import path

from api.public import register_views, views

urlpatterns = [
    path("papers/<str:code>/", views.PaperCheck.as_view(), name="api_paper_check"),
    path("licenses/", register_views.Licenses.as_view(), name="api_licenses"),
    path("licenses/<str:pk>/", register_views.License.as_view(), name="api_license"),
    path("licenses/<str:pk>/assignments/", register_views.Assignments.as_view(), name="api_assignments"),
    path("licenses/by-number/<path:number>/", register_views.LicensesOfNumber.as_view(), name="api_licenses_of_number"),
    path("establishments/", register_views.Establishments.as_view(), name="api_establishments"),
    path("establishments/<str:pk>/", register_views.Establishment.as_view(), name="api_establishment"),
    path("units/", register_views.Units.as_view(), name="api_units"),
    path("kinds/", register_views.Kinds.as_view(), name="api_kinds"),
]
