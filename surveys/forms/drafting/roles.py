"""A role of a competence survey: its name, and the level it needs in each section."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.forms.drafting.editing import Document, ThingForm, initial_words
from surveys.forms.drafting.sections import CODE_HINT, code_field
from surveys.forms.drafting.shown import shown_words
from surveys.models import QuestionnaireDraft
from surveys.questionnaire.drafts.places import sections
from surveys.questionnaire.drafts.roles import add_role, change_role, levels_of, roles


class RoleForm(ThingForm):
    """All of a role. `role` is None for a new one."""

    def __init__(self, data: Any, *, draft: QuestionnaireDraft, role: Document | None = None) -> None:
        self.role = role
        document = draft.document
        known = role or {"code": _free_code(document), "required": {}}
        super().__init__(
            data,
            draft=draft,
            thing=role,
            initial={"code": known["code"], **initial_words("title", known.get("title"))},
        )
        self.add_words("title", gettext_lazy("Name of the role"))
        self.fields["code"] = code_field(hint=_("Names the role in files. %(hint)s") % {"hint": CODE_HINT})
        self.sections = [section for section in sections(document) if levels_of(document, section)]
        for number, section in enumerate(self.sections):
            self.fields[f"level-{number}"] = forms.TypedChoiceField(
                label=shown_words(section.get("title")) or section["code"],
                choices=_choices(levels_of(document, section)),
                coerce=int,
                empty_value=None,
                required=False,
                initial=known["required"].get(section["code"], ""),
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The name in three languages."""
        return [self.row("title")]

    @property
    def levels(self) -> list[forms.BoundField]:
        """One field a section."""
        return [self[f"level-{number}"] for number in range(len(self.sections))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        taken = {each["code"] for each in roles(self.draft.document)} - {(self.role or {}).get("code")}
        if cleaned.get("code") in taken:
            self.add_error("code", _("Another role has this code."))
        return cleaned

    @property
    def changed_document(self) -> Document:
        """The draft's document with the role as it was written."""
        chosen = {
            section["code"]: self.cleaned_data[f"level-{number}"]
            for number, section in enumerate(self.sections)
        }
        written = {
            "code": self.cleaned_data["code"],
            "title": self.words("title"),
            "required": {code: level for code, level in chosen.items() if level is not None},
        }
        if self.role is None:
            return add_role(self.draft.document, written)
        return change_role(self.draft.document, self.role["code"], written)


def _choices(levels: list[Document]) -> list[tuple[Any, str]]:
    steps = [(each["value"], _step(each)) for each in levels]
    return [("", _("nothing is asked for")), *steps]


def _step(option: Document) -> str:
    words = shown_words(option.get("label"))
    return f"{option['value']} – {words}" if words and words != str(option["value"]) else str(option["value"])


def _free_code(document: Document) -> str:
    taken = {each["code"] for each in roles(document)}
    return next(code for number in range(1, len(taken) + 2) if (code := f"role{number}") not in taken)
