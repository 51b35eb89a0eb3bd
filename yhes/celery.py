"""The Celery application: it carries jobs, the database keeps the truth about them."""

from __future__ import annotations

import os

from celery import Celery

from yhes.common import folder_broker, redis_broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yhes.settings")
folder_broker.register()
redis_broker.register()

app = Celery("yhes")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
