"""Addresses of the law."""

from django.urls import path

from web.desk.rulebook import views

urlpatterns = [
    path("", views.rules, name="rulebook"),
    path("<slug:slug>/", views.rules, name="rulebook_kind"),
    path("<slug:slug>/csv/", views.rules_csv, name="rulebook_csv"),
    path("<slug:slug>/<uuid:pk>/", views.rule, name="rule"),
    path("<slug:slug>/<uuid:pk>/verify/", views.verify, name="rule_verify"),
]
