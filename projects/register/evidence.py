"""What the register lets others quote: how many have joined, and from how many regions."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from projects.register.models import Partnership, Project, Region
from yhes.common.figures import Audience, Figure
from yhes.common.words import Words, in_every_language


def figures(project: Project, *, audience: Audience) -> Sequence[Figure]:
    """Joined partners of all that were asked, and regions with a joined partner of all 19.

    The same for both audiences, as the public page lists the partners. A project without partners
    has no figures. Figures that count fictional organisations are marked as example data.
    """
    joined = Q(state=Partnership.State.JOINED)
    counts = project.partnerships.aggregate(
        all=Count("pk", filter=~Q(state=Partnership.State.DRAFT)),
        joined=Count("pk", filter=joined),
        regions=Count("organisation__region", filter=joined, distinct=True),
        fictional=Count("pk", filter=Q(organisation__is_fictional=True)),
    )
    if not counts["all"]:
        return ()
    is_example = bool(counts["fictional"])
    partners = in_every_language(lambda: _("partners have joined"))
    regions = in_every_language(lambda: _("regions have a partner"))
    return (
        _share(project, "partners", counts["joined"], counts["all"], partners, is_example),
        _share(project, "regions", counts["regions"], Region.objects.count(), regions, is_example),
    )


def _share(project: Project, name: str, value: int, whole: int, label: Words, is_example: bool) -> Figure:
    today = timezone.localdate()
    return Figure(
        key=f"register:project-{project.pk}:{name}",
        source="register",
        value=value,
        of=whole,
        unit="share",
        label=label,
        source_line=in_every_language(
            lambda: _("Project register, %(day)s") % {"day": date_format(today, "SHORT_DATE_FORMAT")}
        ),
        as_of=today,
        address=f"/id/project/{project.pk}" if project.is_public else "",
        is_example=is_example,
    )
