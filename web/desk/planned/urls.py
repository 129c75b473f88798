"""Addresses of planned changes."""

from django.urls import path

from web.desk.planned import views

urlpatterns = [
    path("", views.planned_list, name="planned"),
    path("new/<uuid:pk>/", views.planned_new, name="planned_new"),
    path("<uuid:pk>/countersign/", views.approve, name="planned_approve"),
    path("<uuid:pk>/take-back/", views.take_back, name="planned_take_back"),
]
