"""Which fields of peer coaching exist in three languages."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, register

from peercoaching.models import CoachNetwork


@register(CoachNetwork)
class CoachNetworkTranslation(TranslationOptions):
    fields = ("name", "description")
