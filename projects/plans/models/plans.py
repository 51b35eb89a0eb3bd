"""A plan, its aims and its stepping stones."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.plans.models.binned import Binned
from projects.register.models import Organisation, Project
from yhes.common.bins import BinnedQuerySet

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100


class ActionPlan(Binned):
    """The way from a vision to what is done, of a project or of one organisation in it.

    A draft is read by those who write it. A published plan of the project is read by everybody who has
    a part in it, and the roadmap may quote it. An archived one is read and not changed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        ARCHIVED = "archived", _("archived")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="action_plans")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="action_plans",
    )
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    vision = models.TextField(_("vision"), max_length=600, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    is_example = models.BooleanField(_("example data"), default=False)

    objects = BinnedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["project", "state"], name="plan_project"),
            models.Index(fields=["deleted_at"], name="plan_deleted"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_archived(self) -> bool:
        return self.state == self.State.ARCHIVED

    @property
    def of_whom(self) -> str:
        return str(self.organisation or self.project)


class Aim(Binned):
    """What is to be reached on the way to the vision."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="aims")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=300)

    objects = BinnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("aim")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class SteppingStone(Binned):
    """Where the plan is to have come by the end of a year."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="stones")
    aim = models.ForeignKey(
        Aim, verbose_name=_("aim"), null=True, blank=True, on_delete=models.SET_NULL, related_name="stones"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=300)
    is_reached = models.BooleanField(_("reached"), default=False)

    objects = BinnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("stepping stone")
        ordering = ["year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)), name="stepping_stone_year_sane"
            ),
        ]

    def __str__(self) -> str:
        return self.title
