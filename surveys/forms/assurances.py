"""What the coordinator vouches for before a round is opened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from surveys.models import Round
from surveys.services.assurances import Assurances


class AssurancesForm(forms.Form):
    """Two ticks and one question; all may be left for later. `given` is what the service takes."""

    is_staff_informed = forms.BooleanField(
        label=gettext_lazy("The staff have been told of the survey"),
        help_text=gettext_lazy(
            "People answer when they know, before a link comes, who asks and why, and that it is voluntary."
        ),
        required=False,
    )
    is_cooperation_handled = forms.BooleanField(
        label=gettext_lazy("The co-operation procedure has been taken care of"),
        help_text=gettext_lazy(
            "A survey of the staff is talked over with their representatives in each organisation as it has "
            "agreed to do."
        ),
        required=False,
    )
    research_permit = forms.ChoiceField(
        label=gettext_lazy("Research permit"),
        help_text=gettext_lazy(
            "Many education providers ask for a permit of their own if the answers are used in research."
        ),
        choices=[(value, capfirst(label)) for value, label in Round.ResearchPermit.choices],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, data: Any = None, *, round_: Round) -> None:
        known = Assurances.of(round_)
        super().__init__(data, initial={name: getattr(known, name) for name in self.base_fields})

    @property
    def given(self) -> Assurances:
        return Assurances(**self.cleaned_data)
