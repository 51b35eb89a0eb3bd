"""The draft: one roadmap a project, its themes, their steps and the evidence under each.

Rows here are live and edited; nothing public reads them. `version` counts the edits of a row,
so that of two people who edit at once the second is told instead of overwriting the first.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.register.models import Project


class Horizon(models.TextChoices):
    """How far along the path; the further, the less certain."""

    NOW = "now", _("Now")
    NEXT = "next", _("Next")
    LATER = "later", _("Later")


class State(models.TextChoices):
    PLANNED = "planned", _("Planned")
    TRYING = "trying", _("Being tried")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


CLOSED_STATES = (State.DONE, State.DROPPED)


class Sector(models.TextChoices):
    """Whom a step suits. An empty value suits everyone."""

    ANY = "", _("All sectors")
    EDUCATION = "education", _("Education and training")
    HEALTH = "health", _("Health and social services")
    INDUSTRY = "industry", _("Industry and construction")
    SERVICES = "services", _("Trade and services")
    PUBLIC = "public", _("Public administration")
    NATURE = "nature", _("Agriculture, forestry and nature")


class WorkplaceSize(models.IntegerChoices):
    """The smallest workplace, in people, that a step is meant for."""

    ANY = 0, _("Workplaces of any size")
    TEN = 10, _("At least 10 people")
    TWENTY = 20, _("At least 20 people")
    FIFTY = 50, _("At least 50 people")
    LARGE = 250, _("At least 250 people")


class Roadmap(models.Model):
    """A project's roadmap. `is_main` marks the one that the public site's "Roadmap" leads to."""

    project = models.OneToOneField(
        Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=160)
    intro = models.TextField(_("introduction"), max_length=600, blank=True)
    now_period = models.CharField(_("years of “now”"), max_length=40, blank=True)
    next_period = models.CharField(_("years of “next”"), max_length=40, blank=True)
    later_period = models.CharField(_("years of “later”"), max_length=40, blank=True)
    is_main = models.BooleanField(_("the portal's main roadmap"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_main"], condition=Q(is_main=True), name="roadmap_one_main")
        ]

    def __str__(self) -> str:
        return self.title


class Theme(models.Model):
    """A lane of the roadmap. `dimension` is the survey dimension it grew from, if any."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="themes")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=120)
    lead = models.TextField(_("lead"), max_length=600, blank=True)
    summary = models.CharField(_("one line for the contents page"), max_length=160, blank=True)
    finding = models.CharField(_("headline of the evidence"), max_length=160, blank=True)
    survey_says = models.TextField(_("what the survey tells"), max_length=1200, blank=True)
    workshops_say = models.TextField(_("what the workshops tell"), max_length=1200, blank=True)
    reason = models.TextField(_("why this theme"), max_length=600, blank=True)
    dimension = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """One thing to do. Once in an edition it is never deleted, only done or dropped."""

    theme = models.ForeignKey(Theme, verbose_name=_("theme"), on_delete=models.PROTECT, related_name="steps")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=120)
    why = models.TextField(_("what and why"), max_length=600, blank=True)
    for_whom = models.CharField(_("for whom"), max_length=120, blank=True)
    responsible = models.CharField(_("who is responsible"), max_length=120, blank=True)
    done_when = models.CharField(_("done when"), max_length=200, blank=True)
    how_to_start = models.TextField(_("how to start, one line each"), max_length=1200, blank=True)
    horizon = models.CharField(_("horizon"), max_length=5, choices=Horizon.choices, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.PLANNED)
    change_reason = models.CharField(_("reason for the change"), max_length=200, blank=True)
    closed_on = models.DateField(_("done or dropped on"), null=True, blank=True)
    sector = models.CharField(
        _("sector"), max_length=10, choices=Sector.choices, default=Sector.ANY, blank=True
    )
    min_size = models.PositiveSmallIntegerField(
        _("smallest workplace"), choices=WorkplaceSize.choices, default=WorkplaceSize.ANY
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["done", "dropped"]) | Q(closed_on__isnull=True),
                name="step_closed_only_when_closed",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED_STATES


class EvidenceLink(models.Model):
    """That a theme or a step rests on one figure of another app, named by the figure's key.

    `caption` may say in a few words what the number tells here; the figure keeps its own label.
    """

    theme = models.ForeignKey(Theme, null=True, on_delete=models.CASCADE, related_name="evidence")
    step = models.ForeignKey(Step, null=True, on_delete=models.CASCADE, related_name="evidence")
    figure_key = models.CharField(max_length=160)
    caption = models.CharField(_("caption"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(theme__isnull=True, step__isnull=False)
                | Q(theme__isnull=False, step__isnull=True),
                name="evidence_under_one_object",
            ),
            models.UniqueConstraint(
                fields=["theme", "figure_key"], condition=Q(theme__isnull=False), name="evidence_theme_once"
            ),
            models.UniqueConstraint(
                fields=["step", "figure_key"], condition=Q(step__isnull=False), name="evidence_step_once"
            ),
        ]

    def __str__(self) -> str:
        return self.figure_key
