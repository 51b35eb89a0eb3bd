"""What a project means to reach as one chain: objectives, their measures, results and indicators.

The indicators are those of action plans, which other rooms keep; they come through the registry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from django.utils.translation import gettext_lazy as _

from projects.register import access
from projects.register.models import Measure, Objective, Project, Result
from yhes.common import registry
from yhes.common.goals import GoalIndicator, GoalIndicators
from yhes.common.registry import OverviewBlock

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

IN_OVERVIEW: Final = 3
Missing = Literal["measure", "indicator", "objective"]
_WORDS: Final[dict[Missing, StrOrPromise]] = {
    "measure": _("no measure"),
    "indicator": _("no indicator"),
    "objective": _("belongs to no goal"),
}


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective with all that belongs to it. `missing`: the links of the chain that it lacks."""

    objective: Objective
    measures: list[Measure]
    results: list[Result]
    indicators: list[GoalIndicator]

    @property
    def missing(self) -> list[Missing]:
        parts: tuple[tuple[Missing, Sequence[Any]], ...] = (
            ("measure", self.measures),
            ("indicator", self.indicators),
        )
        return [name for name, found in parts if not found]


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """One place where the chain is broken. kind, item: what it is about; url: of an indicator."""

    kind: Literal["objective", "measure", "result", "indicator"]
    item: Any
    missing: Missing
    url: str = ""

    @property
    def words(self) -> str:
        return str(_WORDS[self.missing])


@dataclass(frozen=True, slots=True)
class Chain:
    """measures, results, indicators: those that belong to no objective. rule, add_url: as GoalIndicators."""

    goals: list[Goal] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    indicators: list[GoalIndicator] = field(default_factory=list)
    rule: str = ""
    add_url: str = ""

    @property
    def has_indicators(self) -> bool:
        return any(goal.indicators for goal in self.goals)

    @property
    def loose_ends(self) -> list[LooseEnd]:
        """Objectives without a measure or an indicator; what belongs to none, once there are objectives."""
        if not self.goals:
            return []
        ends = [LooseEnd("objective", goal.objective, what) for goal in self.goals for what in goal.missing]
        ends += [LooseEnd("measure", item, "objective") for item in self.measures]
        ends += [LooseEnd("result", item, "objective") for item in self.results]
        return ends + [LooseEnd("indicator", one.title, "objective", one.url) for one in self.indicators]


def chain(
    project: Project,
    *,
    user: Any = None,
    objectives: Sequence[Objective] | None = None,
    measures: Sequence[Measure] | None = None,
    results: Sequence[Result] | None = None,
) -> Chain:
    """user: who reads; None for anybody. What is given (read already, or known to be empty) is not asked for.

    Three queries and those of the rooms that keep indicators, however long the chain; rooms are asked only
    when there is an objective.
    """
    aims = list(project.objectives.all() if objectives is None else objectives)
    acts = list(project.measures.all() if measures is None else measures)
    came = list(project.results.all() if results is None else results)
    found = _indicators(user, project) if aims else GoalIndicators()
    goals = [
        Goal(
            aim,
            [item for item in acts if item.objective_id == aim.pk],
            [item for item in came if item.objective_id == aim.pk],
            [one for one in found.rows if one.objective == aim.pk],
        )
        for aim in aims
    ]
    return Chain(
        goals=goals,
        measures=[item for item in acts if item.objective_id is None],
        results=[item for item in came if item.objective_id is None],
        indicators=[one for one in found.rows if one.objective is None],
        rule=found.rule,
        add_url=found.add_url,
    )


def _indicators(user: Any, project: Project) -> GoalIndicators:
    """Of all rooms that keep any; the rule of the light is the first one's."""
    offered: list[GoalIndicators] = [
        offer(user, project) for offer in registry.providers("indicators").values()
    ]
    return GoalIndicators(
        tuple(row for part in offered for row in part.rows),
        next((part.rule for part in offered if part.rule), ""),
        next((part.add_url for part in offered if part.add_url), ""),
    )


def overview(user: Any, project: Project) -> Iterator[OverviewBlock]:
    """Registered as `overview`: the project's goals with the lights of their indicators."""
    found = chain(project, user=user)
    if found.goals:
        ends = len(found.loose_ends) if access.can_edit_project(user, project) else 0
        context = {"project": project, "goals": found.goals[:IN_OVERVIEW], "loose_ends": ends}
        yield OverviewBlock(30, "main", "register/overview_goals.html", context)
