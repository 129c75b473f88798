"""Addresses of the licensees' applications."""

from django.urls import path

from web.licensee import home_views
from web.licensee.applications import content_views, file_views, start_views

urlpatterns = [
    path("", home_views.application_list, name="applications"),
    path("new/", start_views.application_new, name="application_new"),
    path("new/<slug:kind>/", start_views.application_begin, name="application_begin"),
    path("position/", content_views.position, name="position"),
    path("take-over/", start_views.take_over, name="take_over"),
    path("<uuid:pk>/", file_views.application, name="application"),
    path("<uuid:pk>/content/", content_views.general, name="application_content"),
    path("<uuid:pk>/stations/<int:number>/", content_views.station, name="application_station"),
    path("<uuid:pk>/stations/<int:number>/remove/", content_views.station_remove, name="application_station_remove"),
    path("<uuid:pk>/keep/<slug:step>/", content_views.keep, name="application_keep"),
    path("<uuid:pk>/throw-away/<slug:step>/", content_views.throw_away, name="application_throw_away"),
    path("<uuid:pk>/documents/", file_views.attach, name="application_attach"),
    path("<uuid:pk>/documents/<uuid:document_pk>/", file_views.document, name="application_document"),
    path("<uuid:pk>/documents/<uuid:document_pk>/remove/", file_views.remove, name="application_document_remove"),
    path("<uuid:pk>/check/", file_views.check, name="application_check"),
    path("<uuid:pk>/submit/", file_views.submit, name="application_submit"),
    path("<uuid:pk>/answer/", file_views.answer, name="application_answer"),
    path("<uuid:pk>/withdraw/", file_views.withdraw, name="application_withdraw"),
    path("<uuid:pk>/drop/", file_views.drop, name="application_drop"),
    path("<uuid:pk>/messages/", file_views.write, name="application_write"),
]
