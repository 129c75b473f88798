"""Addresses of the pages of holds."""

from django.urls import path

from web.desk.holds import views

urlpatterns = [
    path("", views.hold_list, name="holds"),
    path("licensee/<uuid:pk>/", views.place, name="hold_place"),
    path("<uuid:pk>/", views.hold, name="hold"),
    path("<uuid:pk>/lift/", views.lift, name="hold_lift"),
]
