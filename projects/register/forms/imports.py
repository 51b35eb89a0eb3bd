"""Uploading partners, saying what the columns are, and deciding who a line is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.register.models import PartnerImport
from projects.register.services import importing

LARGEST: Final = 20 * 1024 * 1024


class PartnerFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A CSV file or an Excel workbook (.xlsx, its first sheet) with one organisation a line and the "
            "names of the columns on top. 20 MB and 100,000 lines at most."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,text/csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than 20 MB. Leave out columns you do not need.")
            )
        return file


class ColumnsForm(forms.Form):
    """A choice for each column of the file; `columns` is what the services take."""

    def __init__(
        self,
        *args: Any,
        header: Sequence[str],
        columns: Sequence[str],
        subject: str = PartnerImport.Subject.PARTNERS,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._known = importing.FIELDS_OF[subject]
        choices = [("", gettext_lazy("Leave out")), *self._known.items()]
        for place, (heading, field) in enumerate(zip(header, columns, strict=True)):
            label = heading or _("Column %(number)d") % {"number": place + 1}
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=label[:80], choices=choices, initial=field, required=False
            )

    @property
    def columns(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [field for name in self.fields if (field := cleaned.get(name))]
        for field in dict.fromkeys(chosen):
            if chosen.count(field) > 1:
                said = _("“%(field)s” is chosen for two columns. Leave one of them out.")
                self.add_error(None, said % {"field": self._known[field]})
        if not any(field in ("business_id", "workplace") or field.startswith("name_") for field in chosen):
            self.add_error(None, _("Say which column has the business ID or the name of the organisation."))
        return cleaned


class AnswersForm(forms.Form):
    """For each line that nobody but a person can decide: which organisation it is about, or a new one."""

    def __init__(
        self, *args: Any, rows: Sequence[Mapping[str, Any]], answers: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._answers = dict(answers)
        for row in rows:
            label = _("Line %(line)d: %(name)s") % {"line": row["line"], "name": row["name"]}
            known = [(str(key), _suggestion(name, number)) for key, name, number in row["suggested"]]
            self.fields[f"line_{row['line']}"] = forms.ChoiceField(
                label=label,
                choices=[*known, (importing.NEW, _("None of these: a new organisation"))],
                widget=forms.RadioSelect,
            )

    @property
    def answers(self) -> dict[str, str]:
        """Line → answer, with those that were given before."""
        given = {name.removeprefix("line_"): self.cleaned_data[name] for name in self.fields}
        return {**self._answers, **given}


def _suggestion(name: str, number: str) -> str:
    return f"{name} ({number})" if number else name
