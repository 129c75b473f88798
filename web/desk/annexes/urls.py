"""Addresses of annexes."""

from django.urls import path

from web.desk.annexes import views

urlpatterns = [
    path("<uuid:pk>/annex/", views.ask, name="annex_ask"),
    path("<uuid:pk>/annex/progress/", views.progress, name="annex_progress"),
    path("<uuid:pk>/annex.pdf", views.download, name="annex_pdf"),
]
