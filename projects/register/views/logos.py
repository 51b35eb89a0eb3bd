"""Logos of the project's funders: keeping them in the desk, and the doors through which they are seen."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.register import history, services
from projects.register.documents import TYPES
from projects.register.forms.logos import LogoForm, NewLogoForm
from projects.register.models import FunderLogo
from projects.register.services.followup import changed
from projects.register.services.logos import add_logo
from projects.register.views.finding import coordinated_project, desk_project
from projects.register.views.meanwhile import changes_meanwhile, version
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit, restoring
from yhes.common.asked import whole_number
from yhes.common.forms import done, form_page


@require_safe
def logos(request: SignedInRequest, project: str) -> HttpResponse:
    found = coordinated_project(request, project)
    removed = whole_number(request.GET.get("removed", ""))
    context = {
        "project": found,
        "logos": FunderLogo.objects.present().filter(project=found),
        "removed": FunderLogo.objects.in_bin().filter(project=found, pk=removed).first(),
    }
    return render(request, "register/logos.html", context)


@require_http_methods(["GET", "POST"])
def logo_add(request: SignedInRequest, project: str) -> HttpResponse:
    found = coordinated_project(request, project)
    order = FunderLogo.objects.present().filter(project=found).count() + 1
    form = NewLogoForm(request.POST or None, request.FILES or None, project=found, initial={"order": order})
    if done(
        form,
        lambda: add_logo(project=found, file=form.cleaned_data["file"], facts=form.facts, actor=request.user),
    ):
        messages.success(request, _("The logo was added."))
        return redirect("register:logos", project)
    return form_page(request, "register/logo_form.html", form, {"project": found, "logo": None})


@require_http_methods(["GET", "POST"])
def logo_edit(request: SignedInRequest, project: str, logo: int) -> HttpResponse:
    """Its words, link and place; another picture is another logo."""
    found = coordinated_project(request, project)
    kept = get_object_or_404(FunderLogo.objects.present(), pk=logo, project=found)
    action = changed(FunderLogo)
    form = LogoForm(request.POST or None, instance=kept, initial={"seen": version(kept, action)})
    if done(
        form,
        lambda: services.save_followed_up(
            item=kept, facts=form.facts, seen=form.cleaned_data["seen"], actor=request.user
        ),
    ):
        messages.success(request, _("The change was saved."))
        return redirect("register:logos", project)
    context = {
        "project": found,
        "logo": kept,
        "history": history.entries(audit.history(kept), restore=restoring.links(request.user, found)),
        "meanwhile": changes_meanwhile(form, action),
    }
    return form_page(request, "register/logo_form.html", form, context)


@require_POST
def logo_remove(request: SignedInRequest, project: str, logo: int) -> HttpResponse:
    found = coordinated_project(request, project)
    kept = get_object_or_404(FunderLogo, pk=logo, project=found)
    services.remove_followed_up(item=kept, actor=request.user)
    return redirect(f"{reverse('register:logos', args=[project])}?removed={kept.pk}")


@require_safe
@cache_control(private=True, max_age=3600)
def logo_file(request: SignedInRequest, project: str, logo: int) -> HttpResponseBase:
    """In the desk, also while the project is not public."""
    found = desk_project(request, project)
    return _picture(get_object_or_404(FunderLogo.objects.present(), pk=logo, project=found))


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def public_logo(request: HttpRequest, number: int) -> HttpResponseBase:
    """For everyone, of a public project. A picture never changes but may go: kept for an hour only."""
    public = FunderLogo.objects.present().filter(project__is_public=True)
    return _picture(get_object_or_404(public, pk=number))


def _picture(logo: FunderLogo) -> FileResponse:
    """Made by us, so it may be seen in the page; never taken for another type."""
    try:
        content = logo.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, content_type=TYPES[logo.kind])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
