"""Counted rounds in which people wrote something: what tests of open answers begin with."""

from __future__ import annotations

from collections.abc import Mapping

from surveys.models import FreeText, Group, Round, TextRelease
from surveys.services import closing, moderating, text_releases
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, open_box
from tests.surveys.fielding import silent

QUESTION = "AV1"


def written(
    cast: Cast, writers: Mapping[int, int], *, silent_people: int = 0, **changes: object
) -> BallotBox:
    """A counted round: so many people wrote in each organisation (0: the college, 1: the institute, …).

    Each organisation has one unit; `silent_people` more of each answered the closed questions only.
    """
    box = open_box(cast.project, units=(1,) * len(writers))
    owners = dict(enumerate((cast.college, cast.institute)))
    for place, organisation in enumerate(box.organisations):
        for group in (organisation, box.units[place, 0]):
            group.organisation = owners.get(place)
            group.save(update_fields=["organisation"])
    Round.objects.filter(pk=box.round.pk).update(**changes)
    for place, count in writers.items():
        for person in range(count + silent_people):
            choices = {item.code: person % 5 + 1 for item in box.questionnaire.items}
            text = f"Toive {person} organisaatiosta {place}" if person < count else ""
            box.cast(box.units[place, 0], choices, text)
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    return box


def texts_of(round_: Round) -> list[FreeText]:
    """Those a moderator reads, in turn."""
    return list(FreeText.objects.readable().filter(round=round_).in_turn())


def show_all(round_: Round) -> None:
    for text in FreeText.objects.waiting().filter(round=round_):
        moderating.show_text(text=text, seen=text.state)


def released(cast: Cast, round_: Round) -> TextRelease:
    """Whatever waits is shown as it is; then all is released."""
    show_all(round_)
    return text_releases.release_texts(round_=round_, user=cast.aino)


def homes(round_: Round) -> set[Group]:
    """The groups whose answers somebody will read."""
    return {text.group for text in texts_of(round_) if text.group}
