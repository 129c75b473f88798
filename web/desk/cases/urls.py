"""Addresses of cases."""

from django.urls import path

from web.desk.cases import answers, corrections, views

urlpatterns = [
    path("", views.case_list, name="cases"),
    path("cases.csv", views.case_csv, name="cases_csv"),
    path("open/<uuid:visit_pk>/", views.open_case, name="case_open"),
    path("<uuid:pk>/", views.case, name="case"),
    path("<uuid:pk>/statements/", views.describe, name="case_describe"),
    path("<uuid:pk>/draft.pdf", views.preview, name="case_preview"),
    path("<uuid:pk>/issue/", views.issue, name="case_issue"),
    path("<uuid:pk>/reopen/", corrections.reopen, name="case_reopen"),
    path("<uuid:pk>/replace/", corrections.replace, name="case_replace"),
    path("<uuid:pk>/referrals/<uuid:referral_pk>/answer/", answers.answer, name="case_answer"),
    path("<uuid:pk>/referrals/<uuid:referral_pk>/send/", views.send, name="case_send"),
]
