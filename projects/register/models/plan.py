"""What a project set out to do and what came of it, as its public register page tells."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.register.models.organisations import Organisation
from projects.register.models.projects import Project


class WorkPackage(models.Model):
    """A part of a project with its co-implementers."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="work_packages")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    co_implementers = models.ManyToManyField(
        Organisation, verbose_name=_("co-implementers"), blank=True, related_name="work_packages"
    )

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class Objective(models.Model):
    """What the project aims at."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="objectives")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class Measure(models.Model):
    """What is done to reach an objective."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="measures")
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.SET_NULL, related_name="measures"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class Result(models.Model):
    """What came of it, shown beside the objective."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="results")
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.SET_NULL, related_name="results"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title
