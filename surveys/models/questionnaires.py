"""Immutable versions of questionnaires, shared or of one project."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from projects.register.models import Project
from surveys.questionnaire import Questionnaire, from_document


class QuestionnaireQuerySet(models.QuerySet["QuestionnaireVersion"]):
    def offered_to(self, project: Project) -> QuestionnaireQuerySet:
        """What the project may look at and ask with: the shared ones and its own.

        The bare scales behind imported answers are nobody's to ask with, and name columns of other
        projects' files.
        """
        shared = Q(project__isnull=True) & ~Q(document__kind="imported")
        return self.filter(shared | Q(project=project))

    def newest(self) -> QuestionnaireQuerySet:
        """Of every questionnaire its newest version only."""
        owner = Coalesce(F("project_id"), Value(0))
        later = QuestionnaireVersion.objects.annotate(owner=owner).filter(
            code=OuterRef("code"), owner=OuterRef("owner"), version__gt=OuterRef("version")
        )
        return self.annotate(owner=owner).filter(~Exists(later))

    def versions_of(self, version: QuestionnaireVersion) -> QuestionnaireQuerySet:
        """All versions of the same questionnaire, the newest first."""
        return self.filter(code=version.code, project=version.project_id).order_by("-version")


class QuestionnaireVersion(models.Model):
    """One version of a questionnaire as a canonical document; written once, never changed.

    Those without a project are shared: the instruments that ship, and the bare scales behind imported
    answers. What a project brings in is its own. `core` is the shared version whose questions it asks
    under their own codes, where it was made from one.
    """

    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    document = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    core = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                condition=Q(project__isnull=True),
                name="questionnaire_shared_version_once",
            ),
            # Rows without a project are not compared: for them stands the constraint above.
            models.UniqueConstraint(
                fields=["project", "code", "version"], name="questionnaire_own_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("a questionnaire version is immutable; make a new one")
        super().save(*args, **kwargs)

    @property
    def questionnaire(self) -> Questionnaire:
        """The whole version: what answers are packed and counted with."""
        return _questionnaire(self.fingerprint, self.pk)

    def asked_with(self, modules: Iterable[str]) -> Questionnaire:
        """What people are asked in a round that uses these modules."""
        return _asked(self.fingerprint, self.pk, frozenset(modules))


# Read and parsed once in a process: a version never changes, and its fingerprint says which it is.
@lru_cache(maxsize=64)
def _questionnaire(fingerprint: str, pk: int) -> Questionnaire:
    document = QuestionnaireVersion.objects.values_list("document", flat=True).get(pk=pk)
    return from_document(document)


@lru_cache(maxsize=128)
def _asked(fingerprint: str, pk: int, modules: frozenset[str]) -> Questionnaire:
    return _questionnaire(fingerprint, pk).with_modules(modules)
