"""That a meeting has moved is told to everybody once, whatever becomes of who tells it."""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from post_office.models import Email

from projects.register.models import Meeting, MeetingLetter
from projects.register.services import groups as services
from tests.cast import Cast
from tests.faults import meeting_child
from tests.register.meetings import make_group, make_meeting, make_member
from tests.surveys.crowd import at_once
from yhes.common.models import Job

pytestmark = pytest.mark.django_db(transaction=True)

MEMBERS = 4


class Killed(BaseException):
    """Nothing catches it, as nothing catches kill -9."""


def send(meeting: Meeting) -> int:
    return services.send_owed(meeting_id=meeting.pk, report=lambda _done, _total: None)


def with_papers(cast: Cast) -> Meeting:
    group = make_group(cast)
    for number in range(MEMBERS):
        make_member(group, None, email=f"member{number}@example.org")
    meeting = make_meeting(group, 7)
    services.owe_letters(meeting=meeting)
    assert send(meeting) == MEMBERS
    Job.objects.all().delete()
    Email.objects.all().delete()
    return meeting


def move(meeting: Meeting) -> None:
    later = timedelta(days=1)
    facts = {"starts_at": meeting.starts_at + later, "ends_at": meeting.ends_at + later}
    services.save_meeting(meeting=meeting, facts=facts)


@transaction.atomic
def move_and_die(meeting: Meeting) -> None:
    move(meeting)
    raise Killed


def test_a_change_that_is_not_stored_is_not_told(cast: Cast) -> None:
    meeting = with_papers(cast)
    with pytest.raises(Killed):
        move_and_die(meeting)
    assert not MeetingLetter.objects.exclude(owes="").exists()
    assert not Job.objects.exists()
    assert Meeting.objects.get(pk=meeting.pk).starts_at == meeting.starts_at


def test_a_kill_in_the_middle_neither_loses_a_letter_nor_sends_it_twice(cast: Cast) -> None:
    meeting = with_papers(cast)
    move(meeting)
    for before in (4, 12, 17):  # before the first letter, within another, between two
        assert die(meeting, before) == -signal.SIGKILL, before
        owed = MeetingLetter.objects.filter(owes="changed").count()
        assert Email.objects.count() + owed == MEMBERS
    assert 0 < owed < MEMBERS
    Job.objects.all().delete()
    services.resume_letters(timezone.now())
    assert Job.objects.filter(kind=services.JOB).count() == 1
    at_once([partial(send, meeting)] * 2)
    assert not MeetingLetter.objects.exclude(owes="").exists()
    assert Counter(str(letter.to) for letter in Email.objects.all()) == {
        str([f"member{number}@example.org"]): 1 for number in range(MEMBERS)
    }


def die(meeting: Meeting, before: int) -> int | None:
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["tests.faults.closing_child", "tests.faults.meeting_child"])
    database = {name: connection.settings_dict[name] for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    given = (database, str(settings.MEDIA_ROOT), meeting.pk, before)
    child = forking.Process(target=meeting_child.send_and_die, args=given)
    child.start()
    child.join(60)
    return child.exitcode
