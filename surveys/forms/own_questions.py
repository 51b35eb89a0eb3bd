"""Which modules of a round are one organisation's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from surveys.forms.rounds import MODULE_NAMES
from surveys.language import shown
from surveys.models import Round
from surveys.services.own_questions import can_be_own, large_enough


class OwnQuestionsForm(forms.Form):
    """For each module that can be an organisation's own: everybody, or one of the organisations."""

    def __init__(self, data: Any = None, *, round_: Round) -> None:
        super().__init__(data)
        self.modules = can_be_own(round_)
        groups = large_enough(round_)
        choices = [("", _("Everybody")), *((group.organisation_id, str(group)) for group in groups)]
        for number, module in enumerate(self.modules):
            self.fields[f"module-{number}"] = forms.TypedChoiceField(
                label=_("Who is asked “%(module)s”") % {"module": MODULE_NAMES.get(module, module)},
                help_text=_sections(round_, module),
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=round_.own_modules.get(module, ""),
            )

    @property
    def own(self) -> dict[str, int]:
        """The chosen organisation's id by module; what everybody is asked is not in it."""
        chosen = {module: self.cleaned_data[f"module-{at}"] for at, module in enumerate(self.modules)}
        return {module: organisation for module, organisation in chosen.items() if organisation}


def _sections(round_: Round, module: str) -> str:
    """What the module asks: the titles of its sections and the words of its open questions."""
    questionnaire = round_.questionnaire.questionnaire
    titles = [shown(each.title) for each in questionnaire.dimensions if each.parts[0].module == module]
    titles += [shown(part.text) for part in questionnaire.open_questions if part.module == module]
    return " · ".join(titles)
