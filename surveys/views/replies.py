"""Writing what was done about the results, in the name of an organisation or the project."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveys import access, history
from surveys.forms.replies import ActionFormSet, ReplyForm, actions_formset
from surveys.models import FeedbackReply, Group
from surveys.presenting import replies_of
from surveys.presenting.replies import written_for
from surveys.services import replies
from surveys.views.finding import round_of, visible_group
from yhes.accounts.access import used_second_factor
from yhes.accounts.models import User
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit
from yhes.common.errors import DomainError
from yhes.common.forms import done
from yhes.common.words import in_language

LATEST = 20  # versions that the page lists


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """Write, save as a draft, publish."""
    found = _group(request, project, pk, group)
    seen = replies.version_of(_reply_of(found))  # before the row: what is saved in between must be noticed
    known = _reply_of(found)
    sent = request.POST if request.method == "POST" else None
    may_be_public = found.audience == Group.Audience.PUBLIC
    form = ReplyForm(sent, reply=known, seen=seen, may_be_public=may_be_public)
    actions = actions_formset(sent, reply=known, asked=found.asked)
    is_whole = sent is not None and form.is_valid() and actions.is_valid()
    if is_whole and done(form, lambda: _save(request, found, form, actions)):
        return redirect("surveys:reply", project, pk, group)
    context = _context(request, found, known, form, actions)
    has_errors = form.errors or (sent is not None and actions.total_error_count())
    return render(request, "surveys/results/reply.html", context, status=400 if has_errors else 200)


@require_POST
def reply_take_back(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """Published no more; nothing of it is lost."""
    found = _group(request, project, pk, group)
    known = _reply_of(found)
    try:
        if known:
            replies.take_back_reply(reply=known, user=request.user)
            messages.success(request, _("The reply is a draft again, and only those who write it see it."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("surveys:reply", project, pk, group)


def reply_section(request: SignedInRequest, group: Group) -> SafeString:
    """What the results page of `group` says of replies; nothing for a region, which has none.

    A unit shows its organisation's. The whole's page names the groups whose reply may be read.
    """
    own = group.parent if group.level == Group.Level.UNIT else group
    if own is None or own.level not in (Group.Level.PROJECT, Group.Level.ORGANISATION):
        return SafeString()
    own.round = group.round
    seen = access.organisations_seen_by(request.user, group.round.project)
    return replies_of(own, written_for(own, seen), may_reply=access.can_reply(request.user, own))


def _group(request: SignedInRequest, project: str, pk: int, group: int) -> Group:
    """A group the person may see; who may see it and not reply for it is told so."""
    found = visible_group(request, round_of(request, project, pk), group)
    if not access.can_reply(request.user, found):
        raise PermissionDenied
    return found


def _reply_of(group: Group) -> FeedbackReply | None:
    return FeedbackReply.objects.filter(group=group).prefetch_related("actions").first()


def _save(request: SignedInRequest, group: Group, form: ReplyForm, actions: ActionFormSet) -> None:
    saved = replies.save_reply(
        group=group,
        user=request.user,
        text=form.text,
        actions=actions.facts,
        is_public=form.cleaned_data.get("is_public", False),
        seen=form.cleaned_data["seen"] or 0,
    )
    if "publish" in request.POST:
        replies.publish_reply(reply=saved, user=request.user)
        messages.success(request, _("The reply was published."))
    else:
        messages.success(request, _("The reply was saved."))


def _context(
    request: SignedInRequest,
    group: Group,
    known: FeedbackReply | None,
    form: ReplyForm,
    actions: ActionFormSet,
) -> dict[str, Any]:
    events = list(audit.history(known)[:LATEST]) if known else []
    named = None if used_second_factor(request) else request.user
    return {
        "round": group.round,
        "group": group,
        "name": in_language(group.label),
        "reply": known,
        "form": form,
        "actions": actions,
        "meanwhile": _meanwhile(form, known, named),
        "history": history.entries(events, naming_only=named),
    }


def _meanwhile(form: ReplyForm, known: FeedbackReply | None, named: User | None) -> list[dict[str, Any]]:
    """What others have saved since the page was opened; `seen` then moves on, as the person reads it."""
    if known is None or not form.is_bound:
        return []
    seen = form.cleaned_data.get("seen") or 0
    events = list(audit.history(known).filter(action=replies.SAVED, pk__gt=seen))
    if events:
        sent: QueryDict = form.data.copy()  # type: ignore[attr-defined]  # what was sent is a QueryDict
        sent["seen"] = str(events[0].pk)
        form.data = sent
    return history.entries(events, naming_only=named)
