"""The groups of a round: the reporting plan and where people are invited, frozen when it opens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from projects.register.models import Organisation, Partnership, Region, Unit
from surveys.models import Group, Round
from surveys.services.rounds import RoundRefused, only_draft
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.words import Words, of_field


@dataclass(frozen=True, slots=True)
class UnitChoice:
    unit: Unit
    headcount: int


@dataclass(frozen=True, slots=True)
class OrganisationChoice:
    """An organisation that takes part: with its units, or as one group of `headcount` people."""

    organisation: Organisation
    headcount: int = 0
    units: tuple[UnitChoice, ...] = ()


@transaction.atomic
def choose_groups(
    *, round_: Round, user: User | None, choices: Sequence[OrganisationChoice], with_regions: bool
) -> None:
    """Build the tree project → region → organisation → unit anew, from the register as it is now.

    Without regions organisations stand directly under the project, as does one without a region.
    Raises RoundRefused unless the round is a draft and every organisation is a partner.
    """
    replace_groups(round_=round_, choices=choices, with_regions=with_regions)
    audit.record(
        actor=user,
        action="surveys.groups_chosen",
        on=round_,
        project_id=round_.project_id,
        changes={"groups": (None, [choice.organisation for choice in choices])},
    )


@transaction.atomic
def replace_groups(*, round_: Round, choices: Sequence[OrganisationChoice], with_regions: bool) -> None:
    """`choose_groups` for a service that writes its own line of history."""
    only_draft(round_)
    _check(round_, choices)
    Group.objects.filter(round=round_).delete()
    if choices:
        _Planter(round_).plant(choices, with_regions=with_regions)


def chosen(round_: Round) -> tuple[list[OrganisationChoice], bool]:
    """What `choose_groups` was given last: the organisations with their numbers, and whether by region."""
    groups = list(Group.objects.filter(round=round_).select_related("organisation__region", "unit"))
    units: dict[int, list[UnitChoice]] = defaultdict(list)
    for group in groups:
        if group.unit and group.parent_id:
            units[group.parent_id].append(UnitChoice(group.unit, group.headcount or 0))
    choices = [
        OrganisationChoice(group.organisation, group.headcount or 0, tuple(units[group.pk]))
        for group in groups
        if group.organisation and group.level == Group.Level.ORGANISATION
    ]
    return choices, any(group.level == Group.Level.REGION for group in groups)


def _check(round_: Round, choices: Iterable[OrganisationChoice]) -> None:
    partners = set(
        Partnership.objects.filter(project=round_.project_id)
        .exclude(state=Partnership.State.DECLINED)
        .values_list("organisation_id", flat=True)
    )
    for choice in choices:
        name = str(choice.organisation)
        if round_.ordered_by_id not in (None, choice.organisation.pk):
            raise RoundRefused(
                _("%(name)s did not order this survey: it asks one organisation's own staff.")
                % {"name": name}
            )
        if choice.organisation.pk not in partners:
            raise RoundRefused(_("%(name)s is not a partner of this project.") % {"name": name})
        if any(unit.unit.organisation_id != choice.organisation.pk for unit in choice.units):
            raise RoundRefused(_("A chosen unit does not belong to %(name)s.") % {"name": name})
        if any(count < 1 for count in _headcounts(choice)):
            raise RoundRefused(_("Say how many people %(name)s has: at least one.") % {"name": name})


def _headcounts(choice: OrganisationChoice) -> list[int]:
    return [unit.headcount for unit in choice.units] or [choice.headcount]


class _Planter:
    """Makes the rows of one tree, numbering them in the order in which they are shown."""

    def __init__(self, round_: Round) -> None:
        self._round = round_
        self._order = 0
        self._regions: dict[int, Group] = {}

    def plant(self, choices: Iterable[OrganisationChoice], *, with_regions: bool) -> None:
        # The whole of an ordered round is whoever ordered it.
        ordered_by = self._round.ordered_by
        label = _name(ordered_by) if ordered_by else of_field(self._round.project, "name")
        root = self._grow(None, Group.Level.PROJECT, label)
        for choice in sorted(choices, key=lambda choice: str(choice.organisation).casefold()):
            organisation = choice.organisation
            region = organisation.region if with_regions else None
            parent = self._region(root, region) if region else root
            self._organisation(parent, choice)

    def _region(self, root: Group, region: Region) -> Group:
        if region.pk not in self._regions:
            self._regions[region.pk] = self._grow(root, Group.Level.REGION, of_field(region, "name"))
        return self._regions[region.pk]

    def _organisation(self, parent: Group, choice: OrganisationChoice) -> None:
        organisation = choice.organisation
        own = self._grow(
            parent,
            Group.Level.ORGANISATION,
            _name(organisation),
            organisation=organisation,
            headcount=None if choice.units else choice.headcount,
        )
        for unit in choice.units:
            self._grow(
                own,
                Group.Level.UNIT,
                of_field(unit.unit, "name"),
                organisation=organisation,
                unit=unit.unit,
                headcount=unit.headcount,
            )

    def _grow(self, parent: Group | None, level: Group.Level, label: Words, **more: object) -> Group:
        self._order += 1
        return Group.objects.create(
            round=self._round, parent=parent, level=level, label=label, order=self._order, **more
        )


def _name(organisation: Organisation) -> Words:
    """The name people know: the trade name where there is one, language by language."""
    official, trade = of_field(organisation, "name"), of_field(organisation, "trade_name")
    return trade if any(trade.values()) else official
