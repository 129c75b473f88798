"""Addresses of the calculators, one each, so that a link says which."""

from django.urls import path

from web.public import calculator_views

urlpatterns = [path("calculators/", calculator_views.calculators, name="calculators")]
urlpatterns += [
    path(f"calculators/{slug}/", calculator_views.calculator, {"slug": slug}, name=f"calculator_{slug}")
    for slug in calculator_views.PAGES
]
