"""Pages of officials."""

from django.urls import path

from web.dashboards import overview_views

app_name = "dashboards"
urlpatterns = [
    path("", overview_views.overview, name="overview"),
]
