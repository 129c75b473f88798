"""Addresses of the tablet's door: this is the whole list of what its token opens."""

from django.urls import path

from api.field.v1 import views

urlpatterns = [
    path("enrol/", views.Enrol.as_view(), name="field_enrol"),
    path("contact/", views.Contact.as_view(), name="field_contact"),
    path("package/", views.Package.as_view(), name="field_package"),
    path("operations/", views.Operations.as_view(), name="field_operations"),
    path("evidence/<uuid:pk>/<slug:role>/", views.Evidence.as_view(), name="field_evidence"),
    path("recover/", views.Recover.as_view(), name="field_recover"),
    path("receipts/<uuid:pk>/", views.Receipts.as_view(), name="field_receipts"),
]
