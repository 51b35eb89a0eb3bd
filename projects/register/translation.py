"""Which fields of the register exist in three languages (django-modeltranslation)."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from projects.register import models


@register(models.Region)
class RegionTranslation(TranslationOptions):
    fields = ("name",)


@register(models.Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "trade_name")


@register(models.Unit)
class UnitTranslation(TranslationOptions):
    fields = ("name",)


@register(models.Programme)
class ProgrammeTranslation(TranslationOptions):
    fields = ("name", "description")


@register(models.Project)
class ProjectTranslation(TranslationOptions):
    fields = (
        "name",
        "acronym",
        "tagline",
        "summary",
        "stated_duration",
        "stated_partners",
        "target_groups",
        "quality_gaps",
        "themes",
        "call",
        "contact_role",
    )


@register(models.WorkPackage)
class WorkPackageTranslation(TranslationOptions):
    fields = ("title", "description")


@register(models.Objective)
class ObjectiveTranslation(TranslationOptions):
    fields = ("title", "description")


@register(models.Measure)
class MeasureTranslation(TranslationOptions):
    fields = ("title", "description")


@register(models.Result)
class ResultTranslation(TranslationOptions):
    fields = ("title", "description")


@register(models.Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("title", "description")


@register(models.FunderLogo)
class FunderLogoTranslation(TranslationOptions):
    fields = ("title",)


@register(models.Deliverable)
class DeliverableTranslation(TranslationOptions):
    fields = ("title", "description")


@register(models.ProjectGroup)
class ProjectGroupTranslation(TranslationOptions):
    fields = ("title", "description")
