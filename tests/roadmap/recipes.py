"""A released survey round to compose from, made as the counting leaves it behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from projects.register.models import Project
from roadmap import services
from roadmap.models import Edition, Roadmap, Step
from surveys.models import Group, QuestionnaireVersion, Release, ReleasedGroup, Round
from surveys.services import questionnaires
from tests.cast import Cast
from tests.roadmap.samples import SHARES, WORKSHOP, index_of, say
from yhes.common.figures import Audience, Figure

DIMENSIONS = {
    code: [item for item in SHARES if item.startswith(code)] for code in ("YK", "OS", "LU", "JO", "ME", "KU")
}


def public_document(
    *, indexes: dict[str, int | None] | None = None, hidden_items: Iterable[str] = ()
) -> dict[str, Any]:
    """A whole project's public figures; `indexes` replace computed ones, None protects."""
    values = {code: index_of(items) for code, items in DIMENSIONS.items()} | (indexes or {})
    items = {
        code: {"shares": None, "agree": None}
        if code in set(hidden_items)
        else {"shares": list(shares), "agree": shares[3] + shares[4]}
        for code, shares in SHARES.items()
    }
    return {"n": "200+", "indexes": values, "items": items}


def make_release(
    project: Project,
    *,
    year: int = 2025,
    document: dict[str, Any] | None = None,
    organisations: Sequence[dict[str, Any]] = (),
) -> Release:
    """A closed round of the readiness survey with a release: the whole project, and organisations."""
    closed = datetime(year, 11, 21, 12, tzinfo=UTC)
    round_ = Round.objects.create(
        project=project,
        questionnaire=_version(),
        modules=["vet"],
        title_fi=f"Yhteiskehittämisen valmiudet {year}",
        state=Round.State.PURGED,
        closes_at=closed,
        closed_at=closed,
        is_example=True,
    )
    shown = {"respondents": 240, "audience": Group.Audience.PUBLIC}
    root = Group.objects.create(round=round_, level=0, label=say("Koko aineisto"), **shown)
    release = Release.objects.create(round=round_, number=1, fingerprint="0" * 64)
    whole = document or public_document()
    ReleasedGroup.objects.create(release=release, group=root, audience="public", document=whole)
    for place, own in enumerate(organisations, start=1):
        group = Group.objects.create(
            round=round_, level=2, parent=root, order=place, label=say(f"Esimerkki {place}")
        )
        ReleasedGroup.objects.create(release=release, group=group, audience="public", document=own)
    return release


def _version() -> QuestionnaireVersion:
    found = {version.code: version for version in questionnaires.load_instruments()}
    return found["yhes_readiness"]


class Shelf:
    """A provider of evidence as any app would be one; tests put figures on it."""

    def __init__(self, *figures: Figure) -> None:
        self.figures = list(figures)

    def __call__(self, project: Project, audience: Audience) -> Sequence[Figure]:
        return tuple(self.figures)


def release_two_rounds(project: Project) -> None:
    make_release(project, year=2024, document=public_document(indexes={"KU": 66}))
    apart = [public_document(indexes={"LU": value}) for value in (48, 75)]
    make_release(project, year=2025, organisations=apart)


def compose_all(cast: Cast) -> Roadmap:
    roadmap = services.compose_draft(project=cast.project, actor=cast.aino)
    services.accept_everything(roadmap=roadmap, actor=cast.aino)
    return Roadmap.objects.get(pk=roadmap.pk)


def publish_changes(cast: Cast, edition: Edition) -> Edition:
    steps = list(Step.objects.filter(theme__roadmap=edition.roadmap).order_by("theme__order", "id"))
    renamed, dropped, done = steps[0], steps[1], steps[2]
    change(cast, renamed, title_en="Two hours a month for development", change_reason_en="tried and tested")
    change(cast, dropped, state="dropped", change_reason_en="did not fit into working time")
    change(cast, done, state="done")
    added = services.add_step(
        theme=renamed.theme,
        values={"title_fi": "Uusi askel", "title_en": "A new step", "horizon": "later"},
        actor=cast.aino,
    )
    services.link_evidence(target=added, figure_key=WORKSHOP.key, actor=cast.aino)
    return services.publish_edition(roadmap=edition.roadmap, actor=cast.aino)


def change(cast: Cast, step: Step, **values: object) -> Step:
    """An edit by the coordinator of the step as it is now."""
    fresh = Step.objects.get(pk=step.pk)
    return services.update_step(step=fresh, version=fresh.version, values=values, actor=cast.aino)
