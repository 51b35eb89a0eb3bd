"""Which fields of plans exist in three languages (django-modeltranslation)."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from projects.plans import models


@register(models.ActionPlan)
class ActionPlanTranslation(TranslationOptions):
    fields = ("title", "vision")


@register(models.Aim)
class AimTranslation(TranslationOptions):
    fields = ("title",)


@register(models.Action)
class ActionTranslation(TranslationOptions):
    fields = ("title",)


@register(models.SteppingStone)
class SteppingStoneTranslation(TranslationOptions):
    fields = ("title",)


@register(models.Indicator)
class IndicatorTranslation(TranslationOptions):
    fields = ("title",)
