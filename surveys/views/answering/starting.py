"""The first page: who asks, what is promised, where the answer is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from surveys.forms.rounds import minutes_to_answer
from surveys.language import shown
from surveys.models import Group, GroupTree, Invitation, Round, SharedLink, reached_by_leaf
from surveys.presenting.replies import public_release_of, reply_to_last_round
from surveys.questionnaire import Information, Questionnaire
from surveys.services import answering
from surveys.views.answering.pages import Place, answering_page, notice, remembered


@dataclass(frozen=True, slots=True)
class CountedIn:
    """One group that the answer becomes a part of, and how many were invited into it."""

    level: str
    name: str
    invited: int


@answering_page
@require_safe
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Before the first question. A link that cannot be used (any more) says so here already."""
    found = open_invitation(request, pk)
    if isinstance(found, HttpResponse):
        return found
    is_shared = found.channel == Invitation.Channel.SHARED
    return render(
        request, "surveys/answer/start.html", start_context(found.group, is_shared=is_shared, has_link=True)
    )


def open_invitation(request: HttpRequest, pk: int) -> Invitation | HttpResponse:
    """The invitation whose token this round's pages were given, or the page that says why not."""
    try:
        invitation = answering.find_invitation(remembered(request, Place(pk)))
    except answering.UnknownLink:
        return notice(request, "again", status=404)
    if invitation.round_id != pk:
        return notice(request, "again", status=404)
    return refusal(request, invitation) or invitation


def open_link(request: HttpRequest, pk: int, code: str) -> SharedLink | HttpResponse:
    """The shared link of an open round, or the page that says why there is none."""
    try:
        link = answering.find_shared_link(code)
    except answering.UnknownLink:
        return notice(request, "unknown", status=404)
    round_ = link.group.round
    if not round_.is_accepting or round_.pk != pk:
        return notice(request, "closed", status=410, round=round_)
    return link


def token_of_own(request: HttpRequest, link: SharedLink) -> str | HttpResponse:
    """A token for somebody who starts from a shared link, or the page that says why there is none."""
    try:
        return answering.start_from_link(link=link)
    except answering.TooLate:
        return notice(request, "closed", status=410, round=link.group.round)
    except answering.GroupFull:
        return notice(request, "full", status=409, round=link.group.round)


def refusal(request: HttpRequest, invitation: Invitation, place: Place | None = None) -> HttpResponse | None:
    """The page for a link that is spent, too late or taken out of use; None while it may be used."""
    if invitation.is_spent:
        return notice(request, "spent", status=200, invitation=invitation, place=place)
    if not invitation.round.is_accepting:
        return notice(
            request, "closed", status=410, invitation=invitation, place=place, round=invitation.round
        )
    if invitation.batch and invitation.batch.is_void:
        return notice(request, "void", status=410, invitation=invitation)
    return None


def start_context(
    group: Group, *, is_shared: bool, has_link: bool = False, is_tablet: bool = False
) -> dict[str, Any]:
    """has_link: the person has an invitation and goes on with a link; otherwise a button makes one."""
    round_ = group.round
    questionnaire = group.asked
    return {
        "round": round_,
        "project": round_.project,
        "counted_in": counted_in(round_, group),
        "minutes": minutes_to_answer(questionnaire),
        "has_open_questions": bool(questionnaire.all_open_questions),
        "has_shares": round_.shows_distributions or any(c.tells_shares for c in questionnaire.columns),
        "instrument": {
            "title": shown(questionnaire.title),
            "note": shown(questionnaire.note) if questionnaire.note else "",
            "citation": questionnaire.citation,
            "licence": questionnaire.licence,
        },
        "answers_kept_months": Round.ANSWERS_KEPT_MONTHS,
        "invitations_kept_days": Round.INVITATIONS_KEPT_DAYS,
        "is_shared": is_shared,
        "has_link": has_link,
        **_told_apart(questionnaire),
        **_last_time(round_, group),
        "own_questions": _own_questions(round_, group),
        "is_tablet": is_tablet,
        "has_profile": questionnaire.kind == "competence",
    }


def _told_apart(questionnaire: Questionnaire) -> dict[str, Any]:
    """What the privacy notice says of questions whose answers go a way of their own."""
    return {
        "background": [shown(item.text) for item in questionnaire.background],
        "has_conditions": any(question.show_if for question in questionnaire.closed),
    }


def _own_questions(round_: Round, group: Group) -> int:
    """How many questions are the own ones of the person's organisation."""
    own = round_.own_parts
    return sum(part.code in own and not isinstance(part, Information) for part in group.asked.parts)


def _last_time(round_: Round, group: Group) -> dict[str, Any]:
    """What was done about the round before; a link to its results where everybody may read them."""
    reply = reply_to_last_round(round_, group)
    release = public_release_of(reply) if reply else None
    url = f"{reverse('surveys:release', args=[release.pk])}#replies" if release else ""
    return {"last_reply": reply, "last_reply_url": url}


def counted_in(round_: Round, group: Group) -> list[CountedIn]:
    """From the whole down to the person's own group, with the number invited into each."""
    tree = GroupTree.of(round_)
    invited = tree.totals(reached_by_leaf(round_))
    return [
        CountedIn(str(Group.Level(step.level).label), str(step), invited[step.pk])
        for step in tree.path(tree.groups[group.pk])
    ]
