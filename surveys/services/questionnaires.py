"""Questionnaires become immutable versions in the database."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from surveys import instruments
from surveys.models import QuestionnaireVersion
from surveys.questionnaire import Questionnaire, fingerprint, to_document
from yhes.common.errors import DomainError


class VersionTaken(DomainError):
    """Another questionnaire is already stored under the same code and version."""


def load_instruments() -> list[QuestionnaireVersion]:
    """Store the shipped questionnaires that are not stored yet, and return all of them.

    May be repeated. Raises VersionTaken when a shipped file was changed without a new version number.
    """
    return [store_version(questionnaire=instruments.load(code)) for code in instruments.SHIPPED]


@transaction.atomic
def store_version(*, questionnaire: Questionnaire) -> QuestionnaireVersion:
    """The stored version of exactly this questionnaire, made now unless it is there.

    Raises VersionTaken when the same code and version number stand for something else.
    """
    stored, _created = QuestionnaireVersion.objects.get_or_create(
        code=questionnaire.code,
        version=questionnaire.version,
        defaults={"document": to_document(questionnaire), "fingerprint": fingerprint(questionnaire)},
    )
    if stored.fingerprint != fingerprint(questionnaire):
        raise VersionTaken(
            _(
                "Version %(version)d of the questionnaire “%(code)s” has been used already and cannot be "
                "changed. Give the changed questionnaire a new version number."
            )
            % {"version": questionnaire.version, "code": questionnaire.code}
        )
    return stored
