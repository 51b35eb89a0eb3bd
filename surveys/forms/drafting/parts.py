"""One question, or a text between questions, of any kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from surveys.forms.drafting import options, part_fields
from surveys.forms.drafting.choices import CORE
from surveys.forms.drafting.editing import Document, ThingForm, initial_words
from surveys.forms.drafting.kinds import KINDS, WRITTEN, end_words, new_part, zero_to_ten
from surveys.forms.drafting.sections import CODE_HINT, code_field
from surveys.forms.drafting.shown import scale_label
from surveys.models import QuestionnaireDraft
from surveys.questionnaire.checks import MAX_CODE
from surveys.questionnaire.drafts import changes
from surveys.questionnaire.drafts.core import asks_else
from surveys.questionnaire.drafts.places import Placed, placed
from surveys.services.library import key_of, scales

OWN = "own"  # a scale written here
_OURS = (
    *(
        "code",
        "kind",
        "text",
        "help",
        "module",
        "required",
        "stage",
        "smallest_group",
        "in_index",
        "background",
    ),
    *("ordered", "scale", "options", "none", "least", "most", "length"),
)


class PartForm(ThingForm):
    """All of a part but its condition. `found` is None for a new one, which `section` then gets."""

    def __init__(
        self,
        data: Any,
        *,
        draft: QuestionnaireDraft,
        kind: str,
        section: str = "",
        found: Placed | None = None,
    ) -> None:
        self.kind, self.found = kind, found
        self.section = found.section if found else section
        part = found.part if found else new_part(draft, kind)
        self.before = part
        self.known_scale = (
            part.get("scale") or draft.document.get("scale") or {"code": "scale", "options": []}
        )
        self.library = scales(draft.project, draft) if kind == "scale" else []
        super().__init__(data, draft=draft, thing=found.part if found else {}, initial=self._initial(part))
        part_fields.add_texts(self)
        self.fields["code"] = code_field(
            hint=_("Names the question in results and conditions. %(hint)s") % {"hint": CODE_HINT}
        )
        self.row_count = self._add_options(part)
        part_fields.add_rest(self)

    def _initial(self, part: Document) -> Document:
        na = self.known_scale.get("not_applicable")
        ends = self.known_scale["options"] if self.kind == "numbers" else []
        offered = part.get("options", []) if self.kind == "multiple" else self.known_scale["options"]
        has_rows = self.kind in ("choice", "multiple") or (self.kind == "scale" and not self._is_shared())
        return {
            **{key: part.get(key) for key in ("code", "module", "stage", "least", "most")},
            "required": part.get("required", False),
            "in_index": part.get("in_index", True),
            "background": part.get("background", False),
            "smallest_group": part.get("smallest_group", "unit"),
            "scale": key_of(self.known_scale) if self._is_shared() else OWN,
            **initial_words("text", part.get("text")),
            **initial_words("help", part.get("help")),
            **initial_words("apart", part.get("none") if self.kind == "multiple" else na),
            **initial_words("low", end_words(ends, 0)),
            **initial_words("high", end_words(ends, -1)),
            **(options.initial_rows(offered) if has_rows else {}),
        }

    def _is_shared(self) -> bool:
        return key_of(self.known_scale) in {key_of(scale) for scale in self.library}

    def _add_options(self, part: Document) -> int:
        if self.kind == "scale":
            self.fields["scale"] = forms.ChoiceField(
                label=_("Scale"),
                choices=[
                    *((key_of(scale), scale_label(scale)) for scale in self.library),
                    (OWN, _("Another scale, written below")),
                ],
            )
            return options.add_rows(self, [] if self._is_shared() else self.known_scale["options"])
        if self.kind == "choice":
            return options.add_rows(self, part.get("scale", {}).get("options", []))
        if self.kind == "multiple":
            part_fields.add_limits(self)
            return options.add_rows(self, part.get("options", []))
        return 0

    @property
    def title(self) -> str:
        """What kind of part it is."""
        return str(KINDS[self.kind])

    @property
    def wordings(self) -> list[dict[str, Any]]:
        """The texts before the options."""
        return [self.row(name) for name in ("text", "help") if f"{name}_fi" in self.fields]

    @property
    def ends(self) -> list[dict[str, Any]]:
        """The words at the ends of a scale of numbers."""
        return [self.row(name) for name in ("low", "high") if f"{name}_fi" in self.fields]

    @property
    def apart(self) -> list[dict[str, Any]]:
        """What may be answered beside the options."""
        return [self.row("apart")] if "apart_fi" in self.fields else []

    @property
    def option_rows(self) -> list[list[forms.BoundField]]:
        """Number and words of each option."""
        return options.rows(self, self.row_count)

    @property
    def writes_scale(self) -> bool:
        """Whether the rows of options are in use."""
        return self.kind != "scale" or str(self["scale"].value()) == OWN

    @property
    def rest(self) -> list[forms.BoundField]:
        """How it is answered and counted."""
        names = ("least", "most", "required", "in_index", "background", "module", "stage", "smallest_group")
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        own = self.found.code if self.found else None
        taken = {found.code for found in placed(self.draft.document)} - {own}
        if cleaned.get("code") in taken:
            self.add_error("code", _("Another question has this code."))
        if self.row_count and self.writes_scale:
            cleaned["options"] = options.written(cleaned, self.row_count)
        if self.kind == "scale" and cleaned.get("scale") == OWN and len(cleaned.get("options", [])) < 2:
            self.add_error("scale", _("Write at least two steps of the scale, or choose one from the list."))
        if not self.errors:
            self._keep_core(cleaned["code"])
        return cleaned

    def _keep_core(self, code: str) -> None:
        """A core question may not become another one under its code."""
        core = self.draft.core.document if self.draft.core else None
        original = next((found.part for found in placed(core or {}) if found.code == code), None)
        if original is not None and core and asks_else(self.part, self.draft.document, original, core):
            self.add_error("code", str(CORE))

    @property
    def part(self) -> Document:
        """The part as it was written, as a document has it."""
        data = self.cleaned_data
        kept = {key: value for key, value in self.before.items() if key not in _OURS}
        part = {
            **kept,
            "code": data["code"],
            "text": self.words("text"),
            "help": self.words("help") if "help_fi" in self.fields else None,
            "module": data.get("module"),
            "required": data.get("required") or None,
            "stage": data.get("stage"),
            **_level(data.get("smallest_group")),
            **self._answered(),
        }
        return changes.tidy({key: value for key, value in part.items() if value is not None})

    def _answered(self) -> Document:
        """What makes the kind."""
        data = self.cleaned_data
        if self.kind == "information":
            return {"kind": "information"}
        if self.kind in WRITTEN:
            return {"kind": "text", **({"length": "short"} if self.kind == "short" else {})}
        if self.kind == "multiple":
            limits = {name: data.get(name) or None for name in ("least", "most")}
            return {"kind": "multiple", "options": data["options"], "none": self.words("apart"), **limits}
        scale = self._scale()
        shared = None if scale == self.draft.document.get("scale") else scale
        if data.get("background"):
            return {
                "scale": shared,
                "background": True,
                **({} if self.kind != "choice" else {"ordered": False}),
            }
        counted = self.kind != "choice" and data.get("in_index")
        return {
            "scale": shared,
            **({} if counted else {"in_index": False}),
            **({} if self.kind != "choice" else {"ordered": False}),
        }

    def _scale(self) -> Document:
        data, code = self.cleaned_data, data_code(self.cleaned_data["code"])
        if self.kind == "numbers":
            scale = {"code": "eleven", "options": zero_to_ten(self.words("low"), self.words("high"))}
        elif self.kind == "choice" or data["scale"] == OWN:
            known = self.found is not None and self.before.get("scale")
            scale = {"code": self.known_scale["code"] if known else code, "options": data["options"]}
        else:
            scale = dict(next(each for each in self.library if key_of(each) == data["scale"]))
        apart = self.words("apart")
        return {**scale, "not_applicable": apart} if apart else scale

    @property
    def changed_document(self) -> Document:
        """The draft's document with the part as it was written."""
        if self.found is None:
            return changes.add_part(self.draft.document, self.section, self.part)
        return changes.change_part(self.draft.document, self.found.code, self.part)


def data_code(code: str) -> str:
    """What the scale of a question of its own is called."""
    return f"{code[: MAX_CODE - 6]}_scale"


def _level(level: str | None) -> Document:
    return {"smallest_group": level} if level and level != "unit" else {}
