"""Pages of officials."""

from django.urls import path

from web.dashboards import overview_views

app_name = "dashboards"
urlpatterns = [
    path("", overview_views.overview, name="overview"),
    path("figures.csv", overview_views.overview_csv, name="overview_csv"),
    path("points.geojson", overview_views.points, name="points"),
    path("<slug:code>/", overview_views.behind_figure, name="figure"),
    path("<slug:code>/list.csv", overview_views.behind_figure_csv, name="figure_csv"),
]
