"""A form with each kind of field, and a list's filters."""

from __future__ import annotations

from typing import Any

from django import forms

from yhes.site.gallery.pictures import SCALE


class SampleForm(forms.Form):
    """Bound with one error for the gallery."""

    name = forms.CharField(label="Organisaation nimi")
    closes = forms.CharField(label="Kierros sulkeutuu", help_text="Esimerkiksi 4.12.2026")
    region = forms.ChoiceField(label="Maakunta", choices=[("pir", "Pirkanmaa"), ("uus", "Uusimaa")])
    note = forms.CharField(label="Lisätieto", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    role = forms.ChoiceField(
        label="Rooli", widget=forms.RadioSelect, choices=[("o", "Osatoteuttaja"), ("k", "Kumppani")]
    )
    agree = forms.BooleanField(label="Tilaan uutiskirjeen", required=False)

    def clean_closes(self) -> str:
        raise forms.ValidationError("Marraskuussa on 30 päivää. Valitse 30.11. tai 1.12.")


class SampleFilter(forms.Form):
    """What the list of partners is narrowed by."""

    q = forms.CharField(label="Hae nimellä tai Y-tunnuksella", required=False)
    role = forms.ChoiceField(label="Rooli", choices=[("", "Kaikki roolit")], required=False)
    region = forms.ChoiceField(label="Maakunta", choices=[("", "Kaikki 19")], required=False)


def form_samples() -> dict[str, Any]:
    """Forms, and the options of a scale."""
    typed = {"name": "Esimerkki-ammattiopisto Kuusi", "closes": "31.11.2026", "region": "pir", "role": "o"}
    form = SampleForm(typed)
    form.is_valid()
    return {
        "form": form,
        "filter_form": SampleFilter({}, prefix="filter"),
        "options": [{"value": str(number), "label": label} for number, label in enumerate(SCALE, 1)],
        "apart": [{"value": "x", "label": "En osaa sanoa"}],
    }
