"""What coordinators type about reports: parsed and checked here, saved by the services."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from projects.register.forms.words import SeenField
from projects.register.models import Project
from yhes.common.reporting import ReportSection
from yhes.desk.reports.models import FunderReport, ReportText


class ReportForm(forms.ModelForm):  # type: ignore[type-arg]
    """It never saves: `facts` is what the services take."""

    seen = SeenField()

    class Meta:
        model = FunderReport
        fields = ("title", "first", "last", "language", "due_on")
        widgets = {
            name: forms.DateInput({"type": "date"}, "%Y-%m-%d") for name in ("first", "last", "due_on")
        }
        help_texts = {
            "first": _("The first day that the report is about."),
            "last": _("The last day that the report is about."),
            "language": _("The whole report is in this language, its figures and your own words."),
            "due_on": _("The day by which the funder wants it. You are reminded before it."),
        }

    def _post_clean(self) -> None:
        """The instance stays as it is in the database: the services set it and check its rules."""

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class TextForm(forms.ModelForm):  # type: ignore[type-arg]
    """`only`: the texts that the section has (`texts_for`)."""

    seen = SeenField()

    class Meta:
        model = ReportText
        fields = ("before", "after", "deviation")
        widgets = {
            "before": forms.Textarea({"rows": 8}),
            "after": forms.Textarea({"rows": 8}),
            "deviation": forms.Textarea({"rows": 6}),
        }
        help_texts = {
            "deviation": _(
                "What went otherwise than planned, why, and what follows. If nothing did, say so."
            ),
        }

    def __init__(self, *args: Any, only: Collection[str] = Meta.fields, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() - {"seen", *only}:
            del self.fields[name]
        for field in self.fields.values():
            field.widget.attrs["lang"] = self.instance.report.language
        if "after" not in self.fields:
            self.fields["before"].label = gettext("Text")

    def _post_clean(self) -> None:
        """As above."""

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def texts_for(section: ReportSection | None, text: ReportText) -> list[str]:
    """What may be written into a section, and whatever has been; None: the apps give the section no more."""
    wanted = {
        "before": True,
        "after": bool(section and section.tables) or text.after,
        "deviation": bool(section and section.asks_deviation) or text.deviation,
    }
    return [name for name, is_wanted in wanted.items() if is_wanted]


def proposal(project: Project) -> dict[str, Any]:
    """What a new report begins with: the half-year that ended last, in the language of the page."""
    first, last = half_year_before(timezone.localdate())
    if project.starts_on and first < project.starts_on <= last:
        first = project.starts_on
    return {
        "title": title_of(first),
        "first": first,
        "last": last,
        "language": get_language() or "fi",
    }


def title_of(first: date) -> str:
    """ "Väliraportti 1/2026": of the half-year that begins on this day."""
    words = gettext("Interim report %(half)s/%(year)s")
    return words % {"half": 1 if first.month < 7 else 2, "year": first.year}


def half_year_before(today: date) -> tuple[date, date]:
    """The first and the last day of the half-year that ended last."""
    begins = date(today.year, 7, 1) if today.month > 6 else date(today.year, 1, 1)
    last = begins - timedelta(days=1)
    return date(last.year, 7 if last.month > 6 else 1, 1), last
