"""Addresses of the licensees' own pages."""

from django.urls import include, path

from web.licensee import claim_views, home_views, invoice_views, license_views, people_views
from web.licensee.applications import start_views

app_name = "my"
urlpatterns = [
    path("", home_views.home, name="home"),
    path("act-for/<uuid:pk>/", home_views.act_for, name="act_for"),
    path("licenses/", license_views.license_list, name="licenses"),
    path("licenses/<uuid:pk>/", license_views.license_page, name="license"),
    path("licenses/<uuid:pk>/transfer/", start_views.transfer_offer, name="transfer_offer"),
    path("licenses/<uuid:pk>/ask/<slug:purpose>/", start_views.about, name="about"),
    path("papers/<uuid:pk>/", license_views.paper, name="paper"),
    path("papers/<uuid:pk>/annex.pdf", license_views.annex, name="annex"),
    path("invoices/", invoice_views.invoice_list, name="invoices"),
    path("invoices/<uuid:pk>/", invoice_views.invoice, name="invoice"),
    path("people/", people_views.people_page, name="people"),
    path("people/invite/", people_views.invite, name="invite"),
    path("people/<uuid:pk>/remove/", people_views.remove, name="person_remove"),
    path("invitations/<uuid:pk>/take-back/", people_views.take_back, name="invitation_take_back"),
    path("claims/", claim_views.claim_list, name="claims"),
    path("claims/code/", claim_views.redeem, name="claim_code"),
    path("claims/ask/", claim_views.ask, name="claim_ask"),
    path("claims/<uuid:pk>/take-back/", claim_views.take_back, name="claim_take_back"),
    path("claims/invitations/<uuid:pk>/", claim_views.answer, name="invitation_answer"),
    path("applications/", include("web.licensee.applications.urls")),
]
