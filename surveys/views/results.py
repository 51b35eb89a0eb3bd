"""Results for those inside the project; the public page of a release is in views/public.py."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from surveys import access
from surveys.models import Group
from surveys.presenting import (
    downloads_of,
    figures_of,
    head_of,
    over_time_of,
    own_and_earlier,
    questions_over_time_of,
    source_line,
    standing_release,
    standing_series,
    strengths_of,
    switcher_of,
    turnout,
)
from surveys.views.finding import round_and_group, round_of
from surveys.views.follow_ups import follow_up_section
from surveys.views.learning import learning_section
from surveys.views.open_answers import FIRST, answers_of
from surveys.views.replies import reply_section
from yhes.accounts.requests import SignedInRequest
from yhes.common.words import in_language


@require_safe
def results(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """To the group that concerns this person: the whole for coordinators, else their organisation."""
    round_ = round_of(request, project, pk)
    groups = Group.objects.filter(access.groups_visible_to(request.user, round_))
    if access.can_manage(request.user, round_.project):
        return redirect("surveys:group_results", project, pk, groups.get(level=Group.Level.PROJECT).pk)
    own = groups.filter(level__gte=Group.Level.ORGANISATION).first() or groups.first()
    return redirect("surveys:group_results", project, pk, get_object_or_404(groups, pk=own and own.pk).pk)


@require_safe
def group_page(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """Tiles, heatmap, distributions and comparison of one group."""
    round_, found = round_and_group(request, project, pk, group)
    series = standing_series(round_)
    release, earlier = own_and_earlier(round_, series)
    if release is None:
        return render(request, "surveys/results/waiting.html", {"round": round_})
    seen = access.organisations_seen_by(request.user, round_.project)
    context = {
        "round": round_,
        "release": release,
        "group": found,
        "name": in_language(found.label),
        "figures": figures_of(release, found, "inside", earlier=earlier, organisations=seen),
        "over_time": over_time_of(series, found, "inside"),
        "learning": learning_section(request, found, release),
        "head": head_of(release, found),
        "switcher": switcher_of(round_, seen, found),
        "open_answers": answers_of(request, round_, found, limit=FIRST),
        "replies": reply_section(request, found),
        "follow_ups": follow_up_section(request, release, found),
        "downloads": downloads_of(release),
    }
    return render(request, "surveys/results/group.html", context)


@require_safe
def management_page(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """Three strengths and three concerns of one group."""
    round_, found = round_and_group(request, project, pk, group)
    release = standing_release(round_)
    if release is None:
        return render(request, "surveys/results/waiting.html", {"round": round_})
    context = {
        "round": round_,
        "release": release,
        "group": found,
        "name": in_language(found.label),
        "turnout": turnout(found),
        "strengths": strengths_of(release, found),
        "replies": reply_section(request, found),
        "source": source_line(release),
    }
    return render(request, "surveys/results/summary.html", context)


@require_safe
def over_time_page(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """One group's dimensions and questions over the rounds of the survey, up to this one."""
    round_, found = round_and_group(request, project, pk, group)
    series = standing_series(round_)
    release, _earlier = own_and_earlier(round_, series)
    if release is None:
        return render(request, "surveys/results/waiting.html", {"round": round_})
    context = {
        "round": round_,
        "group": found,
        "name": in_language(found.label),
        "charts": questions_over_time_of(series, found),
    }
    return render(request, "surveys/results/over_time.html", context)
