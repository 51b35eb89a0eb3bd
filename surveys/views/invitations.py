"""Inviting people into a round, group by group."""

from __future__ import annotations

from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from surveys import access
from surveys.forms.invitations import EraseForm, PeopleForm, SlipsForm
from surveys.language import shown
from surveys.models import Group, GroupTree, Invitation, Round, SharedLink, SlipBatch, invited_by_leaf
from surveys.presenting.mailings import sent_or_waiting
from surveys.questionnaire.staging import STAGE_NAMES, chosen_stages
from surveys.services.invitations import again, mailing, people, shared_links, slips
from surveys.services.invitations.holding import held
from surveys.services.invitations.room import room_in
from surveys.views.finding import breadcrumbs, invitable_group, round_of
from surveys.views.rounds.page import job_of
from yhes.accounts.access import second_factor_required
from yhes.accounts.requests import SignedInRequest
from yhes.common.asked import plain_text
from yhes.common.errors import DomainError

_BATCH_REMEMBERED = 24 * 60 * 60  # seconds


@require_safe
def invitations(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Every group into which the person may invite, and how far inviting is there."""
    round_ = round_of(request, project, pk)
    tree = GroupTree.of(round_)
    mine = Group.objects.filter(access.groups_invited_by(request.user, round_))
    allowed = set(mine.values_list("pk", flat=True))
    if not allowed:
        return redirect("surveys:round", project, pk)
    invited = tree.totals(invited_by_leaf(round_))
    headcounts = tree.headcounts()
    groups = [group for group in tree.in_order() if group.pk in allowed]
    context = {
        "round": round_,
        "crumbs": _crumbs(round_),
        "rows": [
            {
                "group": group,
                "is_leaf": tree.is_leaf(group),
                "headcount": headcounts[group.pk],
                "invited": invited[group.pk],
            }
            for group in groups
        ],
        "top": groups[0],
        "job": job_of(request, mailing.group_subject(groups[0].pk)),
    }
    return render(request, "surveys/rounds/invitations.html", context)


@never_cache
@second_factor_required
@sensitive_post_parameters()
def group_invitations(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """The ways to invite one group; a list of addresses is checked first and sent when confirmed."""
    found = invitable_group(request, project, pk, group)
    start = {"language": request.LANGUAGE_CODE}
    form = PeopleForm(request.POST or None, request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            return _invite(request, found, form)
        except people.InvitedElsewhere as error:
            form.add_error("addresses", f"{error} {', '.join(error.emails[:20])}")
        except DomainError as error:
            form.add_error(None, str(error))
    return render(request, "surveys/rounds/group.html", _group_context(request, found, form))


def _invite(request: SignedInRequest, group: Group, form: PeopleForm) -> HttpResponse:
    listed = form.cleaned_data["people"]
    if not form.cleaned_data["confirmed"]:
        outcome = people.check_people(group=group, people=listed)
        context = {
            "group": group,
            "round": group.round,
            "outcome": outcome,
            "action": reverse(
                "surveys:group_invitations", args=[group.round.project.slug, group.round_id, group.pk]
            ),
            "list": form.as_text,
            "language": form.cleaned_data["language"],
            "crumbs": _crumbs(group.round, group),
        }
        return render(request, "surveys/rounds/confirm_people.html", context)
    outcome = people.invite_people(group=group, people=listed, user=request.user)
    messages.success(request, sent_or_waiting(outcome))
    return redirect("surveys:group_invitations", group.round.project.slug, group.round_id, group.pk)


def _group_context(request: SignedInRequest, group: Group, form: PeopleForm) -> dict[str, Any]:
    room = room_in(group)
    link = SharedLink.objects.filter(group=group).first()
    standing = Invitation.objects.filter(round=group.round_id, group=group).standing()
    failed = Invitation.objects.filter(round=group.round_id, group=group, has_failed=True)
    return {
        "group": group,
        "round": group.round,
        "form": form,
        "room": room,
        "invited": standing.count(),
        "has_been_mailed": standing.exclude(channel=Invitation.Channel.SLIP).exists(),
        "erase_form": EraseForm(),
        "last_time": again.last_time(group) if room and not link else None,
        "batches": SlipBatch.objects.filter(group=group),
        "slips_form": SlipsForm.blank(room),
        "link": link,
        "tablet_address": shared_links.tablet_address_of(link) if link else "",
        "waits": held(group.round).get(group.pk),
        "failed": failed.order_by("email").values_list("email", flat=True),
        "job": job_of(request, mailing.group_subject(group.pk)),
        "crumbs": _crumbs(group.round, group),
    }


@require_POST
@second_factor_required
def failed_retry(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """Send the letters that failed once more."""
    found = invitable_group(request, project, pk, group)
    try:
        people.retry_failed(group=found, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("surveys:group_invitations", project, pk, group)


@require_POST
@second_factor_required
def failed_withdraw(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """Take back one invitation whose letter failed, so that the address can be corrected."""
    found = invitable_group(request, project, pk, group)
    try:
        people.withdraw_failed(group=found, email=plain_text(request.POST.get("email", "")))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("surveys:group_invitations", project, pk, group)


@never_cache
@require_POST
def print_slips(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """The one page on which these codes ever stand. Loading it again makes no others."""
    found = invitable_group(request, project, pk, group)
    form = SlipsForm(request.POST)
    back = redirect("surveys:group_invitations", project, pk, group)
    if not form.is_valid():
        messages.error(request, _("Say how many slips you need."))
        return back
    if not cache.add(f"slips:{form.cleaned_data['batch']}", True, _BATCH_REMEMBERED):
        messages.error(request, _("These slips have been made already. Their codes cannot be shown again."))
        return back
    try:
        codes = slips.make_slips(group=found, count=form.cleaned_data["count"], user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return back
    context = {
        "group": found,
        "round": found.round,
        "address": f"{settings.SITE_URL}{reverse('surveys_id:code')}",
        "slips": [{"code": code, "qr": _qr(mailing.address_of(code), 2)} for code in codes],
        "crumbs": _crumbs(found.round, found),
    }
    return render(request, "surveys/rounds/slips.html", context)


@require_POST
def void_slips(request: SignedInRequest, project: str, pk: int, group: int, batch: int) -> HttpResponse:
    """Take a printed batch out of use; asks once. A second click finds it done and says the same."""
    found = invitable_group(request, project, pk, group)
    printed = get_object_or_404(SlipBatch.objects.filter(group=found), pk=batch)
    if "confirmed" not in request.POST and not printed.is_void:
        return render(
            request,
            "surveys/rounds/confirm_void.html",
            {"group": found, "round": found.round, "batch": printed, "crumbs": _crumbs(found.round, found)},
        )
    try:
        slips.void_slips(batch=printed, user=request.user)
        messages.success(request, _("The slips were taken out of use. You can make new ones."))
    except slips.AlreadyVoid as error:
        messages.success(request, str(error))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("surveys:group_invitations", project, pk, group)


@never_cache
@require_POST
@second_factor_required
@sensitive_post_parameters()
def erase_address(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """Erase the address of somebody who asks; asks once, and tells nothing of who was on the list."""
    found = invitable_group(request, project, pk, group)
    form = EraseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the e-mail address to erase."))
    elif not form.cleaned_data["confirmed"]:
        context = {"email": form.cleaned_data["email"], "crumbs": _crumbs(found.round, found)}
        return render(
            request, "surveys/rounds/confirm_erase.html", {**context, "group": found, "round": found.round}
        )
    else:
        _erase(request, found, form.cleaned_data["email"])
    return redirect("surveys:group_invitations", project, pk, group)


def _erase(request: SignedInRequest, group: Group, email: str) -> None:
    try:
        people.erase_from_group(group=group, email=email, user=request.user)
        messages.success(request, _("If the address was on the list, it has been erased."))
    except DomainError as error:
        messages.error(request, str(error))


@require_POST
def share_link(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    found = invitable_group(request, project, pk, group)
    try:
        shared_links.share_link(group=found, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("surveys:group_invitations", project, pk, group)
    return redirect("surveys:poster", project, pk, group)


@require_safe
def poster(request: SignedInRequest, project: str, pk: int, group: int) -> HttpResponse:
    """The shared link as a page to print and hang up; its code is no secret."""
    found = invitable_group(request, project, pk, group)
    link = get_object_or_404(SharedLink, group=found)
    address = shared_links.address_of(link)
    context = {
        "group": found,
        "round": found.round,
        "address": address,
        "qr": _qr(address, 6),
        "tablet_address": shared_links.tablet_address_of(link),
        "stages": _stage_posters(found.round, link),
        "crumbs": _crumbs(found.round, found),
    }
    return render(request, "surveys/rounds/poster.html", context)


def _stage_posters(round_: Round, link: SharedLink) -> list[dict[str, str]]:
    """One for each stage that the questionnaire asks for first; none where it does not ask for the stage."""
    posters = []
    for stage in chosen_stages(round_.asked):
        address = shared_links.address_of(link, stage)
        posters.append(
            {"code": stage, "name": shown(STAGE_NAMES[stage]), "address": address, "qr": _qr(address, 6)}
        )
    return posters


def _qr(address: str, scale: int) -> str:
    """A QR code as a data URI; black on white whatever the page's colours, as readers want it."""
    return str(segno.make(address, error="m").svg_data_uri(scale=scale, border=2))


def _crumbs(round_: Round, group: Group | None = None) -> list[dict[str, Any]]:
    """Down to the round's invitations, or to one group of them."""
    slug, pk = round_.project.slug, round_.pk
    page = (round_.title, reverse("surveys:round", args=[slug, pk]))
    if group is None:
        return breadcrumbs(round_.project, page, (_("Invitations"), ""))
    inviting = (_("Invitations"), reverse("surveys:invitations", args=[slug, pk]))
    return breadcrumbs(round_.project, page, inviting, (str(group), ""))
