"""Results for those inside the project; the public page of a release is in views/public.py."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from surveys import access
from surveys.models import Group, Release, Round
from surveys.presenting import ReleaseReader, group_results, summary
from surveys.presenting.reading import previous_release
from surveys.views.finding import round_of, visible_group
from yhes.accounts.requests import SignedInRequest
from yhes.common.words import in_language


@require_safe
def results(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """To the group that concerns this person: the whole for coordinators, else their organisation."""
    round_ = round_of(request, project, pk)
    groups = Group.objects.filter(access.groups_visible_to(request.user, round_))
    if access.can_manage(request.user, round_.project):
        return redirect("surveys:group_results", project, pk, groups.get(level=Group.Level.PROJECT).pk)
    own = groups.exclude(level=Group.Level.PROJECT).first() or groups.first()
    return redirect("surveys:group_results", project, pk, get_object_or_404(groups, pk=own and own.pk).pk)


@require_safe
def group_page(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """Tiles, heatmap, distributions and comparison of one group."""
    round_ = round_of(request, project, pk)
    found = visible_group(request, round_, group)
    release = _release(round_)
    if release is None:
        return render(request, "surveys/results/waiting.html", {"round": round_})
    reader = _reader(release)
    before = previous_release(release)
    page = group_results(
        reader, found, earlier=_reader(before) if before else None, source=source_line(release)
    )
    context = {
        "round": round_,
        "release": release,
        "group": found,
        "page": page,
        "switcher": _switcher(request, round_, found),
        "can_manage": access.can_manage(request.user, round_.project),
    }
    return render(request, "surveys/results/group.html", context)


@require_safe
def management_page(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """Three strengths and three concerns of one group."""
    round_ = round_of(request, project, pk)
    found = visible_group(request, round_, group)
    release = _release(round_)
    if release is None:
        return render(request, "surveys/results/waiting.html", {"round": round_})
    reader = _reader(release)
    context = {
        "round": round_,
        "release": release,
        "group": found,
        "name": in_language(found.label),
        "n": reader.n_of(found),
        "summary": summary(reader, found),
        "source": source_line(release),
    }
    return render(request, "surveys/results/summary.html", context)


def source_line(release: Release) -> str:
    """ "Syksyn kysely 2026, julkaistu 4.11.2026" in the active language."""
    return gettext("%(title)s, release %(number)s") % {
        "title": release.round.title,
        "number": release.number,
    }


def _release(round_: Round) -> Release | None:
    """The newest release that stands."""
    standing = Release.objects.filter(round=round_, withdrawn_at__isnull=True)
    return standing.select_related("round__questionnaire", "round__project").order_by("-number").first()


def _reader(release: Release) -> ReleaseReader:
    return ReleaseReader(release, "inside", get_language() or "fi")


def _switcher(request: SignedInRequest, round_: Round, current: Group) -> list[dict[str, object]]:
    """The groups this person may look at, parents before their children."""
    groups = Group.objects.filter(access.groups_visible_to(request.user, round_))
    return [
        {"pk": group.pk, "name": in_language(group.label), "level": group.level, "current": group == current}
        for group in in_tree_order(list(groups))
    ]


def in_tree_order(groups: list[Group]) -> list[Group]:
    """Each group followed by what is below it."""
    below: dict[int | None, list[Group]] = {}
    known = {group.pk for group in groups}
    for group in groups:
        parent = group.parent_id if group.parent_id in known else None
        below.setdefault(parent, []).append(group)
    ordered: list[Group] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        group = waiting.pop()
        ordered.append(group)
        waiting += reversed(below.get(group.pk, []))
    return ordered
