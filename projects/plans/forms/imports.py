"""Uploading readings."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.plans.forms.parts import DayInput

LARGEST: Final = 2 * 1024 * 1024


class ReadingFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A CSV file or an Excel workbook with one provider a line: business ID, name, and how many were "
            "invited and how many answered at the start, at the end of training and at the end of a unit. "
            "2 MB and 2,000 lines at most."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,text/csv"}),
    )
    read_on = forms.DateField(
        label=gettext_lazy("Day of the readings"),
        help_text=gettext_lazy("The last day of the time that the numbers are of."),
        widget=DayInput,
    )
    target = forms.DecimalField(
        label=gettext_lazy("Target for new indicators, per cent"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        initial=60,
        localize=True,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 2 MB."))
        return file
