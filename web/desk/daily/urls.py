"""Addresses of the daily work."""

from django.urls import path

from web.desk.daily import views

urlpatterns = [
    path("", views.daily, name="daily"),
]
