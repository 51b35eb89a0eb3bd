"""Counted and released rounds of the cast's two organisations, answering high or low as a test wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random

from projects.register.models import Organisation
from surveys.models import Group, Release
from surveys.services import closing, releasing
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, open_box
from tests.surveys.fielding import silent

LOW, MIDDLE, HIGH = (1, 2, 2, 3, 1), (2, 3, 4, 3, 2), (5, 4, 4, 3, 5)  # no two steps hold 90 % of any
COLLEGE, INSTITUTE = 0, 1
WORDS = ("Esimerkkimaa", "Exempelland", "Example region")


def compared(
    cast: Cast,
    answers: Mapping[int, tuple[int, Sequence[int]]],
    *,
    days: int = 7,
    with_regions: bool = False,
) -> BallotBox:
    """A counted round: place of the organisation → how many of its one unit answered, and what.

    days: until it would have closed, which puts rounds in order. The two places are the cast's college and
    institute; further ones are of nobody in the register. with_regions: the first two are in one region.
    """
    box = open_box(cast.project, units=(1,) * len(answers), closes_in=timedelta(days=days))
    _belong(box, (cast.college, cast.institute)[: len(answers)])
    if with_regions:
        _region(box)
    random = Random(days)
    for place, (people, steps) in answers.items():
        for _person in range(people):
            choices = {item.code: random.choice(steps) for item in box.questionnaire.items}
            box.cast(box.units[place, 0], choices)
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    return box


def released(box: BallotBox) -> Release:
    return releasing.publish_release(round_=box.round, user=None, report=silent)


def region_of(box: BallotBox) -> Group:
    return Group.objects.get(round=box.round, level=Group.Level.REGION)


def _belong(box: BallotBox, organisations: Sequence[Organisation]) -> None:
    for place, organisation in enumerate(organisations):
        below = [box.organisations[place].pk, box.units[place, 0].pk]
        Group.objects.filter(pk__in=below).update(organisation=organisation)
    for group in (*box.organisations, *box.units.values()):
        group.refresh_from_db()


def _region(box: BallotBox) -> None:
    label = dict(zip(("fi", "sv", "en"), WORDS, strict=True))
    made = Group.objects.create(round=box.round, parent=box.root, level=Group.Level.REGION, label=label)
    pks = [group.pk for group in box.organisations[:2]]
    Group.objects.filter(pk__in=pks).update(parent=made)
