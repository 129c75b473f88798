"""Pages of the officers; each helper's subject adds its own list."""

from django.urls import include, path

from web.desk import home_views, journal_views

app_name = "desk"
urlpatterns = [
    path("applications/", include("web.desk.applications.urls")),
    path("claims/", include("web.desk.claims.urls")),
    path("people/", include("web.desk.people.urls")),
    path("fees/", include("web.desk.fees.urls")),
    path("fees/holds/", include("web.desk.holds.urls")),
    path("imports/", include("web.desk.imports.urls")),
    path("exports/", include("web.desk.exports.urls")),
    path("complaints/", include("web.desk.complaints.urls")),
    path("visits/", include("web.desk.visits.urls")),
    path("tablets/", include("web.desk.tablets.urls")),
    path("register/", include("web.desk.register.urls")),
    path("radio/", include("web.desk.radio.urls")),
    path("places/", include("web.desk.places.urls")),
    path("", home_views.home, name="home"),
    path("law/", include("web.desk.rulebook.urls")),
    path("cases/", include("web.desk.cases.urls")),
    path("quality/", include("web.desk.quality.urls")),
    path("planned/", include("web.desk.planned.urls")),
    path("mails/", include("web.desk.mails.urls")),
    path("daily/", include("web.desk.daily.urls")),
    path("papers/", include("web.desk.papers.urls")),
    path("journal/", journal_views.entries, name="journal"),
    path("journal/verify/", journal_views.verify, name="journal_verify"),
]
