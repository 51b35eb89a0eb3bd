"""WSGI entry point, served by granian."""

from __future__ import annotations

import os

from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yhes.settings")

application = get_wsgi_application()

# A server runs no management command, so it would not hear what stops every one of them:
# demo mode on another host than this machine, for instance.
if _contradictions := [found for found in run_checks(tags=[Tags.security]) if found.is_serious()]:
    raise ImproperlyConfigured("\n".join(map(str, _contradictions)))
