"""Parsing and checking what people send; nothing is saved here."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.register.forms.words import TranslatedForm, columns
from roadmap.models import EvidenceLink, Horizon, Roadmap, Sector, Step, Theme
from roadmap.reading import Wanted
from roadmap.snapshot import Publication


class FilterForm(forms.Form):
    """What a visitor wants to see. Whatever is not a choice counts as no choice."""

    sector = forms.ChoiceField(label=_("Sector"), required=False)
    size = forms.ChoiceField(label=_("Size of workplace"), required=False)

    def __init__(self, *args: Any, sectors: list[Any], sizes: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"].choices = sectors  # type: ignore[attr-defined]
        self.fields["size"].choices = sizes  # type: ignore[attr-defined]


def wanted_from(data: Any, publication: Publication, form: FilterForm) -> Wanted:
    """The reader's choices; unknown ones are left out, so that an old link still opens."""
    form.is_valid()
    themes = {str(theme.id): theme.id for theme in publication.themes}
    size = form.cleaned_data.get("size", "")
    return Wanted(
        theme=themes.get(data.get("theme", "")),
        sector=form.cleaned_data.get("sector", ""),
        size=int(size) if size else None,
    )


class VersionedForm(TranslatedForm):
    """A form that knows which version of the row it was opened on."""

    EXTRA = ("version",)
    # Errors about it stand above the form: it is nothing that a person filled in.
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["version"] = self.instance.version
        self.fields[f"{self.TEXTS[0]}_fi"].required = True

    def renew(self, current: Any) -> None:
        """Keep what was typed, but save over `current` the next time."""
        self.data = {**self.data.dict(), "version": current.version}  # type: ignore[attr-defined]

    def differences(self, current: Any) -> list[tuple[str, str, str]]:
        """(label, theirs, yours) of the fields where the other person's row differs from what was typed."""
        rows = []
        for name in self.facts:
            theirs, mine = getattr(current, name), self.cleaned_data[name]
            if theirs != mine:
                rows.append((str(self.fields[name].label), str(theirs or ""), str(mine or "")))
        return rows


class RoadmapForm(VersionedForm):
    TEXTS = ("title", "intro", "now_period", "next_period", "later_period")

    class Meta:
        model = Roadmap
        fields = columns("title", "intro", "now_period", "next_period", "later_period")


class ThemeForm(VersionedForm):
    TEXTS = ("title", "lead", "summary", "finding", "survey_says", "workshops_say", "reason")

    class Meta:
        model = Theme
        fields = columns("title", "lead", "summary", "finding", "survey_says", "workshops_say", "reason")
        help_texts: ClassVar[dict[str, Any]] = {
            "finding_fi": _("Stands over the chart of the survey."),
            "summary_fi": _("Stands under the theme on the contents page of the PDF."),
        }


class StepForm(VersionedForm):
    TEXTS = ("title", "why", "for_whom", "responsible", "done_when", "how_to_start", "change_reason")
    EXTRA = ("version",)

    class Meta:
        model = Step
        fields = [
            *columns("title", "why", "for_whom", "responsible", "done_when", "how_to_start", "change_reason"),
            "theme",
            "horizon",
            "state",
            "closed_on",
            "sector",
            "min_size",
        ]  # fmt: skip
        help_texts: ClassVar[dict[str, Any]] = {
            "closed_on": _("Left empty, today is written when the step is done or dropped."),
            "change_reason_fi": _("Readers see the reason in the list of changes of the next edition."),
        }
        widgets: ClassVar[dict[str, Any]] = {"closed_on": forms.DateInput(attrs={"inputmode": "numeric"})}

    def __init__(self, *args: Any, roadmap: Roadmap, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = roadmap.themes.all()  # type: ignore[attr-defined]
        self.fields["theme"].empty_label = None  # type: ignore[attr-defined]
        self.fields["horizon"].choices = [("", _("Not decided yet")), *Horizon.choices]  # type: ignore[attr-defined]
        self.fields["sector"].choices = Sector.choices  # type: ignore[attr-defined]

    @property
    def placing(self) -> list[forms.BoundField]:
        """Where on the path the step is, and whom it suits."""
        return [self[name] for name in ("theme", "horizon", "state", "closed_on", "sector", "min_size")]


class CaptionForm(TranslatedForm):
    TEXTS = ("caption",)

    class Meta:
        model = EvidenceLink
        fields = columns("caption")
