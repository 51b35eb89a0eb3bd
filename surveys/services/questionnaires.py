"""Questionnaires become immutable versions in the database."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from projects.register.models import Project
from surveys import instruments
from surveys.models import QuestionnaireVersion
from surveys.questionnaire import Questionnaire, QuestionnaireError, fingerprint, to_document
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.errors import DomainError


class VersionTaken(DomainError):
    """Another questionnaire is already stored under the same code and version."""


class AlreadyThere(DomainError):
    """The project has exactly this questionnaire."""


class CodeRefused(DomainError):
    """The code belongs to a shared questionnaire."""

    field = "code"


class QuestionnaireRefused(DomainError):
    """The questionnaire cannot be what it is wanted to be; the message says why."""


def load_instruments() -> list[QuestionnaireVersion]:
    """Store the shipped questionnaires that are not stored yet, and return all of them.

    May be repeated. Raises VersionTaken when a shipped file was changed without a new version number.
    """
    return [store_version(questionnaire=instruments.load(code)) for code in instruments.SHIPPED]


@transaction.atomic
def store_version(*, questionnaire: Questionnaire) -> QuestionnaireVersion:
    """The stored, shared version of exactly this questionnaire, made now unless it is there.

    Raises VersionTaken when the same code and version number stand for something else.
    """
    stored, _created = QuestionnaireVersion.objects.get_or_create(
        project=None,
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


@transaction.atomic
def import_questionnaire(
    *, project: Project, user: User | None, questionnaire: Questionnaire, code: str, kind: str
) -> QuestionnaireVersion:
    """A version of the project's own, under this code; numbered after the ones it has.

    Raises CodeRefused for the code of a shared questionnaire, AlreadyThere for what the project has
    already, and QuestionnaireRefused for a code or kind that the questionnaire cannot have.
    """
    try:
        wanted = replace(questionnaire, code=code, kind=kind)
    except QuestionnaireError as error:
        raise QuestionnaireRefused(error.sentence(_)) from error
    version = store_own(project=project, questionnaire=wanted)
    audit.record(actor=user, action="surveys.questionnaire_imported", on=version, project_id=project.pk)
    return version


@transaction.atomic
def store_own(
    *, project: Project, questionnaire: Questionnaire, core: QuestionnaireVersion | None = None
) -> QuestionnaireVersion:
    """The project's version of it, with the next number where its own is taken.

    Raises CodeRefused for the code of a shared questionnaire and AlreadyThere for what there is already.
    """
    Project.objects.select_for_update().get(pk=project.pk)  # two at once get two numbers
    _refuse_shared(questionnaire)
    own = QuestionnaireVersion.objects.filter(project=project, code=questionnaire.code)
    newest = own.order_by("-version").first()
    wanted = questionnaire if newest is None else _numbered(questionnaire, newest)
    return QuestionnaireVersion.objects.create(
        project=project,
        code=wanted.code,
        version=wanted.version,
        document=to_document(wanted),
        fingerprint=fingerprint(wanted),
        core=core,
    )


def refuse_shared_code(code: str) -> None:
    """Raises CodeRefused for the code of a shared questionnaire."""
    shared = QuestionnaireVersion.objects.filter(project__isnull=True, code=code)
    if shared.exists() or code in instruments.SHIPPED:
        raise CodeRefused(
            _("“%(code)s” is the code of a shared questionnaire. Choose another code.") % {"code": code}
        )


def _refuse_shared(wanted: Questionnaire) -> None:
    shared = QuestionnaireVersion.objects.filter(project__isnull=True, code=wanted.code)
    if any(version.fingerprint == fingerprint(wanted) for version in shared):
        raise AlreadyThere(_("The library has exactly this questionnaire already."))
    refuse_shared_code(wanted.code)


def _numbered(wanted: Questionnaire, newest: QuestionnaireVersion) -> Questionnaire:
    """With the next number, unless it is the same as the newest version but for its number."""
    if fingerprint(replace(wanted, version=newest.version)) == newest.fingerprint:
        raise AlreadyThere(
            _("The library has exactly this questionnaire already, as version %(version)d.")
            % {"version": newest.version}
        )
    return wanted if wanted.version > newest.version else replace(wanted, version=newest.version + 1)
