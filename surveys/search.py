"""What surveys let people find (yhes.common.registry.SearchKind).

Rounds by their names and purposes, released results by what was asked, questionnaires by their questions.
Nothing about answers, open answers or whoever was invited is ever among it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.register.models import Membership, Project, Role
from surveys import access
from surveys.models import QuestionnaireVersion, Release, Round
from surveys.questionnaire import Questionnaire, Text
from yhes.accounts.models import User
from yhes.common.registry import Place, SearchItem, SearchKind
from yhes.common.words import Words, joined, of_field


def kinds() -> Iterator[SearchKind]:
    yield SearchKind(
        "results",
        45,
        _("Survey results"),
        _results,
        anyone=lambda: Release.objects.published().values("pk"),
    )
    yield SearchKind(
        "survey",
        50,
        _("Surveys"),
        _rounds,
        inside=lambda user: Round.objects.filter(access.visible_to(user)).values("pk"),
    )
    yield SearchKind(
        "questionnaire", 55, _("Questionnaires"), _questionnaires, inside=_questionnaires_seen_by
    )


def _results() -> Iterator[SearchItem]:
    """Standing public releases, by the round's name and what was asked."""
    releases = Release.objects.published().select_related("round__questionnaire", "round__project")
    for release in releases.defer("places", "round__questionnaire__document").order_by("pk"):
        yield SearchItem(
            pk=release.pk,
            title=of_field(release.round, "title"),
            text=joined([of_field(release.round, "purpose"), *_asked(release.round.asked_of_all)]),
            public=Place("surveys:release", (release.pk,)),
            project=release.round.project_id,
            is_example=release.round.is_example,
        )


def _rounds() -> Iterator[SearchItem]:
    for round_ in Round.objects.select_related("project").order_by("pk"):
        yield SearchItem(
            pk=round_.pk,
            title=of_field(round_, "title"),
            text=of_field(round_, "purpose"),
            inside=Place("surveys:round", (round_.project.slug, round_.pk)),
            project=round_.project_id,
            audience="members",
            is_example=round_.is_example,
        )


def _questionnaires() -> Iterator[SearchItem]:
    """The newest version of each, in the library of every project that has a coordinator to look at it."""
    coordinated = Membership.objects.filter(role=Role.COORDINATOR).values("project")
    newest = list(QuestionnaireVersion.objects.newest().defer("document").order_by("pk"))
    shared = {v.pk for v in newest if v.project_id is None and v.questionnaire.kind != "imported"}
    for project in Project.objects.filter(pk__in=coordinated).order_by("pk"):
        for version in newest:
            if version.pk in shared or version.project_id == project.pk:
                yield SearchItem(
                    pk=version.pk,
                    part=project.pk,
                    title=_words(version.questionnaire.title),
                    text=joined(_asked(version.questionnaire)),
                    inside=Place("surveys:questionnaire", (project.slug, version.pk)),
                    project=project.pk,
                )


def _questionnaires_seen_by(user: User) -> Any:
    """Of the versions themselves; that the person coordinates the project stands in the entry's own rule."""
    if user.is_superuser:
        return QuestionnaireVersion.objects.values("pk")
    mine = Membership.objects.filter(user_id=user.pk, role=Role.COORDINATOR).values("project")
    return QuestionnaireVersion.objects.filter(Q(project__isnull=True) | Q(project__in=mine)).values("pk")


def _asked(questionnaire: Questionnaire) -> Iterator[Words]:
    yield _words(questionnaire.title)
    for dimension in questionnaire.dimensions:
        yield _words(dimension.title)
        for item in dimension.items:
            yield _words(item.text)


def _words(text: Text) -> Words:
    return Words(fi=text.fi, sv=text.sv, en=text.en)
