"""The weekly letter comes exactly once although its job dies between letters and two take it up again."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from post_office.models import Email

from projects.register.models import Membership, Milestone, Role
from tests.cast import Cast, give_role, make_person
from tests.surveys.crowd import at_once
from yhes.desk import weekly
from yhes.desk.models import WeeklyLetter

pytestmark = pytest.mark.django_db(transaction=True)
SEVEN = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)


class Killed(BaseException):
    """Nothing catches it, as nothing catches kill -9."""


def test_everybody_gets_one_letter_whatever_becomes_of_clock_and_worker(
    cast: Cast, time_machine: Any
) -> None:
    time_machine.move_to(SEVEN, tick=True)
    for number in range(5):
        give_role(make_person(f"Koordinaattori{number} Koe"), cast.project, Role.COORDINATOR)
    Membership.objects.update(created_at=SEVEN - timedelta(days=30))
    cast.college.units.create(name_fi="Yksikkö", headcount=5)  # so that nothing waits for the contact
    Milestone.objects.create(project=cast.project, title_fi="Myöhässä", due_on=MONDAY - timedelta(days=1))
    coordinators = Membership.objects.filter(project=cast.project, role=Role.COORDINATOR).count()

    def die_after_two(done: int, total: int) -> None:
        if done == 2:
            raise Killed

    at_once([partial(weekly.tick, SEVEN)] * 3)  # clocks do not agree on who is first either
    owed = WeeklyLetter.objects.filter(owed=True).count()
    with pytest.raises(Killed):
        weekly.send_owed(week=MONDAY, report=die_after_two)
    assert WeeklyLetter.objects.filter(owed=True).count() == owed - 2
    weekly.tick(SEVEN + timedelta(minutes=1))
    at_once([partial(weekly.send_owed, week=MONDAY, report=lambda _done, _total: None)] * 2)
    weekly.tick(SEVEN + timedelta(days=2))
    weekly.send_owed(week=MONDAY, report=lambda _done, _total: None)
    letters = Counter(str(letter.to) for letter in Email.objects.all())
    assert set(letters.values()) == {1}
    assert len(letters) == coordinators
