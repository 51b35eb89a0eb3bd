"""When letters leave."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from surveys.forms.rounds import MomentInput
from surveys.models import Mailing

_USUAL_HOUR = 9


class MovingForm(forms.Form):
    """Another time for letters that have one."""

    at = forms.DateTimeField(
        label=gettext_lazy("Sent at"),
        help_text=gettext_lazy("Finnish time. The letters leave within a few minutes of it."),
        widget=MomentInput,
    )


class MailingForm(MovingForm):
    """Which letters leave, and when."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Letter"),
        choices=[(value, capfirst(label)) for value, label in Mailing.Kind.choices],
        widget=forms.RadioSelect,
    )
    field_order = ("kind", "at")


def tomorrow_morning() -> datetime:
    """What the form of new letters begins with."""
    later = timezone.localtime() + timedelta(days=1)
    return later.replace(hour=_USUAL_HOUR, minute=0, second=0, microsecond=0)
