"""What shows whether a plan comes true: indicators and their readings."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from projects.plans.models.binned import Binned
from projects.plans.models.plans import ActionPlan, Aim
from projects.register.models import Objective
from yhes.common.bins import KEPT, BinnedQuerySet

_AMOUNT: Final[dict[str, Any]] = {"max_digits": 12, "decimal_places": 2}


class Indicator(Binned):
    """Something counted or measured again and again, and where it is to come.

    `objective`: of the project's objectives the one that it measures.
    direction "between": the target is the whole range from `target` to `target_to`, both included.
    `import_key` says which column of an import its readings come from ("student-feedback:start").
    """

    class Unit(models.TextChoices):
        PERCENT = "percent", _("per cent")
        INDEX = "index", _("index 0–100")
        COUNT = "count", _("number")
        HOURS = "hours", _("hours")
        DAYS = "days", _("days")
        EUROS = "euros", _("euros")

    class Direction(models.TextChoices):
        MORE = "more", _("more is better")
        LESS = "less", _("less is better")
        BETWEEN = "between", _("between two values is best")

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="indicators")
    aim = models.ForeignKey(
        Aim,
        verbose_name=_("aim"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="indicators",
    )
    objective = models.ForeignKey(
        Objective,
        verbose_name=_("the project's goal"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="indicators",
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=200)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit.choices, default=Unit.PERCENT)
    direction = models.CharField(
        _("direction"), max_length=8, choices=Direction.choices, default=Direction.MORE
    )
    baseline = models.DecimalField(_("baseline"), null=True, blank=True, **_AMOUNT)
    target = models.DecimalField(_("target"), **_AMOUNT)
    target_to = models.DecimalField(_("upper end of the target"), null=True, blank=True, **_AMOUNT)
    import_key = models.CharField(max_length=40, blank=True, editable=False)

    objects = BinnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(direction="between") & Q(target_to__isnull=False) & Q(target_to__gte=F("target"))
                )
                | (~Q(direction="between") & Q(target_to__isnull=True)),
                name="indicator_range_when_between",
            ),
            models.UniqueConstraint(
                fields=["plan", "import_key"],
                condition=KEPT & ~Q(import_key=""),
                name="indicator_import_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Reading(Binned):
    """An indicator's value on a day, and what it rests on.

    `is_protected`: too few people stand behind the value, so it was not stored; `note` says why.
    `figure_key`: the released figure it was taken from (yhes.common.figures), which nobody edits.
    """

    class Source(models.TextChoices):
        TYPED = "typed", _("typed in")
        SURVEY = "survey", _("survey release")
        FEEDBACK = "feedback", _("feedback")
        ADOPTION = "adoption", _("adoption")

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.CASCADE, related_name="readings"
    )
    read_on = models.DateField(_("day"))
    value = models.DecimalField(_("value"), null=True, blank=True, **_AMOUNT)
    is_protected = models.BooleanField(_("protected"), default=False, editable=False)
    source = models.CharField(_("source"), max_length=8, choices=Source.choices, default=Source.TYPED)
    note = models.CharField(_("what it rests on"), max_length=300, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    figure_key = models.CharField(max_length=120, blank=True, editable=False)

    objects = BinnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        ordering = ["read_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "read_on"], condition=KEPT, name="reading_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, is_protected=False)
                | Q(value__isnull=True, is_protected=True),
                name="reading_value_or_protected",
            ),
            models.CheckConstraint(
                condition=~Q(source="survey") | ~Q(figure_key=""), name="reading_of_release_has_figure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.title}, {self.title}"

    @property
    def plan(self) -> ActionPlan:
        return self.indicator.plan

    @property
    def title(self) -> str:
        """The day it is of: the value may be protected, and the trail keeps titles."""
        day: date = self.read_on
        return date_format(day, "SHORT_DATE_FORMAT")
