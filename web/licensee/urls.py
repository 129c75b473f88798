"""Addresses of the licensees' own pages."""

from django.urls import include, path

from web.licensee import home_views, license_views
from web.licensee.applications import start_views

app_name = "my"
urlpatterns = [
    path("", home_views.home, name="home"),
    path("act-for/<uuid:pk>/", home_views.act_for, name="act_for"),
    path("licenses/", license_views.license_list, name="licenses"),
    path("licenses/<uuid:pk>/", license_views.license_page, name="license"),
    path("licenses/<uuid:pk>/transfer/", start_views.transfer_offer, name="transfer_offer"),
    path("licenses/<uuid:pk>/ask/<slug:purpose>/", start_views.about, name="about"),
    path("papers/<uuid:pk>/", license_views.paper, name="paper"),
    path("applications/", include("web.licensee.applications.urls")),
]
