"""Addresses of what only some kinds of questionnaires have."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from surveys.views import by_kind
from surveys.views.questionnaires.staging import make_staged

urlpatterns = [
    path(
        _("desk/<slug:project>/surveys/<int:pk>/results/<int:group>/competence/"),
        by_kind.competence_page,
        name="competence",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/results/<int:group>/stages/"),
        by_kind.stages_page,
        name="stages",
    ),
    path(
        _("desk/<slug:project>/surveys/questionnaires/<int:pk>/by-stage/"),
        make_staged,
        name="questionnaire_by_stage",
    ),
]
