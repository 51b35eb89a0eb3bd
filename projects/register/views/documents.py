"""Documents: adding and changing them, and the only two doors through which their files leave."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from projects.register import history, services
from projects.register.documents import TYPES
from projects.register.followup import KINDS
from projects.register.forms.documents import DocumentForm, UploadForm
from projects.register.groups.access import documents_visible_to
from projects.register.models import Document, Project
from projects.register.models.followup import Visibility
from projects.register.services.followup import changed
from projects.register.views.finding import coordinated_project, desk_project
from projects.register.views.meanwhile import changes_meanwhile, version
from yhes.accounts.requests import SignedInRequest
from yhes.common import audit, restoring
from yhes.common.forms import done, form_page


@require_http_methods(["GET", "POST"])
def document_add(request: SignedInRequest, project: str) -> HttpResponse:
    found = coordinated_project(request, project)
    form = UploadForm(request.POST or None, request.FILES or None)
    if done(form, lambda: services.add_document(project=found, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The document was added."))
        return redirect("register:followup_list", project, "documents")
    context = {"project": found, "kind": KINDS["documents"], "item": None}
    return form_page(request, "register/followup/document_form.html", form, context)


@require_http_methods(["GET", "POST"])
def document_edit(request: SignedInRequest, project: str, item: int) -> HttpResponse:
    """Its title, who sees it, and another file in the place of the old one."""
    found = coordinated_project(request, project)
    document = get_object_or_404(Document.objects.present(), pk=item, project=found)
    action = changed(Document)
    seen = version(document, action)
    form = DocumentForm(
        request.POST or None,
        request.FILES or None,
        instance=document,
        project=found,
        initial={"seen": seen},
    )
    if done(
        form,
        lambda: services.change_document(
            document=document,
            facts=form.facts,
            file=form.cleaned_data["file"],
            seen=form.cleaned_data["seen"],
            actor=request.user,
        ),
    ):
        messages.success(request, _("The change was saved."))
        return redirect("register:followup_list", project, "documents")
    context = {
        "project": found,
        "kind": KINDS["documents"],
        "item": document,
        "history": history.entries(audit.history(document), restore=restoring.links(request.user, found)),
        "meanwhile": changes_meanwhile(form, action),
    }
    return form_page(request, "register/followup/document_form.html", form, context)


@require_safe
def document_file(request: SignedInRequest, project: str, item: int) -> HttpResponseBase:
    """For everybody with a part in the project; a paper of a group for the group's members."""
    found = desk_project(request, project)
    visible = Document.objects.present().filter(documents_visible_to(request.user, found))
    return file_response(get_object_or_404(visible, pk=item, project=found))


@login_not_required
@require_safe
@cache_control(public=True, max_age=60)
def public_file(request: HttpRequest, slug: str, item: int) -> HttpResponseBase:
    """For everyone, of a public project, once somebody has said so of this document."""
    project = get_object_or_404(Project.objects.published(), slug=slug)
    public = Document.objects.present().filter(visibility=Visibility.PUBLIC)
    return file_response(get_object_or_404(public, pk=item, project=project))


def file_response(document: Document) -> FileResponse:
    """Always to be saved, never opened in the portal's own name, and never taken for another type."""
    try:
        content = document.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content, as_attachment=True, filename=document.name, content_type=TYPES[document.kind]
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
