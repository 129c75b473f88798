"""Pages that need no account."""

from django.urls import include, path

from web.public import home_views

urlpatterns = [
    path("", home_views.home, name="home"),
    path("", include("web.public.papers_urls")),
    path("", include("web.public.report_urls")),
    path("", include("web.public.calculator_urls")),
    path("", include("web.public.register_urls")),
]
