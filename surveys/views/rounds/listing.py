"""The rounds of a project."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from projects.register.models import Project
from surveys import access
from surveys.filters import RoundFilter
from surveys.language import shown
from surveys.models import Round
from surveys.views.finding import project_of
from surveys.views.rounds.stages import badge_of
from yhes.accounts.requests import SignedInRequest
from yhes.common.export import Format, table_response

FORMATS: dict[str, Format] = {"csv": "csv", "xlsx": "xlsx"}
_PER_PAGE = 20


@require_safe
def round_list(request: SignedInRequest, project: str) -> HttpResponse:
    """Filter, sort, page, export."""
    found = project_of(request, project)
    visible = Round.objects.filter(access.visible_to(request.user), project=found).for_listing()
    filtered = RoundFilter(request.GET, queryset=visible, request=request)
    rounds = filtered.qs
    if file_format := FORMATS.get(request.GET.get("format", "")):
        name = f"{found.slug}-" + _("surveys")
        return table_response(name=name, file_format=file_format, head=_head(), rows=map(_row, rounds))
    page = Paginator(rounds, _PER_PAGE).get_page(request.GET.get("page"))
    count, can_manage = page.paginator.count, access.can_manage(request.user, found)
    context = {
        "project": found,
        "filter": filtered,
        "page": page,
        "count": ngettext("%(count)d round", "%(count)d rounds", count) % {"count": count},
        "head": [{"label": label} for label in _head()],
        "rows": [_cells(round_) for round_ in page],
        "can_manage": can_manage,
        "rooms": _rooms(found, can_manage=can_manage),
    }
    return render(request, "surveys/rounds/list.html", context)


def _rooms(project: Project, *, can_manage: bool) -> list[dict[str, Any]]:
    """What else there is about surveys, for components/tabs.html."""
    rooms = [
        ("rounds", _("Rounds"), True),
        ("round_calendar", _("By month"), True),
        ("questionnaires", _("Questionnaires"), can_manage),
        ("orders", _("Orders"), can_manage),
        ("learning", _("Ask how it goes"), True),
        ("deletions", _("Deletions"), can_manage),
    ]
    return [
        {"label": label, "url": reverse(f"surveys:{name}", args=[project.slug]), "current": name == "rounds"}
        for name, label, is_open in rooms
        if is_open
    ]


def _head() -> list[str]:
    return [_("Round"), _("Questionnaire"), _("State"), _("Opened"), _("Closes")]


def _cells(round_: Round) -> list[dict[str, Any]]:
    """One row for components/table.html."""
    url = reverse("surveys:round", args=[round_.project.slug, round_.pk])
    title, questionnaire, state, opened, closes = _row(round_)
    sub = _("Imported") if round_.is_imported else ""
    return [
        {"text": title, "url": url, "header": True, "sub": sub},
        {"text": questionnaire},
        {"badge_label": state, "badge_state": badge_of(round_)},
        {"text": opened},
        {"text": closes},
    ]


def _row(round_: Round) -> list[str]:
    return [
        round_.title,
        shown(round_.questionnaire.questionnaire.title),
        capfirst(round_.get_state_display()),
        _moment(round_.opened_at),
        _moment(round_.closes_at),
    ]


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""
