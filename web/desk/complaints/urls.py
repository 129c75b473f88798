"""Addresses of complaints."""

from django.urls import path

from web.desk.complaints import views

urlpatterns = [
    path("", views.complaint_list, name="complaints"),
    path("complaints.csv", views.complaint_csv, name="complaints_csv"),
    path("new/", views.new, name="complaint_new"),
    path("<uuid:pk>/", views.complaint, name="complaint"),
    path("<uuid:pk>/assign/", views.assign, name="complaint_assign"),
    path("<uuid:pk>/visit/", views.link, name="complaint_link"),
    path("<uuid:pk>/close/", views.close, name="complaint_close"),
    path("<uuid:pk>/dismiss/", views.dismiss, name="complaint_dismiss"),
]
