"""What the follow-up room and the employers' lists let people find (yhes.common.registry.SearchKind)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.register import employers
from projects.register.models import (
    Decision,
    Deliverable,
    Document,
    EmployerPartnership,
    FollowedUp,
    Membership,
    Milestone,
    Risk,
    Role,
)
from projects.register.models.followup import Readers
from yhes.accounts.models import User
from yhes.common.registry import Audience, Place, SearchItem, SearchKind
from yhes.common.words import Words, joined, of_field

_TRANSLATED: Final = (Milestone, Deliverable)


def kinds() -> Iterator[SearchKind]:
    yield SearchKind("employer", 36, _("Employers"), _employers, inside=_employers_seen_by)
    yield _kind(Milestone, "milestones", 50, _("Milestones"), "members")
    yield _kind(Deliverable, "deliverables", 51, _("Deliverables"), "members")
    yield _kind(Decision, "decisions", 52, _("Decisions"), "members")
    yield _kind(Risk, "risks", 53, _("Risks"), "coordinators")
    yield SearchKind("document", 54, _("Documents"), _documents, inside=_documents_seen_by)


def _kind(model: type[FollowedUp], slug: str, order: int, label: Any, audience: Audience) -> SearchKind:
    """Everybody with a part in the project reads them, and coordinators alone the risks."""

    def inside(user: User) -> Any:
        of_whom = coordinated_by(user) if audience == "coordinators" else joined_by(user)
        return model.objects.present().filter(of_whom).values("pk")

    return SearchKind(slug[:-1], order, label, _items_of(model, slug, audience), inside=inside)


def _items_of(model: type[FollowedUp], slug: str, audience: Audience) -> Callable[[], Iterator[SearchItem]]:
    def items() -> Iterator[SearchItem]:
        for item in model.objects.present().select_related("project").order_by("pk"):
            title = of_field(item, "title") if model in _TRANSLATED else _in_all(item.title)
            yield SearchItem(
                pk=item.pk,
                title=title,
                text=of_field(item, "description") if model in _TRANSLATED else _in_all(""),
                inside=_listed(item.project.slug, slug, title),
                project=item.project_id,
                audience=audience,
            )

    return items


def _documents() -> Iterator[SearchItem]:
    """By title and the file's name; what is for the members of a group is found by coordinators only."""
    for document in Document.objects.present().select_related("project").order_by("pk"):
        title = _in_all(document.title)
        yield SearchItem(
            pk=document.pk,
            title=title,
            text=_in_all(document.name),
            inside=_listed(document.project.slug, "documents", title),
            project=document.project_id,
            audience="coordinators" if document.visibility == Readers.GROUP else "members",
        )


def _documents_seen_by(user: User) -> Any:
    seen = coordinated_by(user) | (joined_by(user) & ~Q(visibility=Readers.GROUP))
    return Document.objects.present().filter(seen).values("pk")


def _employers() -> Iterator[SearchItem]:
    """By the workplace and the school. Notes, next steps and people stay out."""
    rows = EmployerPartnership.objects.select_related("workplace", "school", "project").order_by("pk")
    for row in rows:
        title = of_field(row.workplace, "name")
        number = [_in_all(row.workplace.business_id)] if row.workplace.business_id else []
        query = urlencode({"q": title["fi"] or title["sv"] or title["en"]})
        yield SearchItem(
            pk=row.pk,
            title=title,
            text=joined([of_field(row.school, "name"), *number]),
            inside=Place("register:employer_list", (row.project.slug,), f"?{query}"),
            project=row.project_id,
            organisation=row.school_id,
            audience="organisation",
        )


def _employers_seen_by(user: User) -> Any:
    return EmployerPartnership.objects.filter(employers.seen_by(user)).values("pk")


def joined_by(user: User) -> Q:
    """Of what has a `project`: those in which the person has a part."""
    if user.is_superuser:
        return Q()
    return Q(project__in=Membership.objects.filter(user_id=user.pk).values("project"))


def coordinated_by(user: User) -> Q:
    if user.is_superuser:
        return Q()
    mine = Membership.objects.filter(user_id=user.pk, role=Role.COORDINATOR)
    return Q(project__in=mine.values("project"))


def _listed(project: str, slug: str, title: Words) -> Place:
    """Its list, narrowed to it: the rows have no pages of their own that everybody may open."""
    query = urlencode({"q": title["fi"] or title["sv"] or title["en"]})
    return Place("register:followup_list", (project, slug), f"?{query}")


def _in_all(text: str) -> Words:
    """A text that is the same in every language; kept once."""
    return Words(fi=text, sv="", en="")
