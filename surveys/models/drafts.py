"""Questionnaires that are being written."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.register.models import Project
from surveys.models.questionnaires import QuestionnaireVersion


class QuestionnaireDraft(models.Model):
    """A questionnaire on its way to its first, or its next, version.

    `document` has the form of a version's document and may be incomplete; what it must never lack is in
    `surveys.questionnaire.drafts.shape`. `revision` grows by one with every save, so that of two who save
    at once the second learns of the first. `based_on` is the version that was copied, `core` the shared
    version whose questions are asked here under their own codes.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    document = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    based_on = models.ForeignKey(QuestionnaireVersion, null=True, on_delete=models.PROTECT, related_name="+")
    core = models.ForeignKey(QuestionnaireVersion, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="questionnaire_draft_code_once"),
            models.CheckConstraint(
                condition=Q(revision__gte=1), name="questionnaire_draft_revision_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def continues(self) -> bool:
        """Whether publishing makes the next version of a questionnaire that the project has."""
        return self.based_on is not None and self.based_on.project_id is not None
