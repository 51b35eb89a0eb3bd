"""Meetings at which a plan is gone through."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.plans.models.binned import Binned
from projects.plans.models.plans import ActionPlan
from yhes.common.bins import BinnedQuerySet


class Review(Binned):
    """Going through a plan together: who, what has changed since, minutes, next steps, the next day.

    Until it is approved a review shows the plan as it stands now. Approving freezes what was gone through in
    `gone_through` (see projects/plans/reviewing.py) and locks everything. Next steps: of an action as text,
    `next_steps` {"action's key": text}. Who took part has an account or is named by what they are (0088).
    """

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("minutes being written")
        APPROVED = "approved", gettext_lazy("minutes approved")

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="reviews")
    held_on = models.DateField(gettext_lazy("day of the review"))
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=gettext_lazy("who took part"), blank=True, related_name="+"
    )
    roles = models.CharField(gettext_lazy("other participants by role"), max_length=300, blank=True)
    minutes = models.TextField(gettext_lazy("minutes of the review"), max_length=20_000, blank=True)
    next_on = models.DateField(gettext_lazy("next review of the plan"), null=True, blank=True)
    next_steps = models.JSONField(default=dict, editable=False)
    state = models.CharField(gettext_lazy("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    approved_at = models.DateTimeField(null=True, editable=False)
    gone_through = models.JSONField(default=dict, editable=False)

    objects = BinnedQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("review")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["next_on"], name="review_next")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state="draft", deleted_at__isnull=True), name="review_one_open"
            ),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("held_on")), name="review_next_is_later"
            ),
            models.CheckConstraint(
                condition=Q(state="approved", approved_at__isnull=False)
                | Q(state="draft", approved_at__isnull=True),
                name="review_approved_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return _("Review of %(day)s") % {"day": date_format(self.held_on, "SHORT_DATE_FORMAT")}

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED
