"""Addresses of cases."""

from django.urls import path

from web.desk import case_answers, case_corrections, case_views

urlpatterns = [
    path("", case_views.case_list, name="cases"),
    path("cases.csv", case_views.case_csv, name="cases_csv"),
    path("open/<uuid:visit_pk>/", case_views.open_case, name="case_open"),
    path("<uuid:pk>/", case_views.case, name="case"),
    path("<uuid:pk>/statements/", case_views.describe, name="case_describe"),
    path("<uuid:pk>/draft.pdf", case_views.preview, name="case_preview"),
    path("<uuid:pk>/issue/", case_views.issue, name="case_issue"),
    path("<uuid:pk>/reopen/", case_corrections.reopen, name="case_reopen"),
    path("<uuid:pk>/replace/", case_corrections.replace, name="case_replace"),
    path("<uuid:pk>/referrals/<uuid:referral_pk>/answer/", case_answers.answer, name="case_answer"),
    path("<uuid:pk>/referrals/<uuid:referral_pk>/send/", case_views.send, name="case_send"),
]
