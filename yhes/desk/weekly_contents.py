"""What stands in a person's weekly letter: what waits in each of their projects, and the week's days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from projects.register import access
from projects.register.models import Project
from yhes.accounts.models import User
from yhes.common import registry
from yhes.common.registry import Todo
from yhes.desk import calendar

OF_EACH: Final = 5
OF_DAYS: Final = 10


@dataclass(frozen=True, slots=True)
class Task:
    title: str
    detail: str
    when: str
    is_late: bool
    url: str


@dataclass(frozen=True, slots=True)
class OfProject:
    """more: how many wait besides those told."""

    project: Project
    tasks: Sequence[Task]
    more: int
    url: str


@dataclass(frozen=True, slots=True)
class Date:
    """title: for what is confidential, only what it is."""

    day: date
    title: str
    what: str
    project: Project | None
    url: str


@dataclass(frozen=True, slots=True)
class Contents:
    """projects: those where something waits, the ones with what is late or soonest first."""

    week: date
    projects: Sequence[OfProject]
    dates: Sequence[Date]
    more_dates: int

    @property
    def count(self) -> int:
        return sum(len(each.tasks) + each.more for each in self.projects)


def of(user: User, week: date) -> Contents:
    """In the active language. Asks every room as the desk does, so the letter tells what the page would."""
    access.remember(user)
    mine = Project.objects.filter(memberships__user_id=user.pk).distinct()
    projects = list(mine.by_name())
    waiting = [(each, found) for each in projects if (found := _todos(user, each))]
    waiting.sort(key=lambda pair: pair[1][0].urgency)
    days = calendar.between(user, projects, max(week, timezone.localdate()), week + timedelta(days=6))
    return Contents(
        week=week,
        projects=[_of_project(project, todos) for project, todos in waiting],
        dates=[_date(entry) for entry in days[:OF_DAYS]],
        more_dates=max(0, len(days) - OF_DAYS),
    )


def _todos(user: User, project: Project) -> list[Todo]:
    providers = registry.providers("todo").values()
    return sorted(
        (todo for provider in providers for todo in provider(user, project)), key=lambda todo: todo.urgency
    )


def _of_project(project: Project, todos: list[Todo]) -> OfProject:
    url = settings.SITE_URL + reverse("desk:project", args=[project.slug])
    tasks = [_task(todo, url) for todo in todos[:OF_EACH]]
    return OfProject(project, tasks, len(todos) - len(tasks), url)


def _task(todo: Todo, desk: str) -> Task:
    return Task(
        title=todo.title,
        detail="" if todo.is_confidential else todo.detail,
        when=todo.when,
        is_late=todo.is_late,
        url=settings.SITE_URL + todo.url if _asks_to_sign_in(todo.url) else desk,
    )


def _asks_to_sign_in(url: str) -> bool:
    """An address that would open without stays out of the letter: the desk leads to it."""
    try:
        found = resolve(urlsplit(url).path)
    except Resolver404:
        return False
    return bool(getattr(found.func, "login_required", True))


def _date(entry: calendar.Entry) -> Date:
    told = entry.entry
    return Date(
        day=entry.first_day,
        title=entry.what if told.is_confidential else told.title,
        what="" if told.is_confidential else entry.what,
        project=entry.project,
        url=settings.SITE_URL + told.url,
    )
