"""A workshop's own facts, and what is said when it is cancelled or was held."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.register.forms.words import TranslatedForm, columns
from projects.register.models import Organisation, Project
from projects.workshops import wording
from projects.workshops.models import Workshop

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TEXTS = ("title", "summary", "place", "description")
MIDNIGHT = time(0)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class WorkshopForm(TranslatedForm):
    """Day and times as people think of them: one day, from and to. Without times, only the day is known."""

    TEXTS = TEXTS
    EXTRA = ("day", "start_time", "end_time", "last_day")

    day = forms.DateField(label=_("Day"), widget=DayInput)
    start_time = forms.TimeField(label=_("From"), widget=TimeInput, required=False)
    end_time = forms.TimeField(label=_("To"), widget=TimeInput, required=False)
    last_day = forms.DateField(label=_("Last day, if several"), widget=DayInput, required=False)

    capacity = forms.IntegerField(
        label=_("Seats"),
        help_text=_("Leave empty if there is room for everybody."),
        min_value=1,
        max_value=100_000,
        required=False,
    )
    online_link = forms.URLField(
        label=_("Link for taking part"),
        help_text=_("Shown only to those who have a seat, and sent to them by e-mail."),
        assume_scheme="https",
        max_length=500,
        required=False,
    )

    class Meta:
        model = Workshop
        fields = [
            *columns(*TEXTS),
            "kind", "is_online", "online_link", "capacity", "registration_closes_at", "organiser",
            "work_package",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"registration_closes_at": MomentInput}
        help_texts: ClassVar[dict[str, Any]] = {
            "registration_closes_at": _("Leave empty to take registrations until the event begins."),
        }

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(_days(self.instance))
        taking_part = Q(partnerships__project=project) | Q(pk=self.instance.organiser_id)
        organisers = Organisation.objects.filter(taking_part).distinct()
        self._offer("organiser", organisers.by_name(), _("Not stated"))
        self._offer("work_package", project.work_packages.all(), _("None"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if bool(cleaned.get("start_time")) != bool(cleaned.get("end_time")):
            missing = "end_time" if cleaned.get("start_time") else "start_time"
            if missing not in self.errors:
                self.add_error(missing, _("Write both times, or leave both empty if only the day is known."))
        return cleaned

    def _offer(self, name: str, rows: QuerySet[Any], empty: StrOrPromise) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.empty_label = rows, str(empty)

    @property
    def facts(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        first = cleaned["day"]
        last = cleaned["last_day"] or first
        has_times = cleaned["start_time"] is not None
        end = (last, cleaned["end_time"]) if has_times else (last + timedelta(days=1), MIDNIGHT)
        return {
            **super().facts,
            "has_times": has_times,
            "starts_at": _moment(first, cleaned["start_time"] or MIDNIGHT),
            "ends_at": _moment(*end),
        }


class CancelForm(forms.Form):
    note = forms.CharField(
        label=_("Why it is cancelled, and what happens instead"),
        help_text=_("Goes into the letter to everybody who has registered, and onto the event's page."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class HeldForm(forms.Form):
    participants_count = forms.IntegerField(
        label=_("How many took part"),
        help_text=_("Leave empty if nobody counted: nothing is guessed."),
        min_value=0,
        max_value=100_000,
        required=False,
    )
    counts_are_complete = forms.BooleanField(
        label=_("All outcomes are written down"),
        help_text=_("Only then does the roadmap quote how many there are."),
        required=False,
    )


def _days(workshop: Workshop) -> dict[str, date | time | None]:
    """What the form's own fields show of a workshop that exists."""
    start, end = timezone.localtime(workshop.starts_at), timezone.localtime(workshop.ends_at)
    last = wording.last_day(workshop)
    return {
        "day": start.date(),
        "start_time": start.time() if workshop.has_times else None,
        "end_time": end.time() if workshop.has_times else None,
        "last_day": last if last != start.date() else None,
    }


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
