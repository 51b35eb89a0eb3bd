"""The project's own facts."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from projects.register.filters import regions
from projects.register.forms.words import SeenField, TranslatedForm, columns
from projects.register.models import Organisation, Programme, Project
from yhes.common.forms import SeveralRows
from yhes.common.translated import shown

TEXTS = (
    "name",
    "acronym",
    "tagline",
    "summary",
    "target_groups",
    "quality_gaps",
    "stated_duration",
    "stated_partners",
)


class DayInput(forms.DateInput):
    """A day, typed as people in Finland write it or picked from the browser's calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ProjectForm(TranslatedForm):
    TEXTS = TEXTS
    EXTRA = ("new_funder", "regions", "seen")

    seen = SeenField()
    new_funder = forms.CharField(
        label=_("Another funder"),
        help_text=_("Write the name here if the funder is not on the list."),
        max_length=200,
        required=False,
    )

    class Meta:
        model = Project
        fields = [
            *columns(*TEXTS),
            "programme", "funder", "state", "starts_on", "ends_on", "source_published_on", "network",
            "regions", "is_public",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "starts_on": DayInput,
            "ends_on": DayInput,
            "source_published_on": DayInput,
            "regions": forms.CheckboxSelectMultiple,
        }
        field_classes: ClassVar[dict[str, Any]] = {"regions": SeveralRows}
        help_texts: ClassVar[dict[str, Any]] = {
            "ends_on": _("Leave empty if no end has been stated."),
            "source_published_on": _("The day of the source that these facts are from."),
            "network": _("The project that coordinates the network this project belongs to."),
            "stated_duration": _("As it was said, for example: three years."),
            "stated_partners": _("As it was said, for example: over 50 working-life partners."),
            "is_public": _("Anyone may read the project's page."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["funder"].queryset = Organisation.objects.filter(
            kind=Organisation.Kind.AUTHORITY
        ).by_name() | Organisation.objects.filter(pk=self.instance.funder_id)
        fields["network"].queryset = Project.objects.exclude(pk=self.instance.pk).by_name()
        fields["programme"].queryset = Programme.objects.order_by(Lower(shown("name")))
        fields["regions"].queryset = regions(None)
        for name in ("funder", "network", "programme"):
            fields[name].empty_label = _("Not stated")
        fields["state"].choices = [("", _("Not stated")), *Project.State.choices]
