"""Which fields of the roadmap exist in three languages (django-modeltranslation)."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from roadmap import models


@register(models.Roadmap)
class RoadmapTranslation(TranslationOptions):
    fields = ("title", "intro", "now_period", "next_period", "later_period")


@register(models.Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("title", "lead", "summary", "finding", "survey_says", "workshops_say", "reason")


@register(models.Step)
class StepTranslation(TranslationOptions):
    fields = ("title", "why", "for_whom", "responsible", "done_when", "how_to_start", "change_reason")


@register(models.EvidenceLink)
class EvidenceLinkTranslation(TranslationOptions):
    fields = ("caption",)
