"""Meetings of steering and theme groups: agenda, papers, minutes, who was there, letters and PDFs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.register.models.followup import Document, FollowedUp, FollowedUpQuerySet
from projects.register.models.groups import GroupMember, ProjectGroup
from yhes.common.papers import WHOLE, Paper


class MeetingQuerySet(FollowedUpQuerySet):
    def coming(self) -> MeetingQuerySet:
        """Those that have not ended, the next one first."""
        found = self.present().filter(group__deleted_at__isnull=True, ends_at__gte=timezone.now())
        return found.order_by("starts_at", "pk")

    def at(self, standing: Meeting.Standing) -> MeetingQuerySet:
        """Those that are so far now, as `Meeting.standing` says of each."""
        if standing is Meeting.Standing.APPROVED:
            return self.filter(approved_at__isnull=False)
        begun = Q(starts_at__lte=timezone.now())
        return self.filter(~begun if standing is Meeting.Standing.COMING else begun, approved_at__isnull=True)


class Meeting(FollowedUp):
    """A meeting of a group. `year` and `number` name it for ever ("2/2026"); `revision` grows whenever its
    time or place changes, for calendars; from `approved_at` on agenda and minutes are locked.
    """

    class Standing(models.TextChoices):
        """How far it is; follows from its time and its minutes, and is stored nowhere."""

        COMING = "coming", _("coming")
        OPEN = "open", _("minutes not approved")
        APPROVED = "approved", _("minutes approved")

    group = models.ForeignKey(ProjectGroup, on_delete=models.CASCADE, related_name="meetings")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link for taking part"), max_length=500, blank=True)
    guests = models.CharField(_("also present"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approved_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["group", "year", "number"], name="meeting_number_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_times_in_order"),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True, approved_at__isnull=True)
                | Q(approved_on__isnull=False, approved_at__isnull=False),
                name="meeting_approval_has_day",
            ),
        ]
        indexes = [models.Index(fields=["project", "starts_at"], name="meeting_in_order")]

    @property
    def title(self) -> str:
        return f"{self.group} {self.year_number}"

    @property
    def year_number(self) -> str:
        return f"{self.number}/{self.year}"

    @property
    def is_locked(self) -> bool:
        return self.approved_at is not None

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def standing(self) -> Meeting.Standing:
        if self.is_locked:
            return Meeting.Standing.APPROVED
        return Meeting.Standing.OPEN if self.has_begun else Meeting.Standing.COMING


class AgendaItem(models.Model):
    """One item of an agenda, with what the minutes say of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("item of the agenda"), max_length=200)
    background = models.TextField(_("background"), blank=True)
    presenter = models.CharField(_("presented by"), max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField(_("time, minutes"), null=True, blank=True)
    record = models.TextField(pgettext_lazy("of a meeting", "minutes"), blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class MeetingPaper(models.Model):
    """One of the project's documents as a paper of a meeting, perhaps of one item of its agenda."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("item of the agenda"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="papers",
    )
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="meetings")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "document"], name="meeting_paper_once")]

    def __str__(self) -> str:
        return str(self.document)


class Attendance(models.Model):
    """Who was there. When a member's name is deleted, the part and the organisation stay."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(GroupMember, null=True, on_delete=models.SET_NULL, related_name="attendances")
    part = models.CharField(max_length=9, choices=GroupMember.Part.choices)
    organisation = models.CharField(max_length=200, blank=True)
    is_present = models.BooleanField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.get_part_display()} – {self.meeting}"


class MeetingLetter(models.Model):
    """The one letter of a meeting to one member: owed, then queued (decision 0082). Its link opens the
    meeting for whoever has no account; only a hash of it is stored. `owes`: what the member, having had
    it, has still to be told of the meeting.
    """

    LINK_DAYS = 30  # after the meeting

    class News(models.TextChoices):
        """The letters are templates/mail/meeting_<value>."""

        CHANGED = "changed"
        CANCELLED = "cancelled"
        RESTORED = "restored"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="letters")
    member = models.ForeignKey(GroupMember, on_delete=models.CASCADE, related_name="letters")
    token_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    is_owed = models.BooleanField(default=True)
    sent_at = models.DateTimeField(null=True)
    owes = models.CharField(max_length=9, choices=News.choices, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owes="")
                | Q(owes__in=["changed", "cancelled", "restored"], sent_at__isnull=False),
                name="meeting_letter_news_to_whom_it_was_sent",
            ),
            models.UniqueConstraint(fields=["meeting", "member"], name="meeting_letter_once"),
            models.CheckConstraint(
                condition=Q(is_owed=False) | Q(sent_at__isnull=True), name="meeting_letter_owed_is_not_sent"
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def works_until(self) -> Any:
        return self.meeting.ends_at + timedelta(days=self.LINK_DAYS)


class MeetingPdf(Paper):
    """The agenda or the minutes as a PDF, or the order for one."""

    FOLDER = "meetings"
    JOB = "register.render_meeting"
    SUBJECT = "register.meeting_pdf"
    PAYLOAD = "pdf"

    class What(models.TextChoices):
        AGENDA = "agenda", _("agenda")
        MINUTES = "minutes", pgettext_lazy("of a meeting", "minutes")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="pdfs")
    what = models.CharField(max_length=7, choices=What.choices)
    names_people = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=WHOLE, name="meeting_pdf_whole"),
            models.CheckConstraint(
                condition=Q(what__in=["agenda", "minutes"]), name="meeting_pdf_what_known"
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="meeting_pdf_asked")]

    def __str__(self) -> str:
        return f"{self.meeting} {self.what} {self.language}"
