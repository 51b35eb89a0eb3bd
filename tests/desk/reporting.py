"""A half-year with something of everything that a report to the funder tells."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from projects.plans import services as plans
from projects.plans.models import ActionPlan, Aim, Indicator, Reading
from projects.register import services as register
from projects.register.models import Decision, Deliverable, Milestone, Objective, WorkPackage
from projects.workshops import links
from projects.workshops import services as workshops
from projects.workshops.models import Registration, Workshop
from tests.cast import Cast
from yhes.common.reporting import ReportSection, Table
from yhes.desk.reports import services
from yhes.desk.reports.gathering import draft_of, sections_of
from yhes.desk.reports.models import FunderReport

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
FACTS = {"title": "Väliraportti", "first": FIRST, "last": LAST, "language": "en"}


def address(name: str, *args: Any) -> str:
    """The address of one of the pages, in English."""
    with translation.override("en"):
        return reverse(f"reports:{name}", args=args)


def page(name: str, report: FunderReport, *args: Any) -> str:
    return address(name, report.project.slug, report.pk, *args)


def make_report(cast: Cast, **facts: Any) -> FunderReport:
    return services.create_report(project=cast.project, facts={**FACTS, **facts}, actor=cast.aino)


def submit(report: FunderReport, cast: Cast) -> FunderReport:
    """With a word about deviations wherever one is asked for."""
    for section in sections_of(report):
        if section.asks_deviation:
            text = report.texts.get(section=section.key)
            services.write_text(text=text, facts={"deviation": "None."}, actor=cast.aino)
    report = FunderReport.objects.get(pk=report.pk)
    return services.submit_report(report=report, seal=services.seal_of(draft_of(report)), actor=cast.aino)


def section(report: FunderReport, key: str) -> ReportSection:
    return next(found for found in sections_of(report) if found.key == key)


def table(report: FunderReport, key: str, name: str) -> Table:
    return next(found for found in section(report, key).tables if found.key == name)


def furnish(cast: Cast) -> dict[str, Any]:
    """Two work packages, one with a deliverable done late and one never, events, a plan, a decision."""
    project = cast.project
    packages = [
        register.save_plan_item(item=WorkPackage(project=project), facts={"title_en": title, "order": order})
        for order, title in enumerate(("Surveys", "Events"), start=1)
    ]
    packages[0].co_implementers.add(cast.institute)
    for title, package, due, done in (
        ("Questionnaire", 0, date(2026, 2, 1), date(2026, 2, 11)),
        ("Guide", 1, date(2026, 6, 20), None),
        ("Before the period", 1, date(2025, 5, 1), date(2025, 5, 1)),
        ("After the period", 1, date(2026, 9, 1), None),
    ):
        facts = {"title_en": title, "work_package": packages[package], "due_on": due}
        facts |= {"state": "done", "done_on": done} if done else {"state": "underway"}
        register.save_followed_up(item=Deliverable(project=project), facts=facts)
    milestone = {
        "title_en": "Half way",
        "due_on": date(2026, 6, 1),
        "state": "done",
        "done_on": date(2026, 6, 1),
    }
    register.save_followed_up(item=Milestone(project=project), facts=milestone)
    decision = {"title": "Go on", "decided_on": date(2026, 3, 3), "decided_by": "steering_group"}
    register.save_followed_up(item=Decision(project=project), facts=decision)
    register.save_plan_item(item=Objective(project=project), facts={"title_en": "Time to develop"})
    return {"packages": packages, "events": _events(cast, packages[1]), "plan": _plan(cast)}


def _events(cast: Cast, package: WorkPackage) -> list[Workshop]:
    long_one = _held(cast, "Kick-off", date(2026, 2, 2), minutes=150, count=40, work_package=package)
    uncounted = _held(cast, "Sparring", date(2026, 4, 4), minutes=60, count=None)
    _held(cast, "Last year", date(2025, 4, 4), minutes=60, count=99)
    for number in range(7):
        _seat(long_one, number, "Esimerkkiopisto" if number < 5 else f"Pieni {number}")
    return [long_one, uncounted]


def _held(cast: Cast, title: str, day: date, *, minutes: int, count: int | None, **facts: Any) -> Workshop:
    starts = timezone.make_aware(datetime.combine(day, time(9)))
    facts |= {"title_en": title, "starts_at": starts, "ends_at": starts + timedelta(minutes=minutes)}
    made = workshops.create_workshop(project=cast.project, facts={"place_fi": "Tampere", **facts})
    return workshops.mark_held(workshop=made, participants_count=count, counts_are_complete=False)


def _seat(workshop: Workshop, number: int, organisation: str) -> None:
    email = f"tulija{number}@example.org"
    Registration.objects.create(
        workshop=workshop, number=number + 1, name="Tulija", email=email, organisation=organisation,
        token_hash=links.token_hash(links.token_for(workshop.pk, email)),
        state=Registration.State.REGISTERED, seated_at=workshop.starts_at,
    )  # fmt: skip


def _plan(cast: Cast) -> ActionPlan:
    texts = {"title_en": "Together", "vision_en": "Time"}
    plan = plans.create_plan(project=cast.project, organisation=None, facts=texts)
    plans.save_part(plan=plan, part=Aim(plan=plan), facts={"title_en": "Time"})
    measured = {"title_en": "Rate", "unit": "percent", "direction": "more", "target": Decimal(60)}
    indicator = plans.save_part(
        plan=plan, part=Indicator(plan=plan), facts={**measured, "baseline": Decimal(40)}
    )
    for day, value in ((date(2025, 5, 5), 44), (date(2026, 5, 5), Decimal("52.5"))):
        read = {"indicator": indicator, "read_on": day, "value": Decimal(value)}
        plans.save_part(plan=plan, part=Reading(), facts=read)
    return plans.set_plan_state(plan=plan, state="published")
