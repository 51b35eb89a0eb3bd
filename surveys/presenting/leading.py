"""For those who lead an organisation: what its newest results say, on the desk's first page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.register.models import Membership, Organisation, Project, Role
from surveys import access
from surveys.models import Group, Round
from surveys.presenting.fragments import source_line, strengths_of
from surveys.presenting.reading import standing_release
from surveys.presenting.replies import replies_for
from surveys.presenting.turnout import turnout
from yhes.accounts.models import User
from yhes.common.registry import OverviewBlock

TEMPLATE = "surveys/results/overview.html"


def newest_results(user: User, project: Project) -> Iterator[OverviewBlock]:
    """One block for each organisation the person leads in the project; what will come, before a release."""
    led = Membership.objects.filter(user_id=user.pk, project=project, role=Role.MANAGEMENT)
    for membership in led.select_related("organisation").order_by("organisation_id"):
        assert membership.organisation is not None  # membership_contact_has_organisation
        yield _block(user, project, membership.organisation)


def _block(user: User, project: Project, organisation: Organisation) -> OverviewBlock:
    group = _newest_group(user, project, organisation)
    release = standing_release(group.round) if group else None
    if group is None or release is None:
        context = {"organisation": organisation, "url": reverse("surveys:rounds", args=[project.slug])}
        return OverviewBlock(10, "lead", TEMPLATE, context)
    context = {
        "organisation": organisation,
        "release": release,
        "url": reverse("surveys:group_results", args=[project.slug, group.round_id, group.pk]),
        "strengths": strengths_of(release, group, level=3),
        "turnout": turnout(group),
        "source": source_line(release),
        "is_share": group.round.shows_distributions,
        "replies": replies_for(group),
        "reply_url": reverse("surveys:reply", args=[project.slug, group.round_id, group.pk]),
    }
    return OverviewBlock(10, "lead", TEMPLATE, context, title=_("Three strengths and concerns"))


def _newest_group(user: User, project: Project, organisation: Organisation) -> Group | None:
    """The organisation in the round that closed last, of those that have a release that stands."""
    rounds = Round.objects.filter(access.visible_to(user), project=project)
    groups = Group.objects.filter(
        round__in=rounds,
        round__releases__withdrawn_at__isnull=True,
        round__releases__isnull=False,
        organisation=organisation,
        level=Group.Level.ORGANISATION,
    )
    newest = groups.select_related("round__questionnaire").defer("round__questionnaire__document")
    return newest.order_by("-round__closes_at", "-round_id").first()
