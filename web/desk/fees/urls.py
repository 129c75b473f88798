"""Addresses of the fees pages."""

from django.urls import path

from web.desk.fees import invoice_views, line_views, payment_views, statement_views

urlpatterns = [
    path("", invoice_views.invoice_list, name="invoices"),
    path("file/", invoice_views.invoice_file, name="invoices_file"),
    path("usage/", invoice_views.usage_due, name="usage_due"),
    path("invoices/<uuid:pk>/", invoice_views.invoice, name="invoice"),
    path("invoices/<uuid:pk>/change/<slug:name>/", invoice_views.change, name="invoice_change"),
    path("invoices/<uuid:pk>/void/<slug:name>/", invoice_views.void, name="invoice_void"),
    path("invoices/<uuid:pk>/receive/<slug:name>/", invoice_views.receive, name="invoice_receive"),
    path("invoices/<uuid:pk>/credit/<uuid:payment_pk>/", payment_views.use_credit, name="invoice_credit"),
    path("applications/<uuid:pk>/", invoice_views.of_application, name="application_fees"),
    path("licenses/<uuid:pk>/", invoice_views.of_license, name="license_fees"),
    path("payments/", payment_views.payment_list, name="payments"),
    path("payments/<uuid:pk>/", payment_views.payment, name="payment"),
    path("payments/<uuid:pk>/<slug:name>/", payment_views.step, name="payment_step"),
    path("allocations/<uuid:pk>/take-back/", payment_views.take_back, name="allocation_take_back"),
    path("statements/", statement_views.statement_list, name="statements"),
    path("statements/read-in/", statement_views.read_in, name="statement_read_in"),
    path("statements/<uuid:pk>/", statement_views.statement, name="statement"),
    path("lines/", line_views.line_list, name="fee_lines"),
    path("lines/new/", line_views.line_new, name="fee_line_new"),
    path("lines/<uuid:pk>/<slug:name>/", line_views.line_step, name="fee_line_step"),
    path("accounts/", line_views.account_list, name="fee_accounts"),
    path("accounts/<uuid:pk>/<slug:name>/", line_views.account_step, name="fee_account_step"),
]
