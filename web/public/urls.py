"""Pages that need no account."""

from django.urls import path

from web.public import home_views

urlpatterns = [
    path("", home_views.home, name="home"),
]
