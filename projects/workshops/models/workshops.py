"""Workshops, webinars and sparrings."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.register.models import Organisation, Project, WorkPackage

FEW_SEATS = 5  # so many or fewer are "the last seats"

Seats = Literal["free", "few", "full", "closed"]


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    def published(self) -> WorkshopQuerySet:
        """What anyone may read: no drafts, and nothing of a project that is not public."""
        return self.exclude(state=Workshop.State.DRAFT).filter(project__is_public=True)

    def upcoming(self, now: datetime) -> WorkshopQuerySet:
        """Not over yet, the next one first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> WorkshopQuerySet:
        """Over, the latest first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")

    def with_seats(self) -> WorkshopQuerySet:
        """Adds `taken` and `waiting`: how many have a seat, and how many wait for one."""
        return self.annotate(
            taken=Count("registrations", filter=Q(registrations__state="registered"), distinct=True),
            waiting=Count("registrations", filter=Q(registrations__state="waiting"), distinct=True),
        )

    def for_listing(self) -> WorkshopQuerySet:
        """With what a list row shows, in one query."""
        return self.select_related("project", "organiser").with_seats()


class Workshop(models.Model):
    """Something people come to, at a place, online or both.

    `has_times` is false where only the day is known: then `starts_at` and `ends_at` are the first
    and the last moment of the days. `counts_are_complete`: every outcome is written down, so that
    their number may be quoted. `revision` grows when people's calendars must change. `online_link`
    is for those who have a seat.
    """

    class Kind(models.TextChoices):
        WORKSHOP = "workshop", _("workshop")
        WEBINAR = "webinar", _("webinar")
        SPARRING = "sparring", _("sparring")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")
        HELD = "held", _("held")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="workshops")
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.WORKSHOP)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("in short"), max_length=300, blank=True)
    description = models.TextField(_("description"), max_length=8000, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    is_online = models.BooleanField(_("online"), default=False)
    online_link = models.URLField(_("online link"), max_length=500, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    has_times = models.BooleanField(_("times are known"), default=True)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    cancellation_note = models.CharField(_("why it is cancelled"), max_length=500, blank=True)
    organiser = models.ForeignKey(
        Organisation,
        verbose_name=_("organiser"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="workshops",
    )
    work_package = models.ForeignKey(
        WorkPackage,
        verbose_name=_("work package"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="workshops",
    )
    participants_count = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    counts_are_complete = models.BooleanField(_("all outcomes are written down"), default=False)
    is_example = models.BooleanField(_("example data"), default=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["project", "-starts_at"], name="workshop_project"),
            models.Index(fields=["ends_at", "state"], name="workshop_ends"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="workshop_ends_after_start"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="workshop_has_a_seat"
            ),
            models.CheckConstraint(
                condition=Q(online_link="") | Q(is_online=True), name="workshop_link_is_online"
            ),
            models.CheckConstraint(
                condition=Q(registration_closes_at__isnull=True)
                | Q(registration_closes_at__lte=F("starts_at")),
                name="workshop_registration_closes_before",
            ),
            models.CheckConstraint(
                condition=Q(participants_count__isnull=True) | Q(state="held"),
                name="workshop_counted_when_held",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def closes_at(self) -> datetime:
        """When registration ends: at the latest when the workshop begins."""
        return self.registration_closes_at or self.starts_at

    @property
    def takes_registrations(self) -> bool:
        return self.state == self.State.PUBLISHED and timezone.now() < self.closes_at

    @property
    def is_coming(self) -> bool:
        """Published and not begun: seats change hands until then."""
        return self.state == self.State.PUBLISHED and not self.has_begun

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def may_be_read_by_anyone(self) -> bool:
        return self.state != self.State.DRAFT and self.project.is_public

    def seats(self, taken: int) -> Seats:
        """What there is to say about seats when `taken` of them are."""
        if not self.takes_registrations:
            return "closed"
        if self.capacity is None or self.capacity - taken > FEW_SEATS:
            return "free"
        return "few" if taken < self.capacity else "full"
