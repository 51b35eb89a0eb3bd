"""The queue of open answers: a coordinator reads them one at a time and decides what readers get."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from surveys import access
from surveys.filters import TextFilter
from surveys.forms.moderating import RedactForm, WithholdForm
from surveys.models import FreeText, Round, TextRelease
from surveys.presenting import moderation
from surveys.presenting.open_answers import standing
from surveys.services import moderating, text_releases
from surveys.views.finding import breadcrumbs, managed_round
from yhes.accounts.requests import SignedInRequest
from yhes.common.asked import plain_text
from yhes.common.errors import DomainError
from yhes.common.forms import done

_PER_PAGE = 20


@require_safe
def texts(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """How far the reading has come, the texts, and their release once all are decided on."""
    round_ = managed_round(request, project, pk)
    found = access.texts_to_moderate(request.user, round_)
    progress = moderation.progress_of(round_, found)
    filtered = TextFilter(request.GET, queryset=found, questions=moderation.questions_of(round_))
    page = Paginator(filtered.qs.in_turn(), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "round": round_,
        "crumbs": _crumbs(round_),
        "progress": progress,
        "whole": moderation.whole(progress),
        "filter": filtered,
        "page": page,
        "next": found.waiting().in_turn().first(),
        "release": standing(round_),
        "withdrawn": TextRelease.objects.filter(round=round_, withdrawn_at__isnull=False).first(),
        "asks_open_questions": bool(round_.asked.all_open_questions),
    }
    return render(request, "surveys/texts/queue.html", context)


@require_safe
def text(request: SignedInRequest, project: str, pk: int, text: UUID) -> HttpResponse:
    """One text with hints in it, and what can be decided on it."""
    found = _text(request, project, pk, text)
    return _page(request, found, _redact_form(found), WithholdForm())


@require_POST
def text_show(request: SignedInRequest, project: str, pk: int, text: UUID) -> HttpResponse:
    """Readers get it as it is; on to the next that waits."""
    found = _text(request, project, pk, text)
    try:
        moderating.show_text(text=found, seen=request.POST.get("seen", ""))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(_address(request, found))
    return _onward(request, found, _("The text is shown as it is."))


@require_POST
def text_redact(request: SignedInRequest, project: str, pk: int, text: UUID) -> HttpResponse:
    """Readers get it without some parts; the same page shows what they get."""
    found = _text(request, project, pk, text)
    form, seen = _redact_form(found, request.POST), request.POST.get("seen", "")
    if done(form, lambda: moderating.redact_text(text=found, seen=seen, parts=form.all_parts)):
        messages.success(request, _("The parts were removed. Look at what readers get."))
        return redirect(_address(request, found))
    return _page(request, found, form, WithholdForm())


@require_POST
def text_withhold(request: SignedInRequest, project: str, pk: int, text: UUID) -> HttpResponse:
    """Readers do not get it; on to the next that waits."""
    found = _text(request, project, pk, text)
    form, seen = WithholdForm(request.POST), request.POST.get("seen", "")
    if done(
        form,
        lambda: moderating.withhold_text(text=found, seen=seen, reason=form.cleaned_data["reason"]),
    ):
        return _onward(request, found, _("The text is withheld."))
    return _page(request, found, _redact_form(found), form)


@require_POST
def text_take_back(request: SignedInRequest, project: str, pk: int, text: UUID) -> HttpResponse:
    """Undo: the text waits again, as it was written."""
    found = _text(request, project, pk, text)
    try:
        moderating.take_back(text=found, seen=request.POST.get("seen", ""))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(_address(request, found))


@require_POST
def texts_release(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Readers get the texts; the page they are read on follows."""
    round_ = managed_round(request, project, pk)
    try:
        text_releases.release_texts(round_=round_, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The open answers have been released."))
    return redirect("surveys:texts", project, pk)


@require_POST
def texts_withdraw(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Take the released texts off every page, with a reason."""
    round_ = managed_round(request, project, pk)
    found = get_object_or_404(TextRelease.objects.filter(withdrawn_at__isnull=True), round=round_)
    try:
        reason = plain_text(request.POST.get("reason", ""))
        text_releases.withdraw_texts(release=found, user=request.user, reason=reason)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The open answers were withdrawn."))
    return redirect("surveys:texts", project, pk)


def _text(request: SignedInRequest, slug: str, pk: int, text: UUID) -> FreeText:
    """A text that may be moderated, for those who may."""
    round_ = managed_round(request, slug, pk)
    found: FreeText = get_object_or_404(
        access.texts_to_moderate(request.user, round_).select_related("group"), pk=text
    )
    found.round = round_
    return found


def _redact_form(text: FreeText, data: Any = None) -> RedactForm:
    return RedactForm(data, hints=moderation.hint_choices(text.as_read))


def _page(
    request: SignedInRequest, text: FreeText, redact_form: RedactForm, withhold_form: WithholdForm
) -> HttpResponse:
    queue = _queue(request, text.round)
    total, waiting = queue.count(), queue.waiting().count()
    context = {
        "text": text,
        "round": text.round,
        "question": moderation.questions_of(text.round).get(text.question),
        "crumbs": _crumbs(text.round, _("One text")),
        "pieces": moderation.pieces(text.as_read),
        "kinds": sorted({str(piece.kind) for piece in moderation.pieces(text.as_read) if piece.kind}),
        "redact_form": redact_form,
        "withhold_form": withhold_form,
        "done": total - waiting,
        "total": total,
        "place": queue.filter(_before(text)).count() + 1,
        "previous": queue.filter(_before(text)).in_turn().last(),
        "next": queue.filter(_after(text)).in_turn().first(),
        "query": _query(request),
        "is_released": standing(text.round) is not None,
    }
    status = 400 if redact_form.errors or withhold_form.errors else 200
    return render(request, "surveys/texts/text.html", context, status=status)


def _onward(request: SignedInRequest, text: FreeText, message: str) -> HttpResponse:
    """To the next text that waits, the one after this first; to the whole queue when none is left."""
    messages.success(request, message)
    waiting = _queue(request, text.round).waiting().in_turn()
    following = waiting.filter(_after(text)).first() or waiting.first()
    if following is None:
        return redirect("surveys:texts", text.round.project.slug, text.round_id)
    following.round = text.round
    return redirect(_address(request, following))


def _queue(request: SignedInRequest, round_: Round) -> Any:
    """What the person goes through: all texts of the round, or those of the chosen question."""
    found = access.texts_to_moderate(request.user, round_)
    question = request.GET.get("question", "")
    return found.filter(question=question) if question in moderation.questions_of(round_) else found


def _before(text: FreeText) -> Q:
    return Q(question__lt=text.question) | Q(question=text.question, pk__lt=text.pk)


def _after(text: FreeText) -> Q:
    return Q(question__gt=text.question) | Q(question=text.question, pk__gt=text.pk)


def _address(request: SignedInRequest, text: FreeText) -> str:
    return reverse("surveys:text", args=[text.round.project.slug, text.round_id, text.pk]) + _query(request)


def _query(request: SignedInRequest) -> str:
    question = request.GET.get("question", "")
    return f"?{urlencode({'question': question})}" if question else ""


def _crumbs(round_: Round, *more: str) -> list[dict[str, Any]]:
    page = reverse("surveys:round", args=[round_.project.slug, round_.pk])
    queue = reverse("surveys:texts", args=[round_.project.slug, round_.pk])
    steps = [(label, "") for label in more]
    return breadcrumbs(
        round_.project, (round_.title, page), (_("Open answers"), queue if more else ""), *steps
    )
