"""Composing: proposals are stored with their reasons, and become draft rows when accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _

from projects.register.models import Project
from roadmap import composer
from roadmap.composer import Described
from roadmap.evidence import Evidence
from roadmap.models import EvidenceLink, Proposal, Roadmap, Step, Theme
from roadmap.services import editing, linking
from roadmap.services.editing import Actor
from roadmap.services.errors import Refused
from roadmap.starters import library
from yhes.common import audit
from yhes.common.words import Words, in_every_language, of_field

THEME_TEXTS = ("title", "lead", "summary", "finding", "survey_says", "workshops_say")
STEP_TEXTS = ("title", "why", "for_whom", "responsible", "done_when", "how_to_start")


@dataclass(frozen=True, slots=True)
class _Draft:
    key: str
    kind: str
    basis: str
    document: dict[str, Any]


@transaction.atomic
def compose_draft(*, project: Project, actor: Actor) -> Roadmap:
    """Look at the newest evidence and store what it proposes; returns the project's roadmap.

    Can be run again at any time. Nothing that a person wrote is changed: an open proposal is
    refreshed or withdrawn, an answered one stands until the figure under it is a new one.
    """
    roadmap = editing.start_roadmap(project=project, actor=actor)
    _compose(roadmap, actor, Evidence.of(project))
    return roadmap


@transaction.atomic
def accept_proposal(*, proposal: Proposal, actor: Actor) -> Theme | Step | EvidenceLink | None:
    """Make of a proposal what it proposes, for the coordinator to edit.

    Raises Refused when somebody has answered it already, or taken its theme out.
    """
    seen = Evidence.of(proposal.roadmap.project)
    made = _accept(proposal, actor, seen)
    if proposal.kind == Proposal.Kind.THEME:
        _compose(proposal.roadmap, actor, seen)  # its starter steps
    return made


@transaction.atomic
def decline_proposal(*, proposal: Proposal, actor: Actor) -> None:
    """Not now: it comes back only when the figure under it is a new one."""
    Proposal.objects.filter(pk=proposal.pk, answer=Proposal.Answer.OPEN).update(
        answer=Proposal.Answer.DECLINED
    )
    audit.record(
        actor=actor,
        action="roadmap.proposal_declined",
        on=proposal,
        project_id=proposal.roadmap.project_id,
    )


@transaction.atomic
def accept_everything(*, roadmap: Roadmap, actor: Actor) -> int:
    """Accept all open proposals, and those that they bring about (steps, evidence); count them."""
    seen, count = Evidence.of(roadmap.project), 0
    while waiting := list(roadmap.proposals.filter(answer=Proposal.Answer.OPEN)):
        for proposal in waiting:
            _accept(proposal, actor, seen)
        count += len(waiting)
        _compose(roadmap, actor, seen)
    return count


def _compose(roadmap: Roadmap, actor: Actor, seen: Evidence) -> None:
    """Store what the evidence proposes, and withdraw what it no longer does."""
    Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    drafts = [
        *_newer(roadmap, seen),
        *_themes(roadmap, seen),
        *_steps(roadmap, seen),
        *_evidence(roadmap, seen),
    ]
    known = {proposal.key: proposal for proposal in roadmap.proposals.all()}
    for order, draft in enumerate(drafts, start=1):
        _store(roadmap, draft, order, known.get(draft.key))
    stale = roadmap.proposals.filter(answer=Proposal.Answer.OPEN)
    stale.exclude(key__in=[draft.key for draft in drafts]).delete()
    audit.record(actor=actor, action="roadmap.composed", on=roadmap, project_id=roadmap.project_id)


def _accept(proposal: Proposal, actor: Actor, seen: Evidence) -> Theme | Step | EvidenceLink | None:
    fresh = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if fresh.answer != Proposal.Answer.OPEN:
        raise Refused(_("This proposal has been answered already."))
    fresh.answer = Proposal.Answer.ACCEPTED
    fresh.save(update_fields=["answer"])
    try:
        return _MAKERS[fresh.kind](fresh, actor, seen)
    except ObjectDoesNotExist as gone:
        raise Refused(_("What this was proposed for is not in the draft any more.")) from gone


def _themes(roadmap: Roadmap, seen: Evidence) -> Iterable[_Draft]:
    taken = set(roadmap.themes.values_list("dimension", flat=True))
    for idea in composer.propose_themes(seen.facts, library()):
        if idea.dimension not in taken:
            yield _Draft(f"theme:{idea.dimension}", Proposal.Kind.THEME, idea.basis, asdict(idea))


def _steps(roadmap: Roadmap, seen: Evidence) -> Iterable[_Draft]:
    facts = {fact.code: fact for fact in seen.facts}
    for theme in roadmap.themes.all():
        fact = facts.get(theme.dimension)
        for idea in composer.propose_steps(fact, seen.figures, library()) if fact else ():
            key = f"step:{theme.pk}:{idea.starter.code}"
            yield _Draft(key, Proposal.Kind.STEP, "", {**asdict(idea), "theme": theme.pk})


def _evidence(roadmap: Roadmap, seen: Evidence) -> Iterable[_Draft]:
    for idea in composer.propose_evidence(_described(roadmap), seen.figures):
        key = f"evidence:{idea.target}:{idea.figure}"
        yield _Draft(key, Proposal.Kind.EVIDENCE, idea.figure, asdict(idea))


def _newer(roadmap: Roadmap, seen: Evidence) -> Iterable[_Draft]:
    for link in _links(roadmap):
        if found := composer.successor(link.figure_key, seen.figures):
            document = {"link": link.pk, "old": link.figure_key, "figure": found}
            document["reason"] = in_every_language(
                lambda: _("A newer release has this figure. The draft still quotes the old one.")
            )
            yield _Draft(f"newer:{link.pk}:{found}", Proposal.Kind.NEWER, found, document)


def _links(roadmap: Roadmap) -> list[EvidenceLink]:
    themes = EvidenceLink.objects.filter(theme__roadmap=roadmap)
    steps = EvidenceLink.objects.filter(step__theme__roadmap=roadmap)
    return [*themes.select_related("theme"), *steps.select_related("step__theme")]


def _described(roadmap: Roadmap) -> list[Described]:
    found = []
    for theme in roadmap.themes.prefetch_related("evidence", "steps__evidence"):
        found += [_describe("step", step, STEP_TEXTS) for step in theme.steps.all() if not step.is_closed]
        found.append(_describe("theme", theme, THEME_TEXTS))
    return found


def _describe(name: str, row: Theme | Step, fields: tuple[str, ...]) -> Described:
    texts = [of_field(row, field) for field in fields]
    fi, sv, en = (
        " ".join(words) for words in zip(*((t["fi"], t["sv"], t["en"]) for t in texts), strict=True)
    )
    quoted = frozenset(link.figure_key for link in row.evidence.all())
    return Described(f"{name}:{row.pk}", Words(fi=fi, sv=sv, en=en), quoted)


def _store(roadmap: Roadmap, draft: _Draft, order: int, found: Proposal | None) -> None:
    values = {"kind": draft.kind, "document": draft.document, "order": order}
    if found is None:
        roadmap.proposals.create(key=draft.key, basis=draft.basis, **values)
    elif found.answer == Proposal.Answer.OPEN or found.basis != draft.basis:
        roadmap.proposals.filter(pk=found.pk).update(basis=draft.basis, answer=Proposal.Answer.OPEN, **values)


def _columns(document: dict[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """{"title": {fi, sv, en}} → {"title_fi": …}; only what the document has."""
    return {f"{field}_{code}": text for field in fields for code, text in document.get(field, {}).items()}


def _make_theme(proposal: Proposal, actor: Actor, seen: Evidence) -> Theme:
    document = proposal.document
    values = _columns(document, THEME_TEXTS) | {"dimension": document["dimension"]}
    values |= {f"reason_{code}": text for code, text in _joined(document["reasons"]).items()}
    theme = editing.add_theme(roadmap=proposal.roadmap, values=values, actor=actor)
    _link_all(theme, [document["basis"]], actor, seen)
    return theme


def _make_step(proposal: Proposal, actor: Actor, seen: Evidence) -> Step:
    document, starter = proposal.document, proposal.document["starter"]
    theme = Theme.objects.get(pk=document["theme"])
    values = _columns(starter, STEP_TEXTS)
    values |= {name: starter[name] for name in ("horizon", "sector", "min_size")}
    step = editing.add_step(theme=theme, values=values, actor=actor)
    _link_all(step, document["figures"], actor, seen, document["captions"])
    return step


def _make_evidence(proposal: Proposal, actor: Actor, seen: Evidence) -> EvidenceLink:
    name, _separator, number = proposal.document["target"].partition(":")
    target: Theme | Step = Theme.objects.get(pk=number) if name == "theme" else Step.objects.get(pk=number)
    key = proposal.document["figure"]
    return linking.link_evidence(target=target, figure_key=key, actor=actor, offered=seen.figures)


def _make_newer(proposal: Proposal, actor: Actor, _seen: Evidence) -> None:
    link = EvidenceLink.objects.filter(pk=proposal.document["link"]).first()
    if link is not None:
        linking.renew_evidence(link=link, figure_key=proposal.document["figure"], actor=actor)


def _link_all(
    target: Theme | Step,
    keys: Iterable[str],
    actor: Actor,
    seen: Evidence,
    captions: Mapping[str, Words] | None = None,
) -> None:
    words = captions or {}
    for key in keys:
        if key in seen.figures:
            linking.link_evidence(
                target=target, figure_key=key, actor=actor, caption=words.get(key), offered=seen.figures
            )


def _joined(reasons: Iterable[Words]) -> dict[str, str]:
    rows = list(reasons)
    return {code: " ".join(row[code] for row in rows) for code in ("fi", "sv", "en")}  # type: ignore[literal-required]


_MAKERS: dict[str, Callable[[Proposal, Actor, Evidence], Theme | Step | EvidenceLink | None]] = {
    Proposal.Kind.THEME: _make_theme,
    Proposal.Kind.STEP: _make_step,
    Proposal.Kind.EVIDENCE: _make_evidence,
    Proposal.Kind.NEWER: _make_newer,
}
