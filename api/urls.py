"""Doors for programs, by audience."""

from django.urls import include, path

urlpatterns = [path("public/v1/", include("api.public.urls"))]
