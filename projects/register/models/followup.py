"""What a coordinator follows up: milestones, deliverables, risks, decisions and documents.

What is removed waits in the project's bin (yhes.common.bins).
"""

from __future__ import annotations

from typing import Any, Literal
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.register.models.plan import WorkPackage
from projects.register.models.projects import Project
from yhes.common.bins import Binned, BinnedQuerySet

MODERATE_FROM, HIGH_FROM = 6, 12  # likelihood × impact, of 25


class Visibility(models.TextChoices):
    PROJECT = "project", _("the project's people")
    PUBLIC = "public", _("everyone")


class Readers(models.TextChoices):
    """Of a document. GROUP: coordinators, and the members of groups that have it as a paper of a meeting."""

    GROUP = "group", _("members of the group")
    PROJECT = Visibility.PROJECT.value, _("the project's people")
    PUBLIC = Visibility.PUBLIC.value, _("everyone")


class FollowedUpQuerySet(BinnedQuerySet):
    def late(self) -> BinnedQuerySet:
        """Milestones or deliverables whose day has passed before they were done."""
        undone = Q(state__in=[Progress.PLANNED, Progress.UNDERWAY])
        return self.present().filter(undone, due_on__lt=timezone.localdate())


class FollowedUp(Binned):
    """One thing that is followed up in one project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="%(class)ss")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FollowedUpQuerySet.as_manager()
    title: Any

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.title)


class Progress(models.TextChoices):
    PLANNED = "planned", _("planned")
    UNDERWAY = "underway", _("under way")
    DONE = "done", _("done")
    DROPPED = "dropped", _("given up")


class Dated(FollowedUp):
    """What has a day by which it is done. `done_on` is set exactly when the state is done."""

    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=Progress.choices, default=Progress.PLANNED)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["planned", "underway", "done", "dropped"]),
                name="%(class)s_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False)
                | (~Q(state="done") & Q(done_on__isnull=True)),
                name="%(class)s_done_has_day",
            ),
        ]

    @property
    def is_late(self) -> bool:
        undone = self.state in (Progress.PLANNED, Progress.UNDERWAY)
        return undone and self.due_on is not None and self.due_on < timezone.localdate()


class Milestone(Dated):
    """A point the project means to reach by a day."""

    due_on = models.DateField(_("due"))
    visibility = models.CharField(
        _("who sees it"), max_length=7, choices=Visibility.choices, default=Visibility.PROJECT
    )

    class Meta(Dated.Meta):
        ordering = ["due_on", "id"]


class Deliverable(Dated):
    """Something the project hands over; `address` is where it is to be found."""

    work_package = models.ForeignKey(
        WorkPackage,
        verbose_name=_("work package"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deliverables",
    )
    visibility = models.CharField(
        _("who sees it"), max_length=7, choices=Visibility.choices, default=Visibility.PROJECT
    )
    address = models.URLField(_("address on the web"), blank=True)

    class Meta(Dated.Meta):
        ordering = [F("due_on").asc(nulls_last=True), "id"]


class Risk(FollowedUp):
    """What may go wrong, judged from 1 to 5 on both scales; only coordinators see it."""

    class Owner(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinator")
        STEERING = "steering_group", _("steering group")
        PACKAGE = "work_package", _("leader of the work package")
        CONTACT = "contact", _("contact of the organisation")
        MANAGEMENT = "management", _("management of the organisation")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("no longer current")

    title = models.CharField(_("risk"), max_length=200)
    description = models.TextField(_("what would follow"), blank=True)
    likelihood = models.PositiveSmallIntegerField(
        _("likelihood"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    impact = models.PositiveSmallIntegerField(
        _("impact"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    owner = models.CharField(_("owner"), max_length=14, choices=Owner.choices, default=Owner.COORDINATOR)
    mitigation = models.TextField(_("what is done about it"), blank=True)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.OPEN)

    class Meta:
        ordering = [(F("likelihood") * F("impact")).desc(), "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__gte=1, likelihood__lte=5), name="risk_likelihood_from_1_to_5"
            ),
            models.CheckConstraint(condition=Q(impact__gte=1, impact__lte=5), name="risk_impact_from_1_to_5"),
        ]

    @property
    def size(self) -> int:
        """Likelihood × impact, from 1 to 25."""
        return self.likelihood * self.impact

    @property
    def level(self) -> Literal["low", "moderate", "high"]:
        """The stated rule: 12 or more is high, 6–11 moderate, less is low."""
        if self.size >= HIGH_FROM:
            return "high"
        return "moderate" if self.size >= MODERATE_FROM else "low"

    @property
    def is_due(self) -> bool:
        """Whether the day of its review has come."""
        due = self.review_on is not None and self.review_on <= timezone.localdate()
        return due and self.state == self.State.OPEN


class Decision(FollowedUp):
    """What was decided in the project, when, by whom (a body, no person) and why."""

    class Maker(models.TextChoices):
        STEERING = "steering_group", _("steering group")
        THEME = "theme_group", _("theme group")
        COORDINATOR = "coordinator", _("coordinator")
        FUNDER = "funder", _("funder")
        PARTNERS = "partners", _("partners together")

    decided_on = models.DateField(_("decided on"))
    decided_by = models.CharField(
        _("decided by"), max_length=14, choices=Maker.choices, default=Maker.STEERING
    )
    title = models.CharField(_("what was decided"), max_length=300)
    reason = models.TextField(_("why"), blank=True)
    reference = models.CharField(_("where it is recorded"), max_length=200, blank=True)
    item = models.ForeignKey(  # of the minutes in which it was made
        "register.AgendaItem",
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="decisions",
    )

    class Meta:
        ordering = ["-decided_on", "-id"]


def random_place(_document: Document, _name: str) -> str:
    """A name that tells nothing and that nobody can guess: the uploaded one is kept in the row only."""
    return f"documents/{uuid4().hex}"


class Document(FollowedUp):
    """An uploaded file. `kind` is what its content was found to be, never what its name says."""

    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to=random_place, max_length=100)
    name = models.CharField(_("name of the file"), max_length=120)
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()  # bytes
    visibility = models.CharField(
        _("who sees it"), max_length=7, choices=Readers.choices, default=Readers.PROJECT
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty")]
