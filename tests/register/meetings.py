"""Groups and meetings for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from projects.register.models import AgendaItem, GroupMember, Meeting, Project, ProjectGroup
from projects.register.services import groups as services
from tests.cast import Cast
from yhes.accounts.models import User
from yhes.common import personal_links

OUTSIDER: dict[str, Any] = {
    "name": "Ulla Ulkonen",
    "email": "ulla@example.org",
    "language": "fi",
    "organisation": "Esimerkkitalo",
}


def text(response: Any) -> str:
    return str(response.content.decode())


def make_group(cast: Cast, project: Project | None = None, **facts: Any) -> ProjectGroup:
    new = ProjectGroup(project=project or cast.project)
    words = {"kind": "steering", "title_fi": "Ohjausryhmä", **facts}
    return services.save_group(group=new, facts=words, actor=cast.aino)


def make_member(group: ProjectGroup, user: User | None, **facts: Any) -> GroupMember:
    """Somebody with an account, or Ulla Ulkonen from outside."""
    person = {"user": user, "organisation": "Esimerkkiopisto"} if user else OUTSIDER
    return services.save_group_member(member=GroupMember(group=group), facts={**person, **facts})


def make_meeting(group: ProjectGroup, in_days: int, record: str = "") -> Meeting:
    """With one item on its agenda; record: what the minutes say of it."""
    starts = timezone.now().replace(microsecond=0) + timedelta(days=in_days)
    facts = {"starts_at": starts, "ends_at": starts + timedelta(hours=2), "place": "Kuopio"}
    meeting = services.save_meeting(meeting=Meeting(group=group), facts=facts)
    item = services.save_item(
        item=AgendaItem(meeting=meeting),
        facts={"title": "Avaus", "presenter": "Pirkko Puheenjohtaja", "minutes": 10, "background": "Taustaa"},
    )
    if record:
        services.save_minutes(meeting=meeting, present=set(), guests="", records={item.pk: record})
    return meeting


def furnish(cast: Cast) -> dict[str, Any]:
    """What the contract tests name by address: a group of Bertil's, where he has a part in the project, with a
    meeting whose minutes are open, and one whose minutes are approved.
    """
    group = make_group(cast)
    outside = make_member(group, None)
    if cast.bertil.memberships.filter(project=cast.project).exists():
        make_member(group, cast.bertil)
    held, approved = make_meeting(group, -3), make_meeting(group, -30, record="Todettiin.")
    services.approve_minutes(meeting=approved, approved_on=timezone.localdate(), actor=cast.aino)
    coming = make_meeting(group, 6)
    services.owe_letters(meeting=coming, actor=cast.aino)
    paper = SimpleUploadedFile("Talous.txt", b"Euroja")
    document = services.upload_paper(meeting=coming, file=paper, actor=cast.aino)
    services.take_papers(meeting=held, documents=[document], actor=cast.aino)
    item, in_approved = held.items.get().pk, approved.items.get().pk
    of_items = ("agenda_item", "agenda_item_move", "agenda_item_remove", "minutes_decision")
    return {
        "register.group": group.pk,
        "register.meeting": held.pk,
        "register.what": "minutes",
        "register.paper": held.papers.get().pk,
        "register.document": document.pk,
        **{f"register:{name}.item": item for name in of_items},
        "register:minutes_correct.meeting": approved.pk,
        "register:minutes_correct.item": in_approved,
        **{f"register:group_member_{act}.member": outside.pk for act in ("edit", "remove")},
        **{
            f"register:meeting_link{page}.token": personal_links.token(
                "projects.register.meeting", coming.pk, outside.pk
            )
            for page in ("", "_file", "_calendar")
        },
    }
