"""Addresses of the mails."""

from django.urls import path

from web.desk.mails import views

urlpatterns = [
    path("", views.mails_list, name="mails"),
    path("<uuid:pk>/", views.mail_page, name="mail"),
    path("<uuid:pk>/<str:act>/", views.settle, name="mail_settle"),
]
