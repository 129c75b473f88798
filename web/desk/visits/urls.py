"""Addresses of inspections."""

from django.urls import path

from web.desk.visits import (
    checklist_views,
    evidence_views,
    finding_views,
    measurement_views,
    people_views,
    plan_views,
    seal_views,
    team_views,
    views,
)

urlpatterns = [
    path("", views.visits, name="visits"),
    path("visits.csv", views.export, name="visits_csv"),
    path("points/", views.points, name="visits_points"),
    path("new/", plan_views.new, name="visit_new"),
    path("new/plan/", plan_views.plan, name="visit_plan"),
    path("overrides/", plan_views.overrides_list, name="overrides"),
    path("overrides/ask/", plan_views.ask_override, name="override_ask"),
    path("overrides/<uuid:pk>/", plan_views.decide_override, name="override_decide"),
    path("<uuid:pk>/", views.visit, name="visit"),
    path("<uuid:pk>/step/", views.step, name="visit_step"),
    path("<uuid:pk>/step/<slug:name>/", views.reasoned_step, name="visit_reasoned_step"),
    path("<uuid:pk>/team/", team_views.team, name="visit_team"),
    path("<uuid:pk>/announce/", views.announce, name="visit_announce"),
    path("<uuid:pk>/record/", seal_views.issue_record, name="visit_record"),
    path("<uuid:pk>/record/replace/", seal_views.replace_record, name="visit_record_replace"),
    path("<uuid:pk>/checklist/", checklist_views.checklist, name="visit_checklist"),
    path("<uuid:pk>/checklist/<uuid:item_pk>/", checklist_views.answer, name="visit_answer"),
    path("<uuid:pk>/findings/<uuid:item_pk>/new/", finding_views.new, name="finding_new"),
    path("<uuid:pk>/findings/<uuid:finding_pk>/", finding_views.change, name="finding"),
    path("<uuid:pk>/withdraw/<slug:kind>/<uuid:row_pk>/", finding_views.withdraw, name="visit_withdraw"),
    path("<uuid:pk>/photos/", evidence_views.upload, name="visit_photos"),
    path("evidence/<uuid:pk>/", evidence_views.original, name="evidence"),
    path("evidence/<uuid:pk>/small/", evidence_views.small, name="evidence_small"),
    path("<uuid:pk>/measurements/", measurement_views.measurements, name="visit_measurements"),
    path("<uuid:pk>/measurements/<uuid:reading_pk>/finding/", finding_views.from_reading, name="finding_from_reading"),
    path("<uuid:pk>/people/", people_views.people, name="visit_people"),
    path("<uuid:pk>/people/conclusion/", people_views.conclusion, name="visit_conclusion"),
    path("<uuid:pk>/seal/", seal_views.seal, name="visit_seal"),
]
