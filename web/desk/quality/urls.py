"""Addresses of data quality."""

from django.urls import path

from web.desk.quality import views

urlpatterns = [
    path("", views.rules, name="quality"),
    path("rule/<slug:code>/", views.work_list, name="quality_rule"),
    path("rule/<slug:code>.csv", views.work_list_csv, name="quality_csv"),
    path("finding/<uuid:pk>/", views.finding, name="quality_finding"),
    path("finding/<uuid:pk>/assign/", views.assign, name="quality_assign"),
    path("finding/<uuid:pk>/dismiss/", views.dismiss, name="quality_dismiss"),
]
