"""What the register lets people find (yhes.common.registry.SearchKind)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from projects.register import access
from projects.register.models import (
    Measure,
    Objective,
    Organisation,
    OrganisationName,
    Partnership,
    Programme,
    Project,
    Result,
    WorkPackage,
)
from yhes.accounts.models import User
from yhes.common.registry import Place, SearchItem, SearchKind
from yhes.common.words import Words, joined, of_field

_PLAN = (Objective, Measure, Result, WorkPackage)


def kinds() -> Iterator[SearchKind]:
    yield SearchKind(
        "project",
        20,
        _("Projects"),
        _projects,
        anyone=lambda: Project.objects.published().values("pk"),
        inside=lambda user: Project.objects.filter(access.projects_in_desk(user)).values("pk"),
    )
    yield SearchKind(
        "programme", 25, _("Programmes"), _programmes, anyone=lambda: _public_programmes().values("pk")
    )
    yield SearchKind(
        "organisation",
        30,
        _("Organisations"),
        _organisations,
        anyone=lambda: Organisation.objects.published().values("pk"),
    )
    yield SearchKind("partner", 35, _("Partners"), _partners, inside=_partners_seen_by)


def _public_programmes() -> QuerySet[Programme]:
    public = Project.objects.published().filter(programme__isnull=False)
    return Programme.objects.filter(pk__in=public.values("programme"))


def _partners_seen_by(user: User) -> Any:
    return Partnership.objects.filter(access.partnerships_visible_to(user)).values("pk")


def _projects() -> Iterator[SearchItem]:
    """With the plan that a project's page tells: five queries for all of them."""
    plans: defaultdict[int, list[Words]] = defaultdict(list)
    for model in _PLAN:
        for item in model.objects.all():
            plans[item.project_id] += [of_field(item, "title"), of_field(item, "description")]
    fields = ("acronym", "tagline", "summary", "themes", "target_groups", "quality_gaps")
    for project in Project.objects.order_by("pk"):
        told = [of_field(project, field) for field in fields]
        yield SearchItem(
            pk=project.pk,
            title=of_field(project, "name"),
            text=joined([*told, *plans[project.pk]]),
            public=Place("register:project", (project.slug,)) if project.is_public else None,
            inside=Place("desk:project", (project.slug,)),
            project=project.pk,
            audience="members",
        )


def _programmes() -> Iterator[SearchItem]:
    for programme in _public_programmes().order_by("pk"):
        yield SearchItem(
            pk=programme.pk,
            title=of_field(programme, "name"),
            text=of_field(programme, "description"),
            public=Place("register:project_list", query=f"?programme={programme.slug}"),
        )


def _organisations() -> Iterator[SearchItem]:
    """Those that anybody may read of, by all their names."""
    others = _other_names()
    for organisation in Organisation.objects.published().select_related("provider", "region").order_by("pk"):
        names = [of_field(organisation.provider, "name")] if organisation.provider else []
        place = [of_field(organisation.region, "name")] if organisation.region else []
        number = [_in_all(organisation.business_id)] if organisation.business_id else []
        yield SearchItem(
            pk=organisation.pk,
            title=_name(organisation),
            text=joined([*names, *others[organisation.pk], *place, *number]),
            public=Place("register:organisation", (organisation.slug,)),
            is_example=organisation.is_fictional,
        )


def _partners() -> Iterator[SearchItem]:
    others = _other_names()
    partners = Partnership.objects.select_related("organisation__provider", "project").order_by("pk")
    for partner in partners:
        organisation = partner.organisation
        names = [of_field(organisation.provider, "name")] if organisation.provider else []
        yield SearchItem(
            pk=partner.pk,
            title=_name(organisation),
            text=joined([*names, *others[organisation.pk]]),
            inside=Place("register:partner", (partner.project.slug, organisation.slug)),
            project=partner.project_id,
            organisation=organisation.pk,
            audience="organisation",
            is_example=organisation.is_fictional,
        )


def _other_names() -> defaultdict[int, list[Words]]:
    others: defaultdict[int, list[Words]] = defaultdict(list)
    for name in OrganisationName.objects.order_by("pk"):
        others[name.organisation_id].append(_in_all(name.name))
    return others


def _name(organisation: Organisation) -> Words:
    """The official name and the trade name, as they are shown beside each other."""
    trades = of_field(organisation, "trade_name")

    def shown(code: str) -> str:
        official = getattr(organisation, f"name_{code}") or ""
        trade = getattr(organisation, f"trade_name_{code}") or trades["fi"]
        return f"{official} {trade}".strip() if official else ""

    return Words(fi=shown("fi"), sv=shown("sv"), en=shown("en"))


def _in_all(text: str) -> Words:
    """A text that is the same in every language; kept once."""
    return Words(fi=text, sv="", en="")
