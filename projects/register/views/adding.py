"""Adding a partner: look in the register first, and only then write a new organisation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.register import services
from projects.register.forms import OrganisationForm, PartnerSearchForm
from projects.register.models import Organisation, Partnership, Project
from projects.register.views.finding import coordinated_project
from yhes.accounts.requests import SignedInRequest
from yhes.common.asked import plain_text
from yhes.common.errors import DomainError
from yhes.common.forms import add_domain_error, form_page

MOST_HITS = 20


@require_http_methods(["GET", "POST"])
def partner_add(request: SignedInRequest, project: str) -> HttpResponse:
    """GET searches the register; POST takes one of the organisations found."""
    found = coordinated_project(request, project)
    if request.method == "POST":
        return _take(request, found)
    form = PartnerSearchForm(request.GET or None)
    text = form.cleaned_data["q"].strip() if form.is_valid() else ""
    context = {
        "project": found,
        "form": form,
        "text": text,
        "hits": _hits(text, found) if text else [],
        "roles": Partnership.Role.choices,
    }
    return render(request, "register/partner_add.html", context)


@require_http_methods(["GET", "POST"])
def partner_create(request: SignedInRequest, project: str) -> HttpResponse:
    """A new organisation and its part in the project, both or neither."""
    found = coordinated_project(request, project)
    form = OrganisationForm(request.POST or None, with_role=True, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            partnership = _create(found, form, request.user)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            return _added(request, partnership)
    return form_page(request, "register/partner_create.html", form, {"project": found})


def _take(request: SignedInRequest, project: Project) -> HttpResponse:
    slug = plain_text(request.POST.get("organisation", ""))
    organisation = get_object_or_404(Organisation, slug=slug)
    role = request.POST.get("role", "")
    if role not in Partnership.Role.values:
        role = Partnership.Role.PARTNER
    try:
        partnership = services.add_partner(
            project=project, organisation=organisation, role=role, actor=request.user
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("register:partner_add", project.slug)
    return _added(request, partnership)


@transaction.atomic
def _create(project: Project, form: OrganisationForm, actor: Any) -> Partnership:
    organisation = services.create_organisation(facts=form.facts, actor=actor)
    return services.add_partner(
        project=project, organisation=organisation, role=form.cleaned_data["role"], actor=actor
    )


def _added(request: SignedInRequest, partnership: Partnership) -> HttpResponse:
    text = _("%(organisation)s was added as a draft. Next, invite its contact person.")
    messages.success(request, text % {"organisation": partnership.organisation})
    return redirect("register:partner", partnership.project.slug, partnership.organisation.slug)


def _hits(text: str, project: Project) -> list[Organisation]:
    """Those that match, each with `is_partner` (in the project already) and `carried_on` (by whom)."""
    partners = set(project.partnerships.values_list("organisation_id", flat=True))
    hits = list(
        Organisation.objects.matching(text)
        .select_related("provider", "region")
        .prefetch_related("successions__successor")
        .by_name()[:MOST_HITS]
    )
    for organisation in hits:
        organisation.is_partner = organisation.pk in partners
        organisation.carried_on = [str(each.successor) for each in organisation.successions.all()]
    return hits


def _initial(request: SignedInRequest) -> dict[str, str]:
    """What was searched for in vain becomes the name of the new organisation."""
    return {f"name_{get_language() or 'fi'}": request.GET.get("name", "")}
