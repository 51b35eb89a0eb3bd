"""A job as `components/job_progress.html` shows it, and pages that wait for one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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


def shown_here(request: HttpRequest, job: Job | None) -> dict[str, Any] | None:
    """As `shown`, on a page that tells of the job itself and answers `waiting` when it is asked again."""
    return shown(job) | {"poll_url": request.path, "result_url": ""} if job else None


def waiting(request: HttpRequest, job: Job | None) -> HttpResponse | None:
    """What the page answers when it asks itself how far its job is; None to a person who opens it."""
    if not request.headers.get("HX-Request"):
        return None
    if job and job.is_active:
        return render(request, "components/job_progress.html", shown_here(request, job))
    return HttpResponse(headers={"HX-Refresh": "true"})  # it is over: the page shows what came of it


def of_user(user: Any) -> JobQuerySet:
    """The jobs a person has started: the ones whose progress they may follow."""
    return Job.objects.filter(started_by=user.pk)
