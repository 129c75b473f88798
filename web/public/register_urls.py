"""Addresses of the public register."""

from django.urls import path

from web.public import register_files, register_views

urlpatterns = [
    path("register/", register_views.register, name="register"),
    path("register/points/", register_views.points, name="register_points"),
    path("register/position/", register_views.position, name="register_position"),
    path("register/licenses.csv", register_views.register_csv, name="register_csv"),
    path("register/licenses/<str:pk>/", register_views.license, name="register_license"),
    path("register/licenses/<str:pk>/points/", register_views.license_points, name="register_license_points"),
    path("register/licenses/<str:pk>/assignments.csv", register_views.license_csv, name="register_license_csv"),
    path("register/agents/", register_views.agent_list, name="register_agents"),
    path("register/agents/<str:pk>/", register_views.agent, name="register_agent"),
    path("register/files/", register_files.days, name="register_files"),
    path("register/files/<str:day>/<str:name>", register_files.download, name="register_file"),
]
