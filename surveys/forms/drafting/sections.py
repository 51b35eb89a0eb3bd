"""The whole questionnaire and its sections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.forms.drafting.editing import Document, ThingForm, initial_words, plain
from surveys.forms.questionnaires import KINDS
from surveys.models import QuestionnaireDraft
from surveys.questionnaire.checks import CODE, MAX_CODE
from surveys.questionnaire.drafts import changes
from surveys.questionnaire.drafts.core import core_mistakes
from surveys.questionnaire.drafts.places import sections
from surveys.questionnaire.drafts.roles import levels_of
from yhes.common.words import LANGUAGES

CODE_HINT = gettext_lazy(
    "Letters without accents, digits, full stops, hyphens and underscores; it begins with a letter."
)
CORE_STEM = gettext_lazy(
    "The questions of this section belong to the shared core, and other words before them change what they "
    "ask. Leave the words as they are, or make a section of your own."
)
_ABOUT = ("source", "citation", "licence", "scoring")


def code_field(hint: Any = CODE_HINT) -> forms.RegexField:
    """A code as the format has it."""
    return forms.RegexField(
        label=gettext_lazy("Code"), help_text=hint, regex=rf"^{CODE.pattern}\Z", max_length=MAX_CODE
    )


class StartForm(forms.Form):
    """A new questionnaire has a title and is about something; all else comes later."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English")}
        for code in LANGUAGES:
            self.fields[f"title_{code}"] = forms.CharField(
                label=names[code],
                max_length=200,
                required=False,
                widget=forms.TextInput(attrs={"lang": code}),
            )
        self.fields["kind"] = kind_field()

    @property
    def titles(self) -> list[forms.BoundField]:
        """The title in Finnish, Swedish and English."""
        return [self[f"title_{code}"] for code in LANGUAGES]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(f"title_{code}") for code in LANGUAGES):
            self.add_error("title_fi", _("Write the title in at least one language."))
        return cleaned

    @property
    def title(self) -> Document:
        """By language."""
        return {code: self.cleaned_data[f"title_{code}"] for code in LANGUAGES}


def kind_field() -> forms.ChoiceField:
    """What a questionnaire is about."""
    return forms.ChoiceField(
        label=gettext_lazy("What it is about"),
        widget=forms.RadioSelect,
        choices=[(name, KINDS[name]) for name in ("wellbeing", "competence", "feedback")],
        help_text=gettext_lazy("A competence survey shows everybody their own levels after answering."),
    )


class BasicsForm(ThingForm):
    """The title and all that is about the whole."""

    def __init__(self, data: Any, *, draft: QuestionnaireDraft) -> None:
        document = draft.document
        known = {key: document.get(key) for key in ("title", "stem", "note", "kind", "code", *_ABOUT)}
        texts = {
            key: value
            for name in ("title", "stem", "note")
            for key, value in initial_words(name, document.get(name)).items()
        }
        super().__init__(data, draft=draft, thing=known, initial={**known, **texts})
        self.add_words("title", gettext_lazy("Title"))
        self.add_words(
            "stem", gettext_lazy("Introduction"), lines=3, hint=_("Shown before the first question.")
        )
        self.add_words("note", _("Remark"), lines=2, hint=_("Shown wherever the questionnaire is."))
        self.fields["kind"] = kind_field()
        if document["kind"] not in ("wellbeing", "competence", "feedback"):
            self.fields["kind"].choices = [(document["kind"], KINDS.get(document["kind"], document["kind"]))]  # type: ignore[attr-defined]
        self.fields["code"] = code_field()
        if draft.continues:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = _("The next version of a questionnaire keeps its code.")
        labels = {"source": _("Source"), "citation": _("Citation"), "licence": _("Licence")}
        for name in _ABOUT:
            self.fields[name] = forms.CharField(
                label=labels.get(name, _("How it is counted")),
                required=False,
                max_length=2000,
                widget=forms.TextInput if name == "licence" else forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The texts in three languages."""
        return [self.row(name) for name in ("title", "stem", "note")]

    @property
    def rest(self) -> list[forms.BoundField]:
        """All other fields."""
        return [self[name] for name in ("kind", "code", *_ABOUT)]

    @property
    def changed_document(self) -> Document:
        """The draft's document with what was written."""
        data = self.cleaned_data
        values = {name: plain(data[name]) or None for name in _ABOUT}
        texts = {name: self.words(name) for name in ("title", "stem", "note")}
        return changes.with_values(
            self.draft.document, {**values, **texts, "kind": data["kind"], "code": data["code"]}
        )


class SectionForm(ThingForm):
    """A section: its title, the words under it, its code. `section` is None for a new one."""

    def __init__(self, data: Any, *, draft: QuestionnaireDraft, section: Document | None = None) -> None:
        self.section = section
        known = {key: value for key, value in (section or {}).items() if key != "items"}
        texts = {**initial_words("title", known.get("title")), **initial_words("stem", known.get("stem"))}
        code = known.get("code") or changes.next_code(draft.document, "S")
        super().__init__(data, draft=draft, thing=known, initial={"code": code, **texts})
        self.add_words("title", gettext_lazy("Title"))
        self.add_words(
            "stem",
            gettext_lazy("Introduction"),
            lines=3,
            hint=_("Shown under the title, before the questions."),
        )
        self._add_suggestions(known.get("suggestions", []))
        self.fields["code"] = code_field(
            hint=_(
                "Names the section in results. Keep it from version to version, and results stay comparable."
            )
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The texts in three languages."""
        return [self.row(name) for name in ("title", "stem", *(f"level{n}" for n in range(len(self.levels))))]

    def _add_suggestions(self, known: list[Document]) -> None:
        """What helps to reach each level above the lowest; of the sections of a competence survey."""
        steps = levels_of(self.draft.document, self.section or {}) if self.draft.kind == "competence" else []
        self.levels = [step["value"] for step in steps[1:]]
        texts = {each["level"]: each.get("text") for each in known}
        for number, level in enumerate(self.levels):
            self.add_words(
                f"level{number}",
                _("What helps to reach level %(level)d") % {"level": level},
                lines=2,
                hint=_("Shown to those who have answered and are below it in their role."),
            )
            self.initial.update(initial_words(f"level{number}", texts.get(level)))

    @property
    def suggestions(self) -> list[Document] | None:
        """As a document has them, in order of the levels; those of levels that are not asked about stay."""
        written = [
            {"level": level, "text": words}
            for number, level in enumerate(self.levels)
            if (words := self.words(f"level{number}"))
        ]
        known = (self.section or {}).get("suggestions", [])
        others = [each for each in known if each["level"] not in self.levels]
        return [*others, *written] or None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        codes = {each["code"] for each in sections(self.draft.document)} - {(self.section or {}).get("code")}
        if cleaned.get("code") in codes:
            self.add_error("code", _("Another section has this code."))
        core = self.draft.core.document if self.draft.core else None
        if self.section and core and not self.errors:
            index = sections(self.draft.document).index(self.section)
            place = f"dimensions[{index}].stem"
            if any(found.path == place for found in core_mistakes(self.changed_document, core)):
                self.add_error("stem_fi", str(CORE_STEM))
        return cleaned

    @property
    def changed_document(self) -> Document:
        """The draft's document with the section as it was written."""
        values = {
            "code": self.cleaned_data["code"],
            "title": self.words("title"),
            "stem": self.words("stem"),
            "suggestions": self.suggestions,
        }
        if self.section is None:
            return changes.add_section(self.draft.document, values)
        return changes.change_section(self.draft.document, self.section["code"], values)
