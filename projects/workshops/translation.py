"""Which fields of workshops exist in three languages (django-modeltranslation)."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from projects.workshops import models


@register(models.Workshop)
class WorkshopTranslation(TranslationOptions):
    fields = ("title", "summary", "place", "description")


@register(models.Outcome)
class OutcomeTranslation(TranslationOptions):
    fields = ("text",)
