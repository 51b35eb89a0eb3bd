"""The coordinator's answer and page of orders, and what the contact completes in a round."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.register.forms.words import IN_LANGUAGE
from projects.register.models import Organisation
from surveys.forms.orders.ordering import length_of
from surveys.forms.rounds import ClosingTimeForm, current_versions
from surveys.language import shown
from surveys.models import OrderPage, QuestionnaireVersion, Round
from surveys.services.orders import Answer, Match
from yhes.common.forms import SeveralRows
from yhes.common.words import LANGUAGES, Words, of_field


class AcceptForm(forms.Form):
    """What the register cannot know by itself: which of its organisations, or of what kind a new one is."""

    def __init__(self, data: Any = None, *, match: Match) -> None:
        super().__init__(data)
        self._match = match
        if not match.is_known:
            # Nothing is chosen for the coordinator: the kind decides the legal basis and the questions.
            self.fields["kind"] = forms.ChoiceField(
                label=_("Kind of the new organisation"),
                choices=[("", _("Choose the kind")), *Organisation.Kind.choices],
            )
        elif len(match.organisations) > 1:
            self.fields["organisation"] = forms.TypedChoiceField(
                label=_("Organisation whose staff is asked"),
                choices=[(found.pk, str(found)) for found in match.organisations],
                coerce=int,
                widget=forms.RadioSelect,
                initial=match.organisations[0].pk,
            )

    @property
    def answer(self) -> Answer:
        data, known = self.cleaned_data, self._match.organisations
        if not known:
            return Answer(kind=data["kind"])
        chosen = data.get("organisation", known[0].pk)
        return Answer(organisation=next(found for found in known if found.pk == chosen))


class DeclineForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Why not, and what could be done instead"),
        help_text=gettext_lazy("The words stand in the letter to the person who ordered, and nowhere else."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class OrderPageForm(forms.Form):
    """The project's page of orders."""

    is_open = forms.BooleanField(
        label=gettext_lazy("Orders are taken"),
        help_text=gettext_lazy("Anyone can then order on the public page. You accept or decline each order."),
        required=False,
    )
    questionnaires = SeveralRows(
        label=gettext_lazy("Questionnaires that may be ordered"),
        queryset=QuestionnaireVersion.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, page: OrderPage) -> None:
        offered = current_versions(page.project)
        words = of_field(page, "intro")
        known = {version.pk for version in page.offered} if page.pk else set()
        initial = {"is_open": page.is_open, "questionnaires": list(known)}
        super().__init__(data, initial=initial | {f"intro_{code}": words[code] for code in LANGUAGES})  # type: ignore[literal-required]
        questionnaires: Any = self.fields["questionnaires"]
        questionnaires.queryset = QuestionnaireVersion.objects.filter(pk__in=[v.pk for v in offered])
        questionnaires.label_from_instance = lambda version: (
            f"{shown(version.questionnaire.title)} – {length_of(version)}"
        )
        for code in LANGUAGES:
            self.fields[f"intro_{code}"] = forms.CharField(
                label=str(IN_LANGUAGE[code]) % {"field": _("In your own words")},
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 4, "lang": code}),
            )

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[f"intro_{code}"] for code in LANGUAGES]

    @property
    def intro(self) -> Words:
        data = self.cleaned_data
        return Words(fi=data["intro_fi"], sv=data["intro_sv"], en=data["intro_en"])


class CompletionForm(ClosingTimeForm):
    """What the contact of who ordered may still change, beside the numbers of people."""

    def __init__(self, data: Any = None, *, round_: Round) -> None:
        words = of_field(round_, "purpose")
        start = {f"purpose_{code}": words[code] for code in LANGUAGES}  # type: ignore[literal-required]
        super().__init__(data, initial={"closes_at": timezone.localtime(round_.closes_at), **start})
        label = _("What the answers are used for")
        for code in LANGUAGES:
            self.fields[f"purpose_{code}"] = forms.CharField(
                label=str(IN_LANGUAGE[code]) % {"field": label},
                max_length=1000,
                required=code == "fi",
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[f"purpose_{code}"] for code in LANGUAGES]

    @property
    def purpose(self) -> Words:
        data = self.cleaned_data
        return Words(fi=data["purpose_fi"], sv=data["purpose_sv"], en=data["purpose_en"])
