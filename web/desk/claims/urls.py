"""Addresses of claims."""

from django.urls import path

from web.desk.claims import views

urlpatterns = [
    path("", views.claim_list, name="claims"),
    path("<uuid:pk>/", views.claim, name="claim"),
    path("<uuid:pk>/approve/", views.approve, name="claim_approve"),
    path("<uuid:pk>/refuse/", views.refuse, name="claim_refuse"),
    path("licensees/<uuid:pk>/", views.people, name="claim_people"),
    path("licensees/<uuid:pk>/letter/", views.letter, name="claim_letter"),
    path("licenses/<uuid:pk>/back/", views.back_of_license, name="claim_back"),
]
