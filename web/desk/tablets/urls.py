"""Addresses of the tablets."""

from django.urls import path

from web.desk.tablets import dispatch_views, inbox_views, tablet_views

urlpatterns = [
    path("", tablet_views.tablets, name="tablets"),
    path("new/", tablet_views.invite, name="tablet_new"),
    path("dispatch/", dispatch_views.day, name="tablet_day"),
    path("visit/<uuid:pk>/", dispatch_views.visit, name="tablet_visit"),
    path("inbox/", inbox_views.inbox, name="tablet_inbox"),
    path("inbox/visit/<uuid:pk>/", inbox_views.apply_all, name="tablet_apply_all"),
    path("inbox/<uuid:pk>/", inbox_views.kept, name="tablet_kept"),
    path("import/", inbox_views.take_export, name="tablet_import"),
    path("<uuid:pk>/", tablet_views.tablet, name="tablet"),
    path("<uuid:pk>/code/", tablet_views.renew, name="tablet_code"),
    path("<uuid:pk>/visits/", dispatch_views.move, name="tablet_move"),
    path("<uuid:pk>/forms/", tablet_views.forms_to_print, name="tablet_forms"),
    path("<uuid:pk>/revoke/", tablet_views.revoke, name="tablet_revoke"),
]
