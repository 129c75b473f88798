"""Addresses of memberships that wait for a second person."""

from django.urls import path

from web.desk.people import views

urlpatterns = [
    path("", views.waiting, name="memberships"),
    path("<int:pk>/<slug:name>/", views.step, name="membership_step"),
]
