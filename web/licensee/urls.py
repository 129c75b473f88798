"""Addresses of the licensees' own pages."""

from django.urls import path

from web.licensee import home_views, license_views

app_name = "my"
urlpatterns = [
    path("", home_views.home, name="home"),
    path("act-for/<uuid:pk>/", home_views.act_for, name="act_for"),
    path("licenses/", license_views.license_list, name="licenses"),
    path("licenses/<uuid:pk>/", license_views.license_page, name="license"),
    path("papers/<uuid:pk>/", license_views.paper, name="paper"),
    path("applications/", home_views.application_list, name="applications"),
]
