"""The entry for web servers."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
# Reading what all pages need takes seconds: before a process takes its first visitor, not while the first ones wait.
import_module("config.urls")
