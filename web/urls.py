"""The pages for people, by audience."""

from django.urls import include, path
from django.views.i18n import set_language

from web import demo_views
from web.access import public

urlpatterns = [
    path("", include("web.public.urls")),
    path("my/", include("web.licensee.urls")),
    path("desk/", include("web.desk.urls")),
    path("tablet/", include("web.tablet.urls")),
    path("dashboards/", include("web.dashboards.urls")),
    path("language/", public(set_language), name="language"),
    path("demo/mail/", demo_views.mailbox, name="demo_mail"),
    path("demo/enter/", demo_views.enter, name="demo_enter"),
]
