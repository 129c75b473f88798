"""Doors for programs, by audience, and their description."""

from django.urls import include, path

from api import docs

urlpatterns = [
    path("public/v1/", include("api.public.urls")),
    path("field/v1/", include("api.field.v1.urls")),
    path("schema/", docs.Schema.as_view(), name="api_schema"),
    path("docs/", docs.Docs.as_view(url_name="api_schema"), name="api_docs"),
]
