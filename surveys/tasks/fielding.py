"""Jobs of collecting: opening and looking after keys on the ballot worker, and the letters."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from surveys.models import Round
from surveys.services import keys, opening
from surveys.services.invitations import mailing
from yhes.common import jobs


@jobs.job("surveys.open_round", label=_("Opening the round"), queue="ballot")
def open_round(context: jobs.Context) -> dict[str, Any]:
    opening.open_round(round_id=context.payload["round"], report=context.progress)
    return {"url": _page_of(context.payload["round"])}


@jobs.job("surveys.probe_key", label=_("Testing the round's key"), queue="ballot")
def probe_key(context: jobs.Context) -> dict[str, Any]:
    return {"works": keys.probe_key(round_id=context.payload["round"])}


@jobs.job("surveys.restart_round", label=_("Starting over with a new key"), queue="ballot")
def restart_round(context: jobs.Context) -> dict[str, Any]:
    keys.restart_round(round_id=context.payload["round"], report=context.progress)
    return {"url": _page_of(context.payload["round"])}


@jobs.job("surveys.mail_invitations", label=_("Sending the invitations"))
def mail_invitations(context: jobs.Context) -> dict[str, Any]:
    sent = mailing.mail_invitations(
        group_id=context.payload["group"], report=context.progress, confirm=context.confirm
    )
    return {"sent": sent}


@jobs.job("surveys.remind", label=_("Sending a reminder to those who have not answered"))
def remind(context: jobs.Context) -> dict[str, Any]:
    """The result says nothing: a count would be the number of those who have not answered."""
    mailing.remind(
        group_id=context.payload["group"],
        on=date.fromisoformat(context.payload["on"]),
        report=context.progress,
        confirm=context.confirm,
    )
    return {}


def _page_of(round_id: int) -> str:
    """Where the person who started the work sees what has become of the round."""
    project = Round.objects.values_list("project__slug", flat=True).get(pk=round_id)
    return reverse("surveys:round", args=[project, round_id])
