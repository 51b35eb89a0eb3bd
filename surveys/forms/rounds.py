"""A round's basics and its closing time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.register.forms.words import IN_LANGUAGE
from projects.register.models import Partnership, Project
from surveys.language import shown
from surveys.models import QuestionnaireVersion, Round
from surveys.questionnaire import Questionnaire
from surveys.services.rounds import PUBLIC_THRESHOLD_FLOOR, THRESHOLD_FLOOR, Basics
from yhes.common.words import LANGUAGES, Words, of_field

MODULE_NAMES = {"vet": gettext_lazy("vocational education")}
_USUAL_TIME_OPEN = timedelta(days=14)
_USUAL_HOUR = 16


def minutes_to_answer(asked: Questionnaire) -> int:
    """A rough guess: 11 seconds a closed question, half a minute an open one, at least a minute."""
    return max(1, -(-(11 * len(asked.closed) + 30 * len(asked.all_open_questions)) // 60))


class _InstrumentField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not at run time
    def label_from_instance(self, obj: QuestionnaireVersion) -> str:
        questionnaire = obj.questionnaire
        count = len(questionnaire.with_modules(()).closed)
        questions = ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}
        return f"{shown(questionnaire.title)} – {questions}"


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of a day and a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ClosingTimeForm(forms.Form):
    closes_at = forms.DateTimeField(
        label=gettext_lazy("Closes"),
        help_text=gettext_lazy("Answers are accepted until this minute, Finnish time."),
        widget=MomentInput,
    )

    def clean_closes_at(self) -> datetime:
        closes_at: datetime = self.cleaned_data["closes_at"]
        if closes_at <= timezone.now():
            raise forms.ValidationError(_("Choose a time that is still to come."))
        return closes_at


class RepeatForm(forms.Form):
    """Never, every so many months, or as a pulse every so many weeks."""

    rhythm = forms.ChoiceField(
        label=gettext_lazy("Repeated"),
        choices=[
            ("", gettext_lazy("not repeated")),
            *((f"w{weeks}", label) for weeks, label in Round.Pulse.choices),
            *((f"m{months}", label) for months, label in Round.Repeat.choices),
        ],
        required=False,
        help_text=gettext_lazy(
            "A draft of the next round waits for you two weeks before its time, that of a pulse three days. "
            "Nothing is opened by itself."
        ),
    )

    @classmethod
    def of(cls, round_: Round) -> RepeatForm:
        months, weeks = round_.repeats_every, round_.pulse_every
        return cls(initial={"rhythm": f"w{weeks}" if weeks else f"m{months}" if months else ""})

    @property
    def intervals(self) -> dict[str, int]:
        """What `repeating.set_repeat` takes."""
        chosen = self.cleaned_data["rhythm"]
        return {"weeks" if chosen[0] == "w" else "months": int(chosen[1:])} if chosen else {}


class RoundForm(ClosingTimeForm):
    """All of a round but its groups; `basics` is what the services take."""

    questionnaire = _InstrumentField(
        label=gettext_lazy("Questionnaire"),
        queryset=QuestionnaireVersion.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    modules = forms.MultipleChoiceField(
        label=gettext_lazy("Additional questions"), widget=forms.CheckboxSelectMultiple, required=False
    )
    legal_basis = forms.ChoiceField(
        label=gettext_lazy("Legal basis of the processing"),
        choices=Round.LegalBasis.choices,
        help_text=gettext_lazy("Told to people before the first question."),
    )
    threshold = forms.IntegerField(
        label=gettext_lazy("Reporting threshold inside the project"),
        help_text=gettext_lazy("Smaller groups are never shown. It can be raised, not lowered."),
        min_value=THRESHOLD_FLOOR,
        max_value=1000,
    )
    public_threshold = forms.IntegerField(
        label=gettext_lazy("Reporting threshold in public"),
        help_text=gettext_lazy("On public pages, in the PDF and in open data."),
        min_value=PUBLIC_THRESHOLD_FLOOR,
        max_value=1000,
    )

    figures = forms.ChoiceField(
        label=gettext_lazy("Show distributions"),
        choices=[
            (
                Round.Figures.DISTRIBUTIONS,
                gettext_lazy(
                    "Yes. Groups of ten or more show which share of people chose each option. Units of 5–9 "
                    "show only how many answered, so the people in them are not looked at by themselves."
                ),
            ),
            (
                Round.Figures.INDEXES,
                gettext_lazy(
                    "No. Units of 5–9 show indexes inside the project. Nobody sees how the answers were "
                    "spread or how many agree, not even for the whole project."
                ),
            ),
        ],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Both at once could give away what the people of a small unit answered. The choice cannot be "
            "changed once the round has been opened."
        ),
    )

    TEXTS = {
        "title": (gettext_lazy("Title"), 200, False),
        "purpose": (gettext_lazy("What the answers are used for"), 1000, True),
        "controller": (gettext_lazy("Controller"), 200, True),
    }
    HINTS = {"title": gettext_lazy("Left empty, the questionnaire's own title is used.")}

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = current_versions(project)
        for name, (label, length, is_required) in self.TEXTS.items():
            for code in LANGUAGES:
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=str(IN_LANGUAGE[code]) % {"field": label},
                    max_length=length,
                    required=is_required and code == "fi",
                    widget=_text_widget(name, code),
                )
        questionnaire: Any = self.fields["questionnaire"]
        questionnaire.queryset = QuestionnaireVersion.objects.filter(pk__in=[v.pk for v in versions])
        modules: Any = self.fields["modules"]
        modules.choices = list(_module_choices(versions))

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Text by text: its hint and its fields in Finnish, Swedish and English."""
        return [
            {
                "label": label,
                "hint": self.HINTS.get(name, ""),
                "fields": [self[f"{name}_{code}"] for code in LANGUAGES],
            }
            for name, (label, _length, _required) in self.TEXTS.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        version = cleaned.get("questionnaire")
        if version and any(not choice.startswith(f"{version.pk}:") for choice in cleaned.get("modules", [])):
            self.add_error("modules", _("These questions belong to another questionnaire."))
        low, high = cleaned.get("threshold"), cleaned.get("public_threshold")
        if low and high and high < low:
            self.add_error(
                "public_threshold", _("The public threshold cannot be lower than the one inside the project.")
            )
        return cleaned

    @property
    def basics(self) -> Basics:
        data = self.cleaned_data
        version: QuestionnaireVersion = data["questionnaire"]
        title = self._words("title")
        own = version.questionnaire.title
        return Basics(
            questionnaire=version,
            modules=tuple(choice.split(":", 1)[1] for choice in data["modules"]),
            title=title if any(title.values()) else Words(fi=own.fi, sv=own.sv, en=own.en),
            purpose=self._words("purpose"),
            controller=self._words("controller"),
            legal_basis=data["legal_basis"],
            closes_at=data["closes_at"],
            threshold=data["threshold"],
            public_threshold=data["public_threshold"],
            figures=data["figures"],
        )

    def _words(self, name: str) -> Words:
        data = self.cleaned_data
        return Words(fi=data[f"{name}_fi"], sv=data[f"{name}_sv"], en=data[f"{name}_en"])


def current_versions(project: Project) -> list[QuestionnaireVersion]:
    """The newest versions that a round can ask with: shared ones and the project's own.

    One that is answered in writing only is not offered: there would be nothing to count.
    """
    newest = QuestionnaireVersion.objects.offered_to(project).newest().order_by("pk")
    return [version for version in newest if version.questionnaire.closed]


def new_round(project: Project) -> dict[str, Any]:
    """What the form of a new round begins with."""
    coordinator = (
        Partnership.objects.filter(project=project, role=Partnership.Role.COORDINATOR)
        .select_related("organisation")
        .first()
    )
    controller = of_field(coordinator.organisation, "name") if coordinator else Words(fi="", sv="", en="")
    closes_at = timezone.localtime() + _USUAL_TIME_OPEN
    return {
        "legal_basis": Round.LegalBasis.PUBLIC_TASK,
        "closes_at": closes_at.replace(hour=_USUAL_HOUR, minute=0, second=0, microsecond=0),
        "threshold": THRESHOLD_FLOOR,
        "public_threshold": PUBLIC_THRESHOLD_FLOOR,
        "figures": Round.Figures.DISTRIBUTIONS,
        **{f"controller_{code}": text for code, text in controller.items()},
    }


def of_round(round_: Round) -> dict[str, Any]:
    """What the form of an existing draft begins with."""
    texts = {name: of_field(round_, name) for name in RoundForm.TEXTS}
    return {
        "questionnaire": round_.questionnaire_id,
        "modules": [f"{round_.questionnaire_id}:{module}" for module in round_.modules],
        "legal_basis": round_.legal_basis,
        "closes_at": timezone.localtime(round_.closes_at),
        "threshold": round_.threshold,
        "public_threshold": round_.public_threshold,
        "figures": round_.figures,
        **{f"{name}_{code}": text for name, words in texts.items() for code, text in words.items()},
    }


def _module_choices(versions: list[QuestionnaireVersion]) -> Iterator[tuple[str, str]]:
    for version in versions:
        questionnaire = version.questionnaire
        for module in sorted(questionnaire.modules):
            count = sum(part.module == module for part in questionnaire.closed)
            questions = ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}
            name = MODULE_NAMES.get(module, module)
            yield f"{version.pk}:{module}", f"{shown(questionnaire.title)}: {name} ({questions})"


def _text_widget(name: str, code: str) -> forms.Widget:
    attrs = {"lang": code}
    return forms.Textarea(attrs={**attrs, "rows": 3}) if name == "purpose" else forms.TextInput(attrs=attrs)
