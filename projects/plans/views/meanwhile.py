"""What others have changed in a plan while this person wrote, told without names they may not know."""

from __future__ import annotations

from typing import Any

from django.forms import ModelForm

from projects.plans import history
from projects.plans.people import Naming
from projects.register.views.meanwhile import changes_meanwhile
from yhes.common import audit
from yhes.common.history import Entry


def meanwhile(form: ModelForm[Any], action: str, naming: Naming) -> list[Entry]:
    """As `changes_meanwhile`, which also brings the form up to date, in the words of plans."""
    seen = form.cleaned_data.get("seen") if form.is_bound else None
    if not changes_meanwhile(form, action, naming_only=naming.only):
        return []
    newer = audit.history(form.instance).filter(action=action, pk__gt=seen)
    return history.entries(newer, naming)
