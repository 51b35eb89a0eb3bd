"""What a roadmap may quote: every figure that the other rooms give, and nothing behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from projects.register.models import Project
from surveys import evidence as surveys
from surveys.evidence import DimensionFact
from yhes.common import registry
from yhes.common.figures import Audience, Figure


def figures(project: Project, *, audience: Audience = "public") -> dict[str, Figure]:
    """Key → figure, from every app that registered evidence, in the order of registration.

    An edition is public, so the default audience is what everyone may see.
    """
    return {
        figure.key: figure
        for provider in registry.providers("evidence").values()
        for figure in provider(project, audience=audience)
    }


def facts(project: Project, *, audience: Audience = "public") -> Sequence[DimensionFact]:
    """The dimensions of the newest releases; none before the first release."""
    return surveys.dimension_facts(project, audience=audience)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Both, looked at once: every room is asked, which is too much for each step of a draft again."""

    figures: Mapping[str, Figure]
    facts: Sequence[DimensionFact]

    @classmethod
    def of(cls, project: Project) -> Self:
        return cls(figures(project), facts(project))
