"""Addresses of the public API."""

from django.urls import path

from api.public import views

urlpatterns = [
    path("papers/<str:code>/", views.PaperCheck.as_view(), name="api_paper_check"),
    path("licenses/", views.Licenses.as_view(), name="api_licenses"),
]
