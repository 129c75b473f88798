"""Pages of the officers; each helper's subject adds its own list."""

from django.urls import path

from web.desk import home_views, journal_views

app_name = "desk"
urlpatterns = [
    path("", home_views.home, name="home"),
    path("journal/", journal_views.entries, name="journal"),
    path("journal/verify/", journal_views.verify, name="journal_verify"),
]
