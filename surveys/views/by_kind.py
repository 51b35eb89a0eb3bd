"""Results that only some kinds of questionnaires have: competence, and feedback by process stage."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from surveys import access
from surveys.models import Group, Release, Round
from surveys.presenting import ReleaseReader, source_line, standing_release
from surveys.presenting.competence import competence_results
from surveys.presenting.reading import same_group
from surveys.presenting.stages import Voice, stage_results
from surveys.views.finding import round_of, visible_group
from yhes.accounts.requests import SignedInRequest
from yhes.common.words import in_language

MOST_BESIDE = 3  # other questionnaires on one page


@require_safe
def competence_page(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """Levels by area, the gap to each role, and what to train first."""
    round_ = _round_of_kind(request, project, pk, "competence")
    found = visible_group(request, round_, group)
    release = standing_release(round_)
    if release is None:
        return render(request, "surveys/results/waiting.html", {"round": round_})
    context = {
        "round": round_,
        "group": found,
        "name": in_language(found.label),
        "results": competence_results(_reader(release), found),
        "source": source_line(release),
    }
    return render(request, "surveys/results/competence.html", context)


@require_safe
def stages_page(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """Feedback by stage, beside what the project's other feedback says of the same group."""
    round_ = _round_of_kind(request, project, pk, "feedback")
    found = visible_group(request, round_, group)
    release = standing_release(round_)
    if release is None:
        return render(request, "surveys/results/waiting.html", {"round": round_})
    voices = [Voice(_reader(release), found), *beside(request, round_, found)]
    context = {
        "round": round_,
        "group": found,
        "name": in_language(found.label),
        "voices": voices,
        "results": stage_results([voice for voice in voices if voice.group]),
        "source": " · ".join(source_line(voice.reader.release) for voice in voices),
    }
    return render(request, "surveys/results/stages.html", context)


def _round_of_kind(request: SignedInRequest, project: str, pk: int, kind: str) -> Round:
    """A round of another kind of questionnaire has no such page."""
    round_ = round_of(request, project, pk)
    if round_.asked.kind != kind:
        raise Http404
    return round_


def _reader(release: Release) -> ReleaseReader:
    return ReleaseReader(release, "inside", get_language() or "fi")


def beside(request: SignedInRequest, round_: Round, group: Group) -> list[Voice]:
    """The newest standing release of each other feedback questionnaire that the person may see.

    What an organisation ordered for its own staff stands beside its own alone (decision 0064).
    """
    project = round_.project
    rounds = Round.objects.filter(
        access.visible_in(request.user, project),
        questionnaire__document__kind="feedback",
        ordered_by=round_.ordered_by_id,
    ).exclude(questionnaire__code=round_.questionnaire.code)
    releases = Release.objects.filter(round__in=rounds.values("pk"), withdrawn_at__isnull=True)
    newest: dict[str, Release] = {}
    for release in releases.select_related("round__questionnaire", "round__project").order_by(
        "-round__closes_at", "-number"
    ):
        newest.setdefault(release.round.questionnaire.code, release)
    return [_voice(request, release, group) for release in list(newest.values())[:MOST_BESIDE]]


def _voice(request: SignedInRequest, release: Release, group: Group) -> Voice:
    reader = _reader(release)
    same = same_group(reader, group)
    seen = access.groups_visible_to(request.user, release.round)
    is_seen = same is not None and Group.objects.filter(seen & Q(pk=same.pk)).exists()
    return Voice(reader, same if is_seen else None)
