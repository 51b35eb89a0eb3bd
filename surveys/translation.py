"""Which fields of a round exist in three languages."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from surveys.models import OrderPage, Round


@register(Round)
class RoundTranslation(TranslationOptions):
    fields = ("title", "purpose", "controller", "greeting", "reminder")


@register(OrderPage)
class OrderPageTranslation(TranslationOptions):
    fields = ("intro",)
