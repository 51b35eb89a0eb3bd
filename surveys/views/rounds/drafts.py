"""From a new draft to an open round."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys.forms.assurances import AssurancesForm
from surveys.forms.groups import GroupsForm, of_groups
from surveys.forms.rounds import RoundForm, current_versions, new_round, of_round
from surveys.models import Round
from surveys.services import assurances, groups, opening, rounds
from surveys.services.rounds import RoundRefused
from surveys.views.finding import breadcrumbs, managed_project, managed_round, prepared_round, round_address
from yhes.accounts.requests import SignedInRequest
from yhes.common.errors import DomainError


def round_create(request: SignedInRequest, project: str) -> HttpResponse:
    """A new draft; then its groups."""
    found = managed_project(request, project)
    form = RoundForm(request.POST or None, project=found, initial=new_round(found))
    if request.method == "POST" and form.is_valid():
        try:
            made = rounds.create_round(project=found, user=request.user, basics=form.basics)
            return redirect("surveys:round_groups", project, made.pk)
        except DomainError as error:
            form.add_error(None, str(error))
    context = {
        "form": form,
        "title": _("New survey round"),
        "crumbs": breadcrumbs(found, (_("New survey round"), "")),
        "is_new": True,
        "has_questionnaires": bool(current_versions(found)),
    }
    return render(request, "surveys/rounds/edit.html", context)


def round_edit(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    round_ = managed_round(request, project, pk)
    if round_.state != Round.State.DRAFT:
        return _cannot_change(request, round_)
    form = RoundForm(request.POST or None, project=round_.project, initial=of_round(round_))
    if request.method == "POST" and form.is_valid():
        try:
            rounds.change_round(round_=round_, user=request.user, basics=form.basics)
            return redirect(_page(round_), project, pk)
        except DomainError as error:
            form.add_error(None, str(error))
    context = {
        "form": form,
        "round": round_,
        "title": _("Change the round"),
        "crumbs": _crumbs(round_, _("Change the round")),
        "has_questionnaires": True,
    }
    return render(request, "surveys/rounds/edit.html", context)


def round_groups(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Which organisations and units take part, with how many people."""
    round_ = managed_round(request, project, pk)
    if round_.state != Round.State.DRAFT:
        return _cannot_change(request, round_)
    form = GroupsForm(request.POST or None, initial=of_groups(round_), round_=round_)
    if request.method == "POST" and form.is_valid():
        try:
            groups.choose_groups(
                round_=round_,
                user=request.user,
                choices=form.choices,
                with_regions=form.cleaned_data["with_regions"],
            )
            return redirect("surveys:round", project, pk)
        except DomainError as error:
            form.add_error(None, str(error))
    context = {"form": form, "round": round_, "crumbs": _crumbs(round_, _("Groups"))}
    return render(request, "surveys/rounds/groups.html", context)


@require_POST
def round_open(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """The page's form brings the ticks along; "Try again" after a failure brings none."""
    round_ = prepared_round(request, project, pk)
    try:
        if "assured" in request.POST:
            _assure(request, round_)
        opening.request_opening(round_=round_, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("surveys:round", project, pk)


@require_POST
def round_assure(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    """Keep what the coordinator vouches for so far."""
    round_ = prepared_round(request, project, pk)
    try:
        _assure(request, round_)
        messages.success(request, _("Saved."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("surveys:round", project, pk)


def _assure(request: SignedInRequest, round_: Round) -> None:
    form = AssurancesForm(request.POST, round_=round_)
    if not form.is_valid():
        raise RoundRefused(_("Say whether a research permit is needed."))
    assurances.assure(round_=round_, user=request.user, given=form.given)


@require_POST
def round_back_to_draft(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    round_ = prepared_round(request, project, pk)
    try:
        opening.back_to_draft(round_=round_, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("surveys:round", project, pk)


@require_POST
def round_delete(request: SignedInRequest, project: str, pk: int) -> HttpResponse:
    round_ = managed_round(request, project, pk)
    try:
        rounds.delete_draft(round_=round_, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("surveys:round", project, pk)
    messages.success(request, _("The draft was deleted."))
    return redirect("surveys:rounds", project)


def _page(round_: Round) -> str:
    """After the basics come the groups, unless they have been chosen."""
    return "surveys:round" if round_.groups.exists() else "surveys:round_groups"


def _cannot_change(request: SignedInRequest, round_: Round) -> HttpResponse:
    messages.error(request, _("This round has been opened and cannot be changed any more."))
    return redirect("surveys:round", round_.project.slug, round_.pk)


def _crumbs(round_: Round, label: str) -> list[dict[str, str]]:
    return breadcrumbs(round_.project, (round_.title, round_address(round_)), (label, ""))
