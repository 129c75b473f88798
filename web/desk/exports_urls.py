"""Addresses of the register's CSV files."""

from django.urls import path

from web.desk import exports_views

urlpatterns = [
    path("register.csv", exports_views.register, name="register_csv"),
    *(path(f"{kind}.csv", exports_views.listed, {"kind": kind}, name=f"{kind}_csv") for kind in exports_views.RECORDS),
]
