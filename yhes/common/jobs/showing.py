"""A job as `components/job_progress.html` shows it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from yhes.common.jobs import kinds
from yhes.common.models import Job, JobQuerySet


def shown(job: Job) -> dict[str, Any]:
    """The component's variables: `{% include "components/job_progress.html" with … %}`.

    A job that failed carries the sentence that says what to do.
    """
    failed = job.state == Job.State.FAILED
    return {
        "job": {
            "id": job.pk,
            "label": kinds.kind(job.kind).label,
            "done": job.done,
            "total": job.total,
            "message": job.error if failed else job.message and gettext(job.message),
            "state": job.state,
        },
        "poll_url": reverse("desk:job", args=[job.pk]),
        "result_url": job.result.get("url", ""),
    }


def of_user(user: Any) -> JobQuerySet:
    """The jobs a person has started: the ones whose progress they may follow."""
    return Job.objects.filter(started_by=user.pk)
