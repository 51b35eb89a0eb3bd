"""Who has which role in the project: inviting, sending again, withdrawing, taking a role back.

Only coordinators come here, and the site's middleware asks them for a second factor everywhere.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.register import services
from projects.register.forms import InviteForm
from projects.register.models import Invitation, Membership, Partnership, Project, Role
from projects.register.views.finding import coordinated_project
from yhes.accounts.requests import SignedInRequest
from yhes.common.asked import plain_text
from yhes.common.errors import DomainError
from yhes.common.forms import done, form_page

_COORDINATORS_FIRST = Case(
    *(When(role=role, then=Value(place)) for place, role in enumerate(Role.values)),
    output_field=IntegerField(),
)


@require_safe
def members(request: SignedInRequest, project: str) -> HttpResponse:
    found = coordinated_project(request, project)
    people = Membership.objects.filter(project=found).select_related("user", "organisation")
    context = {
        "project": found,
        "members": people.order_by(_COORDINATORS_FIRST, "user__name", "pk"),
        "invitations": found.invitations.filter(accepted_at__isnull=True).for_listing(),
    }
    return render(request, "register/members.html", context)


@require_http_methods(["GET", "POST"])
def member_invite(request: SignedInRequest, project: str) -> HttpResponse:
    found = coordinated_project(request, project)
    form = InviteForm(request.POST or None, project=found, initial=_initial(request, found))
    if done(form, lambda: _invite(found, form.cleaned_data, request.user)):
        messages.success(request, _("The invitation is on its way."))
        return redirect("register:members", project)
    return form_page(request, "register/member_invite.html", form, {"project": found})


@require_http_methods(["GET", "POST"])
def member_remove(request: SignedInRequest, project: str, member: int) -> HttpResponse:
    found = coordinated_project(request, project)
    people = Membership.objects.select_related("user", "organisation", "project")
    membership = get_object_or_404(people, pk=member, project=found)
    if request.method == "GET":
        return render(request, "register/member_remove.html", {"project": found, "member": membership})
    try:
        services.remove_member(membership=membership, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The role was taken away."))
    return redirect("register:members", project)


@require_POST
def invitation_again(request: SignedInRequest, project: str, invitation: int) -> HttpResponse:
    """The same invitation with a new link; the link before stops working."""
    found = coordinated_project(request, project)
    old = get_object_or_404(Invitation, pk=invitation, project=found, accepted_at__isnull=True)
    try:
        services.invite(
            project=found,
            role=old.role,
            email=old.email,
            language=old.language,
            organisation=old.organisation,
            invited_by=request.user,
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The invitation is on its way."))
    return redirect("register:members", project)


@require_http_methods(["GET", "POST"])
def invitation_withdraw(request: SignedInRequest, project: str, invitation: int) -> HttpResponse:
    """Asks once: the link in the letter stops at once."""
    found = coordinated_project(request, project)
    old = get_object_or_404(Invitation.objects.select_related("organisation"), pk=invitation, project=found)
    if request.method == "GET":
        return render(request, "register/invitation_withdraw.html", {"project": found, "invitation": old})
    try:
        services.withdraw_invitation(invitation=old, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The invitation was withdrawn; its link no longer works."))
    return redirect("register:members", project)


def _initial(request: SignedInRequest, project: Project) -> dict[str, Any]:
    """The organisation whose page the person came from, and the role the link names."""
    partners = Partnership.objects.filter(project=project)
    found = partners.filter(organisation__slug=plain_text(request.GET.get("organisation", ""))).first()
    known = {"role": request.GET["role"]} if request.GET.get("role") in Role.values else {}
    return {"organisation": found.organisation_id if found else None, "language": get_language(), **known}


@transaction.atomic
def _invite(project: Project, typed: dict[str, Any], actor: Any) -> None:
    """Invite, and from then on wait for the answer of a partner that was a draft."""
    services.invite(project=project, invited_by=actor, **typed)
    partnership = Partnership.objects.filter(
        project=project, organisation=typed["organisation"], state=Partnership.State.DRAFT
    ).first()
    if partnership is not None:
        services.change_partner(partnership=partnership, state=Partnership.State.INVITED, actor=actor)
