"""What the roadmap offers to the desk, the front page and the header (see apps.py)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from projects.register.models import Project
from roadmap import access
from roadmap.models import Edition, EditionFile, Proposal
from roadmap.reading import Reader
from roadmap.snapshot import from_document
from yhes.common.registry import HomeSection, Kind, NavItem, Provider, RailItem, Todo
from yhes.common.timeline import TimelineEvent

ON_HOME_PAGE = 3


def nav() -> Iterator[NavItem]:
    yield NavItem(10, _("Roadmap"), reverse("roadmap:current"))


def project_page(project: Project) -> Iterator[NavItem]:
    if Edition.objects.filter(roadmap__project=project).exists():
        yield NavItem(10, _("Roadmap"), reverse("roadmap:newest", args=[project.slug]))


def timeline(project: Project) -> Iterator[TimelineEvent]:
    """The editions, each on the day of its publication."""
    editions = Edition.objects.filter(access.editions_visible(), roadmap__project=project).defer("snapshot")
    for edition in editions.order_by("number"):
        yield TimelineEvent(
            on=timezone.localdate(edition.published_at),
            what=_("Roadmap"),
            title=_("Edition %(number)s of the roadmap") % {"number": edition.number},
            url=reverse("roadmap:edition", args=[project.slug, edition.number]),
        )


def rail(user: Any, project: Project) -> Iterator[RailItem]:
    if access.can_edit(user, project):
        url = reverse("roadmap:draft", args=[project.slug])
        yield RailItem(80, _("Roadmap"), "path", url, badge=_waiting(project))


def todo(user: Any, project: Project) -> Iterator[Todo]:
    """Proposals that wait for an answer are one thing to do."""
    waiting = _waiting(project) if access.can_edit(user, project) else 0
    if waiting:
        words = ngettext(
            "The roadmap has %(count)s proposal to answer",
            "The roadmap has %(count)s proposals to answer",
            waiting,
        )
        yield Todo(
            urgency=20,
            title=words % {"count": waiting},
            detail=_("They come from the newest evidence; each says why."),
            icon="path",
            url=reverse("roadmap:draft", args=[project.slug]),
            action=_("Look at the proposals"),
        )


def home() -> Iterator[HomeSection]:
    """The main roadmap's newest edition: the first steps of each horizon."""
    main = Edition.objects.filter(access.editions_visible(), roadmap__is_main=True)
    edition = main.newest_first().first()
    if edition is None:
        return
    publication = from_document(edition.snapshot)
    language = get_language() or "fi"
    reader = Reader(publication, language)
    steps = [step for theme in reader.themes for step in theme.steps]
    file = edition.files.filter(language=language, state=EditionFile.State.READY).first()
    context = {
        "edition": edition,
        "reader": reader,
        "slug": publication.slug,
        "pdf": file,
        "horizons": [
            (horizon, [step for step in steps if step.horizon == horizon.code][:ON_HOME_PAGE])
            for horizon in reader.horizons(steps)
        ],
        "sources": _sources(steps),
    }
    yield HomeSection("roadmap", "roadmap/_home.html", context, as_of=reader.published_on)


def _sources(steps: list[Any]) -> list[str]:
    """The source lines of the figures that the front page shows, each once."""
    shown = [step for code in ("now", "next", "later") for step in _first(steps, code)]
    return list(dict.fromkeys(step.figures[0].source for step in shown if step.figures))


def _first(steps: list[Any], code: str) -> list[Any]:
    return [step for step in steps if step.horizon == code][:ON_HOME_PAGE]


def _waiting(project: Project) -> int:
    return Proposal.objects.filter(roadmap__project=project, answer=Proposal.Answer.OPEN).count()


PROVIDERS: dict[Kind, Provider] = {
    "nav": nav,
    "home": home,
    "project_page": project_page,
    "timeline": timeline,
    "rail": rail,
    "todo": todo,
}
