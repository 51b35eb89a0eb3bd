"""The one letter of a meeting to each member, with the agenda and its papers: owed first, sent by a job.
So is the short one when the meeting is moved, called off or takes place after all (telling.py).

Papers are not attached. Whoever has an account reads them in the desk; whoever has none by a personal link
that works until LINK_DAYS after the meeting. Papers that come later are found at the same link, so there is
never a second letter of them (decision 0082).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from projects.register.errors import AgendaEmpty, MeetingOver, NobodyToWrite
from projects.register.groups import calendars
from projects.register.models import GroupMember, Meeting, MeetingLetter, Membership
from projects.register.services.groups.meetings import record
from projects.register.services.groups.telling import start
from yhes.accounts.models import User
from yhes.common import personal_links
from yhes.common.ical import Method, calendar_file
from yhes.common.mail import letters

Report = Callable[[int, int], None]
TEMPLATE: Final = "meeting_papers"
_PURPOSE: Final = "projects.register.meeting"
_OWED: Final = Q(is_owed=True) | ~Q(owes="")


def recipients(meeting: Meeting) -> list[GroupMember]:
    """Members on the day of the meeting who have not been written to: nobody gets the letter twice."""
    members = GroupMember.objects.filter(group=meeting.group_id).on(timezone.localdate(meeting.starts_at))
    unwritten = members.exclude(letters__meeting=meeting).select_related("user")
    return [member for member in unwritten if member.user is None or member.user.is_active]


@transaction.atomic
def owe_letters(*, meeting: Meeting, actor: User | None = None) -> int:
    """Promise the letter to all who have not had it; returns to how many.

    Raises MeetingOver, AgendaEmpty, NobodyToWrite.
    """
    found = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if found.ends_at <= timezone.now():
        raise MeetingOver
    if not found.items.exists():
        raise AgendaEmpty
    members = recipients(found)
    if not members:
        raise NobodyToWrite
    MeetingLetter.objects.bulk_create(
        MeetingLetter(
            meeting=found,
            member=member,
            token_hash=personal_links.token_hash(_token(found.pk, member.pk)),
        )
        for member in members
    )
    record(found, "register.papers_sent", actor, {"count": (None, len(members))})
    start(found.pk, actor)
    return len(members)


def send_owed(*, meeting_id: int, report: Report) -> int:
    """Queue every letter that is owed of the meeting, those promised meanwhile too; returns how many."""
    owing = MeetingLetter.objects.filter(_OWED, meeting_id=meeting_id).order_by("pk")
    sent = done = 0
    while keys := list(owing.values_list("pk", flat=True)):
        total = done + len(keys)
        for key in keys:
            sent += _send(key)
            done += 1
            report(done, total)
    return sent


def resume_letters(_now: datetime) -> None:
    """Registered as a `tick`: a letter promised just as the job before was ending gets a job of its own."""
    owing = MeetingLetter.objects.filter(_OWED).order_by().values_list("meeting_id", flat=True).distinct()
    for meeting_id in owing:
        start(meeting_id)


@transaction.atomic
def _send(key: int) -> bool:
    """Takes the mark off in the transaction that queues the letter. An address that takes none is skipped."""
    rows = MeetingLetter.objects.select_for_update(of=("self",)).filter(_OWED, pk=key)
    found = rows.select_related("member__user").first()
    if found is None:
        return False  # another worker has
    # Read only now that the letter is locked: whoever changes the meeting waits for that lock (telling.py).
    meeting = Meeting.objects.select_related("project", "group").get(pk=found.meeting_id)
    is_first, news = found.is_owed, found.owes
    found.is_owed, found.owes = False, ""
    try:
        with transaction.atomic():
            _queue(meeting, found.member, TEMPLATE if is_first else f"meeting_{news}")
    except letters.AddressRefused:
        is_sent = False
    else:
        is_sent = True
        found.sent_at = found.sent_at or timezone.now()
    found.save(update_fields=["is_owed", "owes", "sent_at"])
    return is_sent


def _queue(meeting: Meeting, member: GroupMember, template: str) -> None:
    with override(member.reads):
        entry = calendars.entry(meeting)
        method: Method = "CANCEL" if entry.is_cancelled else "PUBLISH"
        file = calendar_file([entry], name=meeting.title, method=method)
        letters.queue(
            template,
            to=member.address,
            language=member.reads,
            context=letter_context(meeting, member),
            attachments={"meeting.ics": {"file": ContentFile(file), "mimetype": "text/calendar"}},
        )


def letter_context(meeting: Meeting, member: GroupMember) -> dict[str, Any]:
    """What templates/mail/meeting_papers shows, in the active language."""
    reads_in_desk = has_desk(meeting, member)
    if reads_in_desk:
        path = reverse("register:meeting", args=[meeting.project.slug, meeting.pk])
    else:
        path = reverse("register:meeting_link", args=[_token(meeting.pk, member.pk)])
    return {
        "meeting": meeting,
        "group": meeting.group,
        "project": meeting.project,
        "items": list(meeting.items.all()),
        "papers": [paper.document for paper in meeting.papers.select_related("document")],
        "link": settings.SITE_URL + path,
        "reads_in_desk": reads_in_desk,
        "link_days": MeetingLetter.LINK_DAYS,
    }


def has_desk(meeting: Meeting, member: GroupMember) -> bool:
    """Whether the member reads it after signing in; whoever lost the part in the project does not."""
    if member.user_id is None:
        return False
    return Membership.objects.filter(user=member.user_id, project=meeting.project_id).exists()


def find_letter(token: str) -> MeetingLetter | None:
    """The letter whose link this is, while it works: until LINK_DAYS after the meeting, for members only."""
    found = (
        MeetingLetter.objects.filter(token_hash=personal_links.token_hash(token))
        .select_related("meeting__project", "meeting__group", "member__user")
        .first()
    )
    if found is None or found.works_until < timezone.now() or _is_gone(found.meeting):
        return None
    return None if has_desk(found.meeting, found.member) else found


def _is_gone(meeting: Meeting) -> bool:
    return meeting.deleted_at is not None or meeting.group.deleted_at is not None


def _token(meeting: int, member: int) -> str:
    return personal_links.token(_PURPOSE, meeting, member)
