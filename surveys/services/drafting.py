"""Questionnaires are written as drafts and become immutable versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.register.models import Project
from surveys import instruments
from surveys.models import QuestionnaireDraft, QuestionnaireVersion
from surveys.questionnaire import QuestionnaireError, from_document
from surveys.questionnaire.checks import MAX_CODE
from surveys.questionnaire.drafts import changes
from surveys.questionnaire.drafts.mistakes import mistakes
from surveys.questionnaire.drafts.shape import check_shape
from surveys.services.questionnaires import CodeRefused, refuse_shared_code, store_own
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.errors import DomainError

Document = dict[str, Any]


class DraftChanged(DomainError):
    """Somebody else saved the draft meanwhile; `draft` is as it is now."""

    def __init__(self, draft: QuestionnaireDraft) -> None:
        self.draft = draft
        super().__init__(
            _(
                "%(person)s saved this questionnaire meanwhile, and your change was not saved. What you "
                "wrote is still here: compare it with what is saved now, and save again."
            )
            % {"person": draft.changed_by or _("Somebody else")}
        )


class DraftRefused(DomainError):
    """This cannot be saved even as a draft; the message says why."""


class AlreadyDrafted(DomainError):
    """The next version of this questionnaire is being written already, in `draft`."""

    def __init__(self, draft: QuestionnaireDraft) -> None:
        self.draft = draft
        super().__init__(_("The next version of this questionnaire is being written already."))


class NotReady(DomainError):
    """The draft cannot be a version yet; `mistakes` say what is still to be done, each with its place."""

    def __init__(self, found: tuple[QuestionnaireError, ...]) -> None:
        self.mistakes = found
        count = len(found)
        super().__init__(
            ngettext(
                "%(count)d thing must be put right before the questionnaire can be used.",
                "%(count)d things must be put right before the questionnaire can be used.",
                count,
            )
            % {"count": count}
        )


@transaction.atomic
def start_draft(
    *, project: Project, user: User, title: Mapping[str, str], kind: str = "wellbeing", code: str = ""
) -> QuestionnaireDraft:
    """A draft with a title (language → words) and nothing to ask yet; without a code it gets a free one.

    Its scale is that of the shared wellbeing survey until another is chosen. Raises CodeRefused and
    DraftRefused.
    """
    Project.objects.select_for_update().get(pk=project.pk)  # two at once get two codes
    wanted = code or _free_code(project, "questionnaire")
    scale = instruments.document("yhes_readiness")["scale"]
    document = changes.blank(code=wanted, kind=kind, title=title, scale=scale)
    return _create(project, user, document, "surveys.draft_started")


@transaction.atomic
def copy_to_draft(*, version: QuestionnaireVersion, project: Project, user: User) -> QuestionnaireDraft:
    """A draft that begins as a copy of a version, which itself never changes.

    Of the project's own questionnaire it becomes the next version. A shared one is copied under a new
    code; its questions keep theirs, and it is the `core` of the copy. Raises AlreadyDrafted when the
    next version is being written already.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    code = version.code
    if version.project_id is None:
        code = _free_code(project, f"{version.code[: MAX_CODE - 8]}-own")
    elif existing := QuestionnaireDraft.objects.filter(project=project, code=code).first():
        raise AlreadyDrafted(existing)
    document = {**version.document, "code": code}
    core = version if version.project_id is None else version.core
    return _create(project, user, document, "surveys.draft_copied", based_on=version, core=core)


@transaction.atomic
def save_document(
    *, draft: QuestionnaireDraft, document: Document, revision: int, user: User
) -> QuestionnaireDraft:
    """Put another document, which may be incomplete, in the place of the draft's.

    `revision` is that of the draft which the change was made to. Raises DraftChanged when somebody saved
    since, CodeRefused for a code that is taken, and DraftRefused for what is no questionnaire at all.
    """
    locked = _locked(draft, revision)
    wanted = _shaped(document)
    if wanted == locked.document:
        return locked
    _check_code(locked.project, wanted["code"], locked)
    locked.code, locked.kind, locked.document = wanted["code"], wanted["kind"], wanted
    locked.revision += 1
    locked.changed_by = user
    locked.save()
    _record(locked, user, "surveys.draft_changed")
    return locked


@transaction.atomic
def publish_draft(*, draft: QuestionnaireDraft, revision: int, user: User) -> QuestionnaireVersion:
    """The draft as an immutable version in the project's library; the draft is gone.

    Raises NotReady with everything that is still to be done, DraftChanged when somebody saved since what
    the person saw, AlreadyThere when it is just what the library has, and CodeRefused.
    """
    locked = _locked(draft, revision)
    if found := mistakes_of(locked):
        raise NotReady(found)
    questionnaire = from_document({"version": 1, **locked.document})
    newest = QuestionnaireVersion.objects.filter(project=locked.project, code=locked.code)
    number = max((version.version for version in newest), default=0)
    questionnaire = replace(questionnaire, version=max(number, 1))  # `store_own` takes the next one
    version = store_own(project=locked.project, questionnaire=questionnaire, core=locked.core)
    audit.record(
        actor=user, action="surveys.questionnaire_published", on=version, project_id=locked.project_id
    )
    locked.delete()
    return version


@transaction.atomic
def delete_draft(*, draft: QuestionnaireDraft, user: User) -> None:
    """Remove a draft. Versions made of it earlier, or copied for it, stay."""
    locked = QuestionnaireDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is not None:
        _record(locked, user, "surveys.draft_deleted")
        locked.delete()


def mistakes_of(draft: QuestionnaireDraft) -> tuple[QuestionnaireError, ...]:
    """What must be put right before the draft can be a version, in the order of the form."""
    return mistakes(draft.document, draft.core.document if draft.core else None)


def _create(
    project: Project, user: User, document: Document, action: str, **origin: QuestionnaireVersion | None
) -> QuestionnaireDraft:
    wanted = _shaped(document)
    _check_code(project, wanted["code"], QuestionnaireDraft(project=project, **origin))
    draft = QuestionnaireDraft.objects.create(
        project=project,
        code=wanted["code"],
        kind=wanted["kind"],
        document=wanted,
        changed_by=user,
        **origin,
    )
    _record(draft, user, action)
    return draft


def _locked(draft: QuestionnaireDraft, revision: int) -> QuestionnaireDraft:
    locked = (
        QuestionnaireDraft.objects.select_for_update(of=("self",))
        .select_related("project", "core", "based_on", "changed_by")
        .filter(pk=draft.pk)
        .first()
    )
    if locked is None:
        raise DraftRefused(_("This draft has been published or deleted meanwhile."))
    if locked.revision != revision:
        raise DraftChanged(locked)
    return locked


def _shaped(document: Document) -> Document:
    try:
        wanted = changes.tidy(document)
        check_shape(wanted)
    except QuestionnaireError as error:
        raise DraftRefused(error.sentence(_)) from error
    return wanted


def _check_code(project: Project, code: str, draft: QuestionnaireDraft) -> None:
    """A next version keeps its code, and any other draft has one that nobody has."""
    if draft.continues and draft.based_on is not None:
        if code != draft.based_on.code:
            raise CodeRefused(
                _("This becomes the next version of “%(code)s”, so it keeps that code.")
                % {"code": draft.based_on.code}
            )
        return
    refuse_shared_code(code)
    if code in _taken(project, besides=draft.pk):
        raise CodeRefused(
            _("The project has a questionnaire with the code “%(code)s” already. Choose another code.")
            % {"code": code}
        )


def _taken(project: Project, besides: int | None = None) -> set[str]:
    drafts = QuestionnaireDraft.objects.filter(project=project)
    if besides is not None:
        drafts = drafts.exclude(pk=besides)
    versions = QuestionnaireVersion.objects.filter(project=project)
    return {*drafts.values_list("code", flat=True), *versions.values_list("code", flat=True)}


def _free_code(project: Project, stem: str) -> str:
    taken: Iterable[str] = _taken(project)
    candidates = (stem, *(f"{stem}-{number}" for number in range(2, len(set(taken)) + 3)))
    return next(code for code in candidates if code not in taken)


def _record(draft: QuestionnaireDraft, user: User, action: str) -> None:
    audit.record(actor=user, action=action, on=draft, project_id=draft.project_id)
