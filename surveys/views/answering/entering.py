"""From a letter, a slip or a poster to the first page of a round. No GET here changes anything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from surveys.forms.invitations import CodeForm
from surveys.models import Invitation, SharedLink
from surveys.services import answering
from surveys.views.answering.pages import Place, answering_page, notice, remember, remembered, start_path
from surveys.views.answering.stage import STAGE, stage_query
from surveys.views.answering.starting import open_link, start_context, token_of_own

# Mail programs take the full stop or bracket after a link for a part of it.
_AROUND_LINKS = "/ .,;:!?)>]}'\"’”»"


@answering_page
@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """`/v/<token>`: on to an address without the token, whether or not there is such a token.

    Scanners of mail open links; nothing is spent here. No page stands at this address, so no
    address with a token is ever sent to anybody as a referrer.
    """
    token = token.strip(_AROUND_LINKS)
    try:
        invitation = answering.find_invitation(token)
    except answering.UnknownLink:
        return _onwards(reverse("surveys:answer_unknown"))
    return _to_start(invitation, token)


@answering_page
@require_safe
def no_code(request: HttpRequest) -> HttpResponse:
    """`/v/` as printed on slips: to the page that asks for the code, in the browser's language."""
    return redirect("surveys:answer_code")


@answering_page
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Where the code of a slip is typed."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            return _to_start(answering.find_invitation(code), code)
        except answering.UnknownLink:
            form.add_error("code", translation.gettext("This code is not known. Check it letter by letter."))
    return render(request, "surveys/answer/code.html", {"form": form})


@answering_page
@require_safe
def unknown_link(request: HttpRequest) -> HttpResponse:
    return notice(request, "unknown", status=404)


# --- Shared links ----------------------------------------------------------------------------------


@answering_page
@require_safe
def enter_shared(request: HttpRequest, code: str) -> HttpResponse:
    """`/k/<code>`, or `/k/<code>/<stage>`: to the first page of the round, in the browser's language."""
    code, _slash, stage = code.strip(_AROUND_LINKS).partition("/")
    try:
        link = answering.find_shared_link(code)
    except answering.UnknownLink:
        return _onwards(reverse("surveys:answer_unknown"))
    address = reverse("surveys:answer_shared", args=[link.group.round_id, link.code])
    return _onwards(address + stage_query(link.group.round.asked, stage))


@answering_page
@require_safe
def enter_tablet(request: HttpRequest, code: str) -> HttpResponse:
    """`/k/<code>/tablet`: the same link on a tablet that stands where the group works."""
    try:
        link = answering.find_shared_link(code)
    except answering.UnknownLink:
        return _onwards(reverse("surveys:answer_unknown"))
    return _onwards(Place(link.group.round_id, link.code).start)


@answering_page
@require_http_methods(["GET", "HEAD", "POST"])
def start_shared(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The first page for a shared link; its button mints an invitation for whoever presses it."""
    found = open_link(request, pk, code)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        return render(request, "surveys/answer/start.html", start_context(found.group, is_shared=True))
    return _start(request, found)


def _start(request: HttpRequest, link: SharedLink) -> HttpResponse:
    """Somebody who began before goes on with the same invitation, as long as it is not spent."""
    place = Place(link.group.round_id)
    before = remembered(request, place)
    token = before if _may_go_on(before, link) else token_of_own(request, link)
    if isinstance(token, HttpResponse):
        return token
    stage = stage_query(link.group.round.asked, request.GET.get(STAGE, ""))
    response = redirect(place.questions + stage)
    remember(response, place=place, token=token)
    return response


def _may_go_on(token: str, link: SharedLink) -> bool:
    try:
        invitation = answering.find_invitation(token)
    except answering.UnknownLink:
        return False
    is_same = invitation.group_id == link.group_id and invitation.channel == Invitation.Channel.SHARED
    return is_same and not invitation.is_spent


# --- Onwards -------------------------------------------------------------------------------------


def _to_start(invitation: Invitation, token: str) -> HttpResponse:
    by_mail = invitation.channel == Invitation.Channel.MAIL
    language = invitation.language if by_mail else translation.get_language() or "fi"
    response = _onwards(start_path(invitation.round_id, language))
    remember(response, place=Place(invitation.round_id), token=token)
    return response


def _onwards(path: str) -> HttpResponse:
    return HttpResponseRedirect(path, headers={"Referrer-Policy": "no-referrer"})
