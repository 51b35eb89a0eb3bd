"""Which of two entries' values stay."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from projects.register.models import Organisation
from projects.register.services.importing import FIELDS as LABELS
from projects.register.services.merging import FIELDS

KEPT, DROPPED = "kept", "dropped"
_PREFIX: Final = "take_"


class MergeForm(forms.Form):
    """A choice for each field in which the two differ; what only one of them says is not asked, it stays."""

    def __init__(self, *args: Any, kept: Organisation, dropped: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._only_dropped: list[str] = []
        self._fields_asked: list[str] = []
        for field in FIELDS:
            ours, theirs = getattr(kept, field), getattr(dropped, field)
            if not theirs or ours == theirs:
                continue
            if not ours:
                self._only_dropped.append(field)
                continue
            self._fields_asked.append(field)
            self.fields[_PREFIX + field] = forms.ChoiceField(
                label=str(LABELS[field]),
                choices=[(KEPT, _shown(kept, field)), (DROPPED, _shown(dropped, field))],
                initial=KEPT,
                widget=forms.RadioSelect,
            )

    @property
    def take(self) -> list[str]:
        """Fields whose value comes from the one that goes."""
        chosen = [each for each in self._fields_asked if self.cleaned_data[_PREFIX + each] == DROPPED]
        return [*self._only_dropped, *chosen]

    @property
    def filled(self) -> list[str]:
        """Names of the fields that the kept one gets because it says nothing of its own."""
        return [str(LABELS[field]) for field in self._only_dropped]


def _shown(organisation: Organisation, field: str) -> str:
    display = getattr(organisation, f"get_{field}_display", None)
    return str(display() if display else getattr(organisation, field)) or _("not stated")
