"""The demo's reports: one that was submitted, about the half-year before, and the draft of the next."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from yhes.common.registry import DemoContext
from yhes.desk.reports import services
from yhes.desk.reports.forms import half_year_before, title_of
from yhes.desk.reports.gathering import AHEAD, SUMMARY, draft_of
from yhes.desk.reports.models import FunderReport


@transaction.atomic
def load(context: DemoContext) -> None:
    """Registered as `demo`. Periods are counted from the day on which the reports are first made."""
    if FunderReport.objects.filter(project=context.project).exists():
        context.say("reports: there already")
        return
    with translation.override("fi"):
        today = timezone.localdate()
        first, last = half_year_before(today)
        before = half_year_before(first)
        submitted = _make(context, *before)
        _write(
            submitted,
            SUMMARY,
            _("The partners agreed on how they work together, and the first events were held."),
        )
        _write(submitted, AHEAD, _("The next half-year is about the survey and what follows from it."))
        for text in submitted.texts.filter(section__startswith="register:package-"):
            services.write_text(text=text, facts={"deviation": _("No deviations from the plan.")})
        services.submit_report(
            report=submitted,
            seal=services.seal_of(draft_of(submitted)),
            actor=context.people["coordinator"],
        )
        draft = _make(context, first, last)
        services.update_report(report=draft, facts={"due_on": today + timedelta(days=21)})
        _write(draft, SUMMARY, _("Written so far: the events and the survey of the half-year."))
    context.say("reports: 2 made")


def _make(context: DemoContext, first: date, last: date) -> FunderReport:
    facts = {"title": title_of(first), "first": first, "last": last, "language": "fi"}
    return services.create_report(
        project=context.project, facts=facts, is_example=True, actor=context.people["coordinator"]
    )


def _write(report: FunderReport, section: str, words: str) -> None:
    services.write_text(text=report.texts.get(section=section), facts={"before": words})
