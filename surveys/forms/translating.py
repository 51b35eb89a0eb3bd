"""A draft's texts in one language beside another, and the file of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.formats.translations import MAX_BYTES, Row, compare
from surveys.forms.drafting.editing import ThingForm, plain
from surveys.models import QuestionnaireDraft
from surveys.questionnaire.checks import MAX_WORDING

Document = dict[str, Any]
PER_PAGE = 100  # rows; Django reads 1,000 fields at most


@dataclass(frozen=True, slots=True)
class Line:
    """One text for the page: its words in the source language, and its field."""

    place: str
    source: str
    field: forms.BoundField
    is_missing: bool


class TargetForm(ThingForm):
    """Texts of one language; `rows` are those on the page. An emptied field takes its text away."""

    def __init__(
        self, data: Any, *, draft: QuestionnaireDraft, rows: Sequence[Row], source: str, target: str
    ) -> None:
        self.rows, self.source, self.target = rows, source, target
        initial = {f"text{place}": row.texts.get(target, "") for place, row in enumerate(rows)}
        shown = [[row.place, row.texts.get(target, "")] for row in rows]
        super().__init__(data, draft=draft, thing=[target, *shown], initial=initial)
        for place, row in enumerate(rows):
            lines = max(1, min(6, len(row.texts.get(source, "")) // 60 + 1))
            self.fields[f"text{place}"] = forms.CharField(
                label=row.texts.get(source, "") or row.place,
                max_length=MAX_WORDING,
                required=False,
                widget=forms.Textarea(attrs={"lang": target, "rows": lines}),
            )

    @property
    def lines(self) -> list[Line]:
        return [
            Line(row.place, row.texts.get(self.source, ""), self[f"text{at}"], not row.texts.get(self.target))
            for at, row in enumerate(self.rows)
        ]

    @property
    def changed_document(self) -> Document:
        """The draft's document with what was written."""
        written = [
            Row(row.place, {self.target: plain(self.cleaned_data.get(f"text{at}", ""))})
            for at, row in enumerate(self.rows)
        ]
        return compare(self.draft.document, written, clears=True).document


class TranslationsFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File with translations"),
        help_text=gettext_lazy(
            "The CSV file that was downloaded here, with the languages filled in. 1 MB at most."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d kB.") % {"limit": MAX_BYTES // 1000}
            )
        return file
