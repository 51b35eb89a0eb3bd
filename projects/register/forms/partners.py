"""A partner's part in the project."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.register.forms.words import SeenField
from projects.register.models import Document, Partnership, Project
from yhes.common.asked import whole_number
from yhes.common.forms import SeveralRows


class PartnerForm(forms.ModelForm):  # type: ignore[type-arg]
    """Role, state and note; `instance` is the partnership that is changed."""

    seen = SeenField()

    class Meta:
        model = Partnership
        fields = ("role", "state", "note")


class AgreementForm(forms.ModelForm):  # type: ignore[type-arg]
    """`instance` is the partnership; it never saves: services.set_agreement does."""

    seen = SeenField()

    class Meta:
        model = Partnership
        fields = ("agreement", "agreement_on", "agreement_document")

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["agreement_document"].queryset = Document.objects.present().filter(project=project)
        fields["agreement_document"].empty_label = _("None yet")
        fields["agreement_document"].help_text = _("One of the documents of the project's follow-up.")

    def _post_clean(self) -> None:
        """The instance stays as it is in the database: the services set it and check its rules."""


class PartnerSearchForm(forms.Form):
    q = forms.CharField(label=_("Name or business ID"), max_length=200, required=False)


class BulkForm(forms.Form):
    """What to do with the partners that were ticked: remind them, or record one state for all."""

    partner = SeveralRows(
        label=_("Partners"),
        queryset=Partnership.objects.none(),
        error_messages={"required": _("Tick at least one partner first.")},
    )
    state = forms.ChoiceField(
        label=_("New state"), choices=[("", _("Choose a state")), *Partnership.State.choices], required=False
    )
    remind = forms.BooleanField(required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        # The filters on the same page have a field called state too.
        super().__init__(*args, **{"auto_id": "bulk_%s", **kwargs})
        fields: dict[str, Any] = self.fields
        fields["partner"].queryset = Partnership.objects.filter(project=project)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("remind") and not cleaned.get("state"):
            self.add_error("state", _("Choose the new state first."))
        return cleaned

    @property
    def ticked(self) -> set[int]:
        """Keys that were ticked, as far as they are numbers: the page keeps what was chosen."""
        data: Any = self.data
        sent = data.getlist("partner") if self.is_bound else []
        return {number for key in sent if (number := whole_number(key)) is not None}
