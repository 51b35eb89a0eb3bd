"""Uploading earlier answers and saying which column is what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.formats.answers_csv import TableRefused, parse_dimensions, parse_scale
from yhes.common.words import Words

LARGEST = 20 * 1024 * 1024

_TOLD = ("", gettext_lazy("Tell from the file"))
ENCODING_CHOICES = (
    _TOLD,
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("windows-1252", "Windows-1252 (Latin-1)"),
)
# Names, not the characters: a tab in the value of an option is easily lost on its way.
_CHARACTERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
DELIMITER_CHOICES = (
    _TOLD,
    ("comma", gettext_lazy("Comma (,)")),
    ("semicolon", gettext_lazy("Semicolon (;)")),
    ("tab", gettext_lazy("Tab")),
)


class UploadForm(forms.Form):
    """`cleaned_data` has encoding and delimiter as the reader takes them; None: told from the file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A CSV file or an Excel workbook (.xlsx, its first sheet) with one person a line and the names "
            "of the columns on top, 20 MB at most."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,text/csv"}),
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Character encoding of a CSV file"), choices=ENCODING_CHOICES, required=False
    )
    delimiter = forms.ChoiceField(
        label=gettext_lazy("What separates the columns of a CSV file"),
        choices=DELIMITER_CHOICES,
        required=False,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than 20 MB. Leave out columns you do not need.")
            )
        return file

    def clean_encoding(self) -> str | None:
        return self.cleaned_data["encoding"] or None

    def clean_delimiter(self) -> str | None:
        return _CHARACTERS.get(self.cleaned_data["delimiter"])


class MappingForm(forms.Form):
    """Bound to the headers of one file; `cleaned_data` has dimensions and scale ready to use."""

    title_fi = forms.CharField(label=gettext_lazy("Title in Finnish"), max_length=200)
    title_sv = forms.CharField(label=gettext_lazy("Title in Swedish"), max_length=200, required=False)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200, required=False)
    group_column = forms.ChoiceField(
        label=gettext_lazy("Column with the group"),
        help_text=gettext_lazy("Its values become labelled groups, not organisations of the register."),
    )
    dimensions = forms.CharField(
        label=gettext_lazy("Dimensions"),
        help_text=gettext_lazy("One a line: NAME=FIRST..LAST or NAME=COLUMN,COLUMN."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    scale = forms.CharField(label=gettext_lazy("Scale"), initial="1-5", max_length=20)
    source = forms.CharField(
        label=gettext_lazy("Where the answers come from"), max_length=300, required=False
    )

    def __init__(self, *args: Any, headers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headers = headers
        self.fields["group_column"].choices = [(header, header) for header in headers]  # type: ignore[attr-defined]

    def clean_dimensions(self) -> dict[str, tuple[str, ...]]:
        lines = [line for line in self.cleaned_data["dimensions"].splitlines() if line.strip()]
        try:
            return parse_dimensions(lines, self.headers)
        except TableRefused as refusal:
            raise forms.ValidationError(refusal.sentences(_)) from None

    def clean_scale(self) -> tuple[int, int]:
        try:
            return parse_scale(self.cleaned_data["scale"])
        except TableRefused as refusal:
            raise forms.ValidationError(refusal.sentences(_)) from None

    @property
    def title(self) -> Words:
        data = self.cleaned_data
        return Words(fi=data["title_fi"], sv=data["title_sv"], en=data["title_en"])
