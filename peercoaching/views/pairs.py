"""One pair in the desk: its sessions counted, one taken back and put back, the end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peercoaching import listing
from peercoaching.errors import CoachingError
from peercoaching.forms import SessionForm
from peercoaching.models import Pairing, Session
from peercoaching.services import sessions
from peercoaching.views.finding import room_project, visible_pair
from projects.register.models import Project
from yhes.accounts.access import person
from yhes.accounts.requests import SignedInRequest
from yhes.common.asked import whole_number
from yhes.common.forms import done, form_page
from yhes.common.models import AuditEvent


@require_http_methods(["GET", "HEAD", "POST"])
def pair_page(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """One pair and its sessions; counting one more."""
    found = room_project(request, project)
    pair = visible_pair(request, found, pk)
    form = SessionForm(request.POST if request.method == "POST" else None)
    user = person(request)
    if done(form, lambda: sessions.record_session(pairing=pair, user=user, **form.cleaned_data)):
        messages.success(request, _("The session was counted."))
        return redirect("peercoaching:pair", project, pk)
    context = {
        "project": found,
        "pair": pair,
        "row": listing.pair_rows([pair])[0],
        "sessions": pair.sessions.all(),
        "is_on": pair.state == Pairing.State.ACCEPTED,
        "removed": _removal(request, found, pair),
    }
    return form_page(request, "peercoaching/pair.html", form, context)


@require_POST
def session_delete(request: SignedInRequest, project: str, pk: int, session: int) -> HttpResponse:
    """At once; the pair's page then offers to undo."""
    pair = visible_pair(request, room_project(request, project), pk)
    counted = get_object_or_404(Session, pairing=pair, pk=session)
    event = sessions.delete_session(session=counted, user=person(request))
    return redirect(f"{reverse('peercoaching:pair', args=[project, pk])}?removed={event.pk}")


@require_POST
def session_restore(request: SignedInRequest, project: str, pk: int, event: int) -> HttpResponse:
    found = room_project(request, project)
    pair = visible_pair(request, found, pk)
    removal = get_object_or_404(AuditEvent, pk=event, project_id=found.pk)
    try:
        sessions.restore_session(event=removal, pairing=pair, user=person(request))
    except CoachingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The session is counted again."))
    return redirect("peercoaching:pair", project, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def pair_end(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Asks once and tells what cannot be undone."""
    found = room_project(request, project)
    pair = visible_pair(request, found, pk)
    if request.method != "POST":
        return render(request, "peercoaching/pair_end.html", {"project": found, "pair": pair})
    try:
        sessions.end_pair(pairing=pair, user=person(request))
    except CoachingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The pair has ended. Its sessions stay counted."))
    return redirect("peercoaching:pair", project, pk)


def _removal(request: SignedInRequest, project: Project, pair: Pairing) -> AuditEvent | None:
    """The removal that has just happened, so that the page can offer to undo it."""
    key = whole_number(request.GET.get("removed", ""))
    if key is None:
        return None
    removals = AuditEvent.objects.filter(action=sessions.DELETED, project_id=project.pk, pk=key)
    event = removals.first()
    return event if event and sessions.can_restore(event=event, pairing=pair) else None
