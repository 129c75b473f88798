"""Pages of the officers; each helper's subject adds its own list."""

from django.urls import include, path

from web.desk import home_views, journal_views

app_name = "desk"
urlpatterns = [
    path("applications/", include("web.desk.application_urls")),
    path("imports/", include("web.desk.imports_urls")),
    path("exports/", include("web.desk.exports_urls")),
    path("visits/", include("web.desk.visit_urls")),
    path("register/", include("web.desk.register_urls")),
    path("radio/", include("web.desk.coordination_urls")),
    path("places/", include("web.desk.places_urls")),
    path("", home_views.home, name="home"),
    path("law/", include("web.desk.rulebook_urls")),
    path("cases/", include("web.desk.case_urls")),
    path("papers/", include("web.desk.paper_urls")),
    path("journal/", journal_views.entries, name="journal"),
    path("journal/verify/", journal_views.verify, name="journal_verify"),
]
