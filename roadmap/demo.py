"""The demo's roadmap: two editions on the demo's surveys, workshops and peer coaching."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import yaml
from django.db import transaction
from django.utils import timezone

from roadmap import evidence, services
from roadmap.models import Roadmap, Step, Theme
from yhes.accounts.models import User
from yhes.common.figures import Figure
from yhes.common.registry import DemoContext
from yhes.common.words import LANGUAGES

DATA: Final = Path(__file__).with_name("demo.yaml")
OWN_TEXTS: Final = ("intro", "now_period", "next_period", "later_period")
STEP_TEXTS: Final = ("title", "why", "for_whom", "responsible")


@transaction.atomic
def load(context: DemoContext) -> None:
    """Registered as `demo`, after what it rests on. A roadmap that exists is left alone."""
    project, actor = context.project, context.people["coordinator"]
    if Roadmap.objects.filter(project=project).exists():
        context.say("roadmap: there already")
        return
    if not evidence.facts(project):
        context.say("roadmap: no survey has been released, so there is nothing to rest it on")
        return
    story = _Story(project, actor)
    story.first_edition()
    edition = story.second_edition()
    services.compose_draft(project=project, actor=actor)
    context.say(f"roadmap: {edition.number} editions; their PDFs are made by the worker")


class _Story:
    """A draft accepted from its proposals, published, changed for good reasons and published again."""

    def __init__(self, project: Any, actor: User) -> None:
        self.facts = yaml.safe_load(DATA.read_text(encoding="utf-8"))
        self.actor = actor
        self.roadmap = services.compose_draft(project=project, actor=actor)
        self.figures = evidence.figures(project)
        self.themes: dict[str, Theme] = {}
        self.steps: dict[str, Step] = {}
        self.closed: list[tuple[Step, Mapping[str, Any]]] = []

    def first_edition(self) -> None:
        values = {column: text for name in OWN_TEXTS for column, text in _columns(name, self.facts[name])}
        services.update_roadmap(roadmap=self.roadmap, version=1, values=values, actor=self.actor)
        for theme in self.facts["themes"]:
            self._take_theme(theme)
            for code, facts in theme["steps"].items():
                if "later" not in facts:
                    self._take_step(theme["code"], code, facts)
        for code, facts in self.facts["first_titles"].items():
            self._change(self.steps[code], dict(_columns("title", facts["title"])))
        for facts in self.facts["closed"]:
            self._add_passing(facts)
        services.publish_edition(roadmap=self.roadmap, actor=self.actor, at=_noon(self.facts["first_day"]))

    def second_edition(self) -> Any:
        """What the workshops and the peer coaches brought."""
        for code, facts in self.facts["first_titles"].items():
            self._change(self.steps[code], self._starter_title(code) | _reason(facts["reason"]))
        for step, facts in self.closed:
            self._change(
                step,
                _reason(facts.get("reason")) | {"state": facts["state"], "closed_on": facts["closed_on"]},
            )
        for theme in self.facts["themes"]:
            for code, facts in theme["steps"].items():
                if "later" in facts:
                    self._take_step(theme["code"], code, facts)
                    self._change(self.steps[code], _reason(facts["later"]))
            words = dict(_columns("workshops_say", theme["workshops_say"]))
            self._change_theme(self.themes[theme["code"]], words)
        for code, rows in self.facts["evidence"].items():
            for row in rows:
                self._link(self.steps[code], row)
        return services.publish_edition(roadmap=self.roadmap, actor=self.actor)

    # --- Accepting what was proposed ----------------------------------------------------------

    def _take_theme(self, facts: Mapping[str, Any]) -> None:
        made = self._accept(f"theme:{facts['code']}")
        if not isinstance(made, Theme):
            raise LookupError(f"the demo's evidence does not propose the theme {facts['code']}")
        self._change_theme(made, dict(_columns("finding", facts["finding"])))
        self.themes[facts["code"]] = made

    def _take_step(self, theme: str, code: str, facts: Mapping[str, Any]) -> None:
        made = self._accept(f"step:{self.themes[theme].pk}:{code}")
        if not isinstance(made, Step):
            raise LookupError(f"there is no starter step {code}")
        self.steps[code] = made
        if "state" in facts:
            self._change(made, {"state": facts["state"]})

    def _accept(self, key: str) -> object:
        found = self.roadmap.proposals.filter(key=key).first()
        return services.accept_proposal(proposal=found, actor=self.actor) if found else None

    def _starter_title(self, code: str) -> dict[str, str]:
        proposal = self.roadmap.proposals.get(key__endswith=f":{code}", kind="step")
        return dict(_columns("title", proposal.document["starter"]["title"]))

    # --- Edits --------------------------------------------------------------------------------

    def _change(self, step: Step, values: dict[str, Any]) -> None:
        fresh = Step.objects.get(pk=step.pk)
        services.update_step(step=fresh, version=fresh.version, values=values, actor=self.actor)

    def _change_theme(self, theme: Theme, values: dict[str, Any]) -> None:
        fresh = Theme.objects.get(pk=theme.pk)
        services.update_theme(theme=fresh, version=fresh.version, values=values, actor=self.actor)

    def _add_passing(self, facts: Mapping[str, Any]) -> None:
        """A step of the first edition that the second one tells was finished or dropped."""
        values = {column: text for name in STEP_TEXTS for column, text in _columns(name, facts[name])}
        theme = self.themes[facts["theme"]]
        values["horizon"] = facts["horizon"]
        step = services.add_step(theme=theme, values=values, actor=self.actor)
        key = next(key for key in self.figures if key.endswith(facts["evidence"]))
        services.link_evidence(target=step, figure_key=key, actor=self.actor)
        self.closed.append((step, facts))

    def _link(self, step: Step, row: Mapping[str, Any]) -> None:
        """The largest figure whose key ends so; where a room has none, the step keeps what it has."""
        source = row.get("source", "workshops")
        found = [f for k, f in self.figures.items() if f.source == source and k.endswith(row["figure"])]
        if not found:
            return
        figure: Figure = max(found, key=lambda figure: figure.value or 0)
        link = services.link_evidence(
            target=step, figure_key=figure.key, actor=self.actor, caption=row["caption"]
        )
        if row.get("first"):
            services.show_first(link=link, actor=self.actor)


def _columns(name: str, words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(f"{name}_{code}", words[code]) for code in LANGUAGES]


def _reason(words: Mapping[str, str] | None) -> dict[str, str]:
    return dict(_columns("change_reason", words)) if words else {}


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
