"""Jobs that count (on the ballot worker, the only process that can open an envelope) and release."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from surveys.models import Round
from surveys.services import closing, importing, keys, releasing
from yhes.accounts.models import User
from yhes.common import jobs


@jobs.job("surveys.close_round", label=_("Counting the answers"), queue="ballot")
def close_round(context: jobs.Context) -> dict[str, Any]:
    """When it is the key that fails, the alarm in the desk must not wait for the next morning."""
    try:
        closing.close_round(round_id=context.payload["round"], report=context.progress)
    except closing.ClosingRefused:
        keys.probe_key(round_id=context.payload["round"])
        raise
    return {}


@jobs.job("surveys.publish_release", label=_("Releasing the results"))
def publish_release(context: jobs.Context) -> dict[str, Any]:
    round_ = Round.objects.select_related("questionnaire").get(pk=context.payload["round"])
    user = User.objects.filter(pk=context.payload["user"]).first()
    release = releasing.publish_release(round_=round_, user=user, report=context.progress)
    return {"release": release.pk, "url": reverse("surveys:results", args=[round_.project.slug, round_.pk])}


@jobs.job("surveys.import_answers", label=_("Importing the answers"))
def import_answers(context: jobs.Context) -> dict[str, Any]:
    round_ = importing.run_import(payload=context.payload)
    return {"round": round_.pk, "url": reverse("surveys:round", args=[round_.project.slug, round_.pk])}
