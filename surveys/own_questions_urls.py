"""Address of organisations' own questions in a round."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from surveys.views import rounds

urlpatterns = [
    path(
        _("desk/<slug:project>/surveys/<int:pk>/own-questions/"),
        rounds.round_own_questions,
        name="round_own_questions",
    ),
]
