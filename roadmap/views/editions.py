"""Preview, publishing and the editions with their files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roadmap import access, diff, services
from roadmap.models import Edition, EditionFile
from roadmap.pages import PathPage
from roadmap.reading import Wanted
from roadmap.views.finding import draft_roadmap, person
from yhes.accounts.models import User
from yhes.common import jobs
from yhes.common.errors import DomainError
from yhes.common.models import Job
from yhes.common.words import LANGUAGES


@require_safe
def preview(request: HttpRequest, project: str) -> HttpResponse:
    """The path as the next edition would show it."""
    roadmap = draft_roadmap(request, project)
    publication = services.freeze_for_preview(roadmap)
    page = PathPage(
        publication,
        language=get_language() or "fi",
        wanted=Wanted(),
        difference=diff.compare(services.newest(roadmap), publication),
    )
    context = {"project": roadmap.project, "page": page, "reader": page.reader, "number": publication.number}
    return render(request, "roadmap/preview.html", context)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, project: str) -> HttpResponse:
    """The checklist; posting publishes."""
    roadmap = draft_roadmap(request, project)
    if request.method == "POST":
        try:
            edition = services.publish_edition(roadmap=roadmap, actor=person(request))
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("roadmap:publish", project)
        words = _("Edition %(number)s was published. Its PDFs are being made.")
        messages.success(request, words % {"number": edition.number})
        return redirect("roadmap:editions", project)
    publication = services.freeze_for_preview(roadmap)
    checks = services.checklist(roadmap, publication)
    context = {
        "project": roadmap.project,
        "roadmap": roadmap,
        "publication": publication,
        "steps": sum(1 for _pair in publication.steps()),
        "checks": [{"check": check, "url": _place(project, check)} for check in checks],
        "is_ready": not any(check.level == "blocking" for check in checks),
    }
    return render(request, "roadmap/publish.html", context)


@require_safe
def listing(request: HttpRequest, project: str) -> HttpResponse:
    """Editions, newest first, with the making of their PDFs."""
    roadmap = draft_roadmap(request, project)
    editions = roadmap.editions.newest_first().defer("snapshot").select_related("published_by")
    active, user = _jobs(editions), person(request)
    rows = [
        {"edition": edition, "files": [_file(file, active, user) for file in edition.files.all()]}
        for edition in editions.prefetch_related("files")
    ]
    context = {
        "project": roadmap.project,
        "roadmap": roadmap,
        "editions": rows,
        "can_make_main": not roadmap.is_main and access.can_choose_main(person(request)),
    }
    return render(request, "roadmap/editions.html", context)


@require_POST
def make_main(request: HttpRequest, project: str) -> HttpResponse:
    """The public site's "Roadmap" leads here from now on."""
    roadmap = draft_roadmap(request, project)
    if not access.can_choose_main(person(request)):
        raise Http404
    services.make_main(roadmap=roadmap, actor=person(request))
    messages.success(request, _("This is the portal's main roadmap from now on."))
    return redirect("roadmap:editions", project)


@require_POST
def render_again(request: HttpRequest, project: str, number: int) -> HttpResponse:
    roadmap = draft_roadmap(request, project)
    edition = get_object_or_404(Edition, roadmap=roadmap, number=number)
    language = request.POST.get("language", "")
    if language in LANGUAGES:
        services.render_again(edition=edition, language=language, actor=person(request))
        messages.success(request, _("The PDF is being made again. The old one stays until then."))
    return redirect("roadmap:editions", project)


def _jobs(editions: Any) -> dict[str, Job]:
    """The newest rendering job of each file, by its subject."""
    subjects = [services.rendering_subject(edition, code) for edition in editions for code in LANGUAGES]
    found = Job.objects.filter(kind="roadmap.render_edition", subject__in=subjects).order_by("created_at")
    return {job.subject: job for job in found}


def _file(file: EditionFile, active: dict[str, Job], user: User) -> dict[str, Any]:
    """With how far its making is for whoever started that; others are told that it is under way."""
    job = active.get(services.rendering_subject(file.edition, file.language))
    is_unfinished = job is not None and job.state != Job.State.DONE
    is_others = job is not None and job.is_active and job.started_by_id != user.pk
    return {
        "file": file,
        "url": reverse("roadmap_id:pdf", args=[file.edition_id, file.language]),
        "is_ready": file.state == EditionFile.State.READY,
        "is_others": is_others,
        "progress": jobs.shown(job) if job and is_unfinished and not is_others else None,
    }


def _place(project: str, check: services.Check) -> str:
    """Where the coordinator mends what a check is about."""
    if check.on is None:
        return reverse("roadmap:draft", args=[project])
    kind, number = check.on
    name = "roadmap:step_edit" if kind == "step" else "roadmap:theme"
    return reverse(name, args=[project, number])
