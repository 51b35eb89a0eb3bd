"""Choosing a released figure as a reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.plans.quoting import said
from yhes.common.figures import Figure


class FigureForm(forms.Form):
    figure = forms.ChoiceField(label=_("Released figure"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, figures: Sequence[Figure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["figure"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(figure.key, said(figure)) for figure in figures]
