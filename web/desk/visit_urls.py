"""Addresses of inspections."""

from django.urls import path

from web.desk import (
    visit_checklist_views,
    visit_evidence_views,
    visit_finding_views,
    visit_measurement_views,
    visit_people_views,
    visit_plan_views,
    visit_seal_views,
    visit_team_views,
    visit_views,
)

urlpatterns = [
    path("", visit_views.visits, name="visits"),
    path("visits.csv", visit_views.export, name="visits_csv"),
    path("points/", visit_views.points, name="visits_points"),
    path("new/", visit_plan_views.new, name="visit_new"),
    path("new/plan/", visit_plan_views.plan, name="visit_plan"),
    path("overrides/", visit_plan_views.overrides_list, name="overrides"),
    path("overrides/ask/", visit_plan_views.ask_override, name="override_ask"),
    path("overrides/<uuid:pk>/", visit_plan_views.decide_override, name="override_decide"),
    path("<uuid:pk>/", visit_views.visit, name="visit"),
    path("<uuid:pk>/step/", visit_views.step, name="visit_step"),
    path("<uuid:pk>/step/<slug:name>/", visit_views.reasoned_step, name="visit_reasoned_step"),
    path("<uuid:pk>/team/", visit_team_views.team, name="visit_team"),
    path("<uuid:pk>/announce/", visit_views.announce, name="visit_announce"),
    path("<uuid:pk>/record/", visit_seal_views.issue_record, name="visit_record"),
    path("<uuid:pk>/record/replace/", visit_seal_views.replace_record, name="visit_record_replace"),
    path("<uuid:pk>/checklist/", visit_checklist_views.checklist, name="visit_checklist"),
    path("<uuid:pk>/checklist/<uuid:item_pk>/", visit_checklist_views.answer, name="visit_answer"),
    path("<uuid:pk>/findings/<uuid:item_pk>/new/", visit_finding_views.new, name="finding_new"),
    path("<uuid:pk>/findings/<uuid:finding_pk>/", visit_finding_views.change, name="finding"),
    path("<uuid:pk>/withdraw/<slug:kind>/<uuid:row_pk>/", visit_finding_views.withdraw, name="visit_withdraw"),
    path("<uuid:pk>/photos/", visit_evidence_views.upload, name="visit_photos"),
    path("evidence/<uuid:pk>/", visit_evidence_views.original, name="evidence"),
    path("evidence/<uuid:pk>/small/", visit_evidence_views.small, name="evidence_small"),
    path("<uuid:pk>/measurements/", visit_measurement_views.measurements, name="visit_measurements"),
    path("<uuid:pk>/people/", visit_people_views.people, name="visit_people"),
    path("<uuid:pk>/people/conclusion/", visit_people_views.conclusion, name="visit_conclusion"),
    path("<uuid:pk>/seal/", visit_seal_views.seal, name="visit_seal"),
]
