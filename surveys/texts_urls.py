"""Addresses of open answers: the queue of the moderator, and where they are read."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from surveys.views import moderating, open_answers

urlpatterns = [
    path(_("desk/<slug:project>/surveys/<int:pk>/open-answers/"), moderating.texts, name="texts"),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/open-answers/release/"),
        moderating.texts_release,
        name="texts_release",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/open-answers/withdraw/"),
        moderating.texts_withdraw,
        name="texts_withdraw",
    ),
    path(_("desk/<slug:project>/surveys/<int:pk>/open-answers/<uuid:text>/"), moderating.text, name="text"),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/open-answers/<uuid:text>/show/"),
        moderating.text_show,
        name="text_show",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/open-answers/<uuid:text>/remove-parts/"),
        moderating.text_redact,
        name="text_redact",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/open-answers/<uuid:text>/withhold/"),
        moderating.text_withhold,
        name="text_withhold",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/open-answers/<uuid:text>/take-back/"),
        moderating.text_take_back,
        name="text_take_back",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/results/<int:group>/open-answers/"),
        open_answers.group_texts,
        name="group_texts",
    ),
]
