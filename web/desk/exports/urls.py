"""Addresses of the register's CSV files."""

from django.urls import path

from web.desk.exports import views

urlpatterns = [
    path("register.csv", views.register, name="register_csv"),
    *(path(f"{kind}.csv", views.listed, {"kind": kind}, name=f"{kind}_csv") for kind in views.RECORDS),
]
