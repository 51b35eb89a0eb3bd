"""What those who have had a meeting's papers are told afterwards: that its time or place has changed, that it
is called off, or that it takes place after all. Owed in the transaction of what is told, and sent by the job
of the papers (decision 0082).
"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import F, Q
from django.utils import timezone

from projects.register.models import Meeting, MeetingLetter, ProjectGroup
from yhes.accounts.models import User
from yhes.common import jobs

JOB: Final = "register.send_papers"
News = MeetingLetter.News
# Whoever is still to be told that it takes place after all is told so, with the time as it is by then.
_GIVES_WAY: Final = {
    News.CHANGED: ~Q(owes=News.RESTORED),
    News.CANCELLED: Q(),
    News.RESTORED: Q(),
}


def subject(meeting_id: int) -> str:
    """What the job that sends a meeting's letters is about."""
    return f"register.meeting:{meeting_id}"


def concerned(meeting: Meeting) -> Any:
    """Letters of those who would be told: they have had the papers, and an account of theirs is in use."""
    has_account_in_use = Q(member__user__isnull=True) | Q(member__user__is_active=True)
    return MeetingLetter.objects.filter(has_account_in_use, meeting=meeting, sent_at__isnull=False)


def is_coming(meeting: Meeting) -> bool:
    """Nobody is told anything of a meeting that is over."""
    return bool(meeting.ends_at > timezone.now())


def owe_news(meeting: Meeting, news: str, actor: User | None = None) -> None:
    """Promise the letter, in the transaction that has locked the meeting and changed it.

    Whoever is just getting the papers is waited for, so that nobody is told the old time and no new one.
    """
    list(MeetingLetter.objects.select_for_update().filter(meeting=meeting).order_by("pk").values_list("pk"))
    if news == News.CANCELLED:
        # Papers of what is called off are promised to nobody; brought back, they are sent when asked for.
        MeetingLetter.objects.filter(meeting=meeting, is_owed=True).delete()
    told = concerned(meeting).filter(_GIVES_WAY[News(news)]).values("pk")
    if MeetingLetter.objects.filter(pk__in=told).update(owes=news):
        start(meeting.pk, actor)


def owe_news_of_group(group: ProjectGroup, news: str, actor: User | None = None) -> None:
    """Of every coming meeting of a group that went into the bin, or came back with them."""
    for meeting in Meeting.objects.present().select_for_update().filter(group=group).order_by("pk"):
        if is_coming(meeting):
            count_up(meeting)
            owe_news(meeting, news, actor)


def count_up(meeting: Meeting) -> None:
    """So that a calendar takes the entry for a newer one."""
    Meeting.objects.filter(pk=meeting.pk).update(revision=F("revision") + 1, changed_at=timezone.now())


def start(meeting_id: int, actor: User | None = None) -> None:
    jobs.start(JOB, subject=subject(meeting_id), payload={"meeting": meeting_id}, started_by=actor)
