"""Which organisations surveys wait for, before any is opened (registered as `partner_waiting`)."""

from __future__ import annotations

from typing import Any

from projects.register.models import Project
from surveys.models import HeadcountInquiry, Round


def asked_for_headcounts(project: Project) -> Any:
    """Keys of the organisations that were asked about their people for a draft and have not confirmed."""
    waiting = HeadcountInquiry.objects.filter(round__project=project, round__state=Round.State.DRAFT)
    return waiting.filter(confirmed_at__isnull=True).values("organisation")
