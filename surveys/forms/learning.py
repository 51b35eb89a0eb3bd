"""Agreeing to be asked how it goes, and what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 1_000  # characters of a question


class AgreeForm(forms.Form):
    """The agreement is ticked by hand, every time: nothing is chosen beforehand."""

    is_agreed = forms.BooleanField(
        label=_("Our organisation may be named and asked how it goes"),
        error_messages={"required": _("Tick the box if the organisation agrees. Otherwise leave the page.")},
    )
    address = forms.EmailField(
        label=_("Address of a role, shown to the others"),
        help_text=_(
            "Such as kehittaminen@organisaatio.fi; not a person's own address. Leave it empty, and letters "
            "reach your contact through the portal without telling an address."
        ),
        required=False,
    )

    def __init__(self, data: Any = None, *, address: str = "") -> None:
        super().__init__(data, initial={"address": address})


class AskForm(forms.Form):
    """What somebody wants to know about one dimension."""

    dimension = forms.ChoiceField(label=_("What about"))
    message = forms.CharField(
        label=_("Your question"),
        help_text=_("Ask what they do, not who answered what. At most 1,000 characters."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=MOST,
    )

    def __init__(self, data: Any = None, *, subjects: Sequence[tuple[str, str]], chosen: str = "") -> None:
        super().__init__(data, initial={"dimension": chosen})
        self.fields["dimension"].choices = list(subjects)  # type: ignore[attr-defined]
