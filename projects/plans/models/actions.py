"""What is done for an aim."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.plans.models.binned import Binned
from projects.plans.models.plans import ActionPlan, Aim
from yhes.common.bins import KEPT, BinnedQuerySet


class ActionQuerySet(BinnedQuerySet):
    def in_use(self) -> ActionQuerySet:
        """Neither deleted nor of a plan or an aim that is."""
        return self.filter(KEPT).filter(aim__deleted_at__isnull=True, aim__plan__deleted_at__isnull=True)

    def open(self) -> ActionQuerySet:
        """Still to be done."""
        return self.filter(state__in=[Action.State.PLANNED, Action.State.UNDER_WAY])

    def late(self, today: date) -> ActionQuerySet:
        """Open, and the day by which they were to be done has passed."""
        return self.open().filter(due_on__lt=today)

    def for_listing(self) -> ActionQuerySet:
        """With what a list row shows, in one query; by day, those without one last."""
        joined = self.select_related("aim__plan__project", "aim__plan__organisation", "responsible")
        return joined.order_by(models.F("due_on").asc(nulls_last=True), "aim__order", "pk")


class Action(Binned):
    """Who answers for it has an account (`responsible`) or is named by what they are (`role`).

    When an account goes, the action stays and waits for somebody else.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    aim = models.ForeignKey(Aim, verbose_name=_("aim"), on_delete=models.CASCADE, related_name="actions")
    title = models.CharField(_("title"), max_length=300)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsible"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    role = models.CharField(_("responsible role"), max_length=120, blank=True)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]
        indexes = [
            models.Index(fields=["responsible", "state", "due_on"], name="action_responsible"),
            models.Index(fields=["due_on"], name="action_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(responsible__isnull=True) | Q(role=""), name="action_person_or_role"
            ),
            models.CheckConstraint(
                condition=(Q(state="done") & Q(done_on__isnull=False))
                | (~Q(state="done") & Q(done_on__isnull=True)),
                name="action_done_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def plan(self) -> ActionPlan:
        return self.aim.plan

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.PLANNED, self.State.UNDER_WAY)

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def next_states(self) -> tuple[str, ...]:
        return TRANSITIONS[self.state]


# From each state to those it may become; what is done may be taken up again, and so may what was dropped.
TRANSITIONS: Final[dict[str, tuple[str, ...]]] = {
    Action.State.PLANNED: (Action.State.UNDER_WAY, Action.State.DONE, Action.State.DROPPED),
    Action.State.UNDER_WAY: (Action.State.DONE, Action.State.PLANNED, Action.State.DROPPED),
    Action.State.DONE: (Action.State.UNDER_WAY,),
    Action.State.DROPPED: (Action.State.PLANNED,),
}
