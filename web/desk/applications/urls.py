"""Addresses of applications."""

from django.urls import path

from web.desk.applications import content_views as filling
from web.desk.applications import views

urlpatterns = [
    path("", views.application_list, name="applications"),
    path("csv/", views.application_csv, name="applications_csv"),
    path("new/", views.application_new, name="application_new"),
    path("<uuid:pk>/", views.application, name="application"),
    path("<uuid:pk>/content/", filling.general, name="application_content"),
    path("<uuid:pk>/stations/<int:number>/", filling.station, name="application_station"),
    path("<uuid:pk>/stations/<int:number>/remove/", filling.station_remove, name="application_station_remove"),
    path("<uuid:pk>/documents/", views.attach, name="application_attach"),
    path("<uuid:pk>/documents/<uuid:document_pk>/", views.document, name="application_document"),
    path("<uuid:pk>/documents/<uuid:document_pk>/remove/", views.remove, name="application_document_remove"),
    path("<uuid:pk>/submit/<slug:name>/", views.submit, name="application_submit"),
    path("<uuid:pk>/receive/<slug:name>/", views.receive, name="application_receive"),
    path("<uuid:pk>/verify/<slug:name>/", views.verify, name="application_verify"),
    path("<uuid:pk>/examine/<slug:name>/", views.examine, name="application_examine"),
    path("<uuid:pk>/decide/<slug:name>/", views.decide, name="application_decide"),
    path("<uuid:pk>/waive/<slug:name>/", views.waive, name="application_waive"),
    path("<uuid:pk>/issue/<slug:name>/", views.issue, name="application_issue"),
]
