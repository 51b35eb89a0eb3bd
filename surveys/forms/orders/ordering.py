"""The public form with which an organisation orders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from projects.register import business_id
from surveys.forms.groups import MOST, number_of_people
from surveys.forms.rounds import minutes_to_answer
from surveys.language import shown
from surveys.models import QuestionnaireVersion
from surveys.models.orders import FEWEST
from surveys.services.orders import Wish

LONGEST: Final = timedelta(days=92)
FARTHEST: Final = timedelta(days=366)
MOST_UNITS: Final = 60
LONGEST_NAME, LONGEST_LINE = 120, 140
LANGUAGE_NAMES = (
    ("fi", gettext_lazy("Finnish")),
    ("sv", gettext_lazy("Swedish")),
    ("en", gettext_lazy("English")),
)
# Well-formed by the standard, but the mail queue cannot send to a quoted name.
_sendable = RegexValidator(r'^[^"<>\s]+$', gettext_lazy("Write the address in the form name@example.org."))
# A name, anything that people put between, and a number.
_UNIT = re.compile(r"(?P<name>\S.*?)[\s,;:–-]+(?P<count>[0-9]{1,6})")


class _Orderable(forms.ModelChoiceField):  # type: ignore[type-arg]  # not at run time
    def label_from_instance(self, obj: QuestionnaireVersion) -> str:
        return f"{shown(obj.questionnaire.title)} – {length_of(obj)}"


def length_of(version: QuestionnaireVersion) -> str:
    """How much it asks of whoever answers, in words."""
    count = len(version.questionnaire.with_modules(()).closed)
    minutes = minutes_to_answer(version.asked_with([]))
    questions = ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}
    return f"{questions}, " + ngettext("about %(minutes)d minute", "about %(minutes)d minutes", minutes) % {
        "minutes": minutes
    }


class DayInput(forms.DateInput):
    """The browser's own picker of a day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class OrderForm(forms.Form):
    """What an organisation tells when it orders. Says nothing of who is known here already."""

    questionnaire = _Orderable(
        label=gettext_lazy("Questionnaire"),
        queryset=QuestionnaireVersion.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    organisation_name = forms.CharField(
        label=gettext_lazy("Official name of the organisation"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    business_id = forms.CharField(
        label=gettext_lazy("Business ID"),
        help_text=gettext_lazy("In the form 1234567-8."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    headcount = number_of_people(gettext_lazy("How many people are asked"), required=True)
    units = forms.CharField(
        label=gettext_lazy("Units and their numbers of people"),
        help_text=gettext_lazy(
            "One unit a line, for example: Southern office, 24. Leave this empty if everybody answers as one "
            "group. A unit of fewer than five people gets no result of its own."
        ),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    opens_on = forms.DateField(label=gettext_lazy("Wished opening day"), widget=DayInput)
    closes_on = forms.DateField(label=gettext_lazy("Wished closing day"), widget=DayInput)
    purpose = forms.CharField(
        label=gettext_lazy("What the answers are used for"),
        help_text=gettext_lazy("One or two sentences. Your people read them before the first question."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy("We send a link there. The order counts once you have confirmed it."),
        max_length=254,
        validators=[_sendable],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the letters to you"), choices=LANGUAGE_NAMES)
    message = forms.CharField(
        label=gettext_lazy("Anything else the coordinator should know"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, offered: list[QuestionnaireVersion]) -> None:
        first = offered[0].pk if len(offered) == 1 else None
        super().__init__(data, initial={"language": get_language() or "fi", "questionnaire": first})
        questionnaire: Any = self.fields["questionnaire"]
        questionnaire.queryset = QuestionnaireVersion.objects.filter(pk__in=[v.pk for v in offered])

    def clean_business_id(self) -> str:
        number = business_id.normalise(self.cleaned_data["business_id"])
        if not business_id.is_valid(number):
            raise forms.ValidationError(
                _("Check the business ID: its check digit does not match. The form is 1234567-8.")
            )
        return number

    def clean_headcount(self) -> int:
        count: int = self.cleaned_data["headcount"]
        if count < FEWEST:
            raise forms.ValidationError(
                _("Fewer than five people get no results at all, so a survey cannot be ordered for them.")
            )
        return count

    def clean_units(self) -> tuple[tuple[str, int], ...]:
        units = tuple(_units_in(self.cleaned_data["units"]))
        if len(units) > MOST_UNITS:
            raise forms.ValidationError(_("Give at most %(count)d units.") % {"count": MOST_UNITS})
        names = [name.casefold() for name, _count in units]
        if twice := next((name for name, _count in units if names.count(name.casefold()) > 1), ""):
            raise forms.ValidationError(_("The unit “%(name)s” is there twice.") % {"name": twice})
        return units

    def clean_opens_on(self) -> date:
        day: date = self.cleaned_data["opens_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        if day > timezone.localdate() + FARTHEST:
            raise forms.ValidationError(_("Choose a day within a year."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes <= opens:
            self.add_error("closes_on", _("The survey must close after the day it opens."))
        elif opens and closes and closes - opens > LONGEST:
            self.add_error("closes_on", _("A survey is open for three months at most."))
        units, headcount = cleaned.get("units"), cleaned.get("headcount")
        if units and headcount and (total := sum(count for _name, count in units)) != headcount:
            words = _("The units have %(total)d people in all, but %(headcount)d people are asked.")
            self.add_error("units", words % {"total": total, "headcount": headcount})
        return cleaned

    @property
    def wish(self) -> Wish:
        return Wish(**self.cleaned_data)


def _units_in(text: str) -> Iterator[tuple[str, int]]:
    """Line by line; raises ValidationError that names the line."""
    for line in filter(None, map(str.strip, text.splitlines())):
        found = _UNIT.fullmatch(line) if len(line) <= LONGEST_LINE else None
        if not found or not 1 <= int(found["count"]) <= MOST or len(found["name"]) > LONGEST_NAME:
            raise forms.ValidationError(
                _("Write the name of the unit and its number of people on the line “%(line)s”.")
                % {"line": line[:80]}
            )
        yield found["name"], int(found["count"])
