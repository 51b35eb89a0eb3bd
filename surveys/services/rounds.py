"""A round from its first draft to the day it closes; its groups are in services.groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.register.models import Project
from surveys.ballot import locks
from surveys.models import QuestionnaireVersion, Round
from surveys.questionnaire import QuestionnaireError
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.errors import DomainError
from yhes.common.words import Words

THRESHOLD_FLOOR, PUBLIC_THRESHOLD_FLOOR = 5, 10  # raised by a project if it likes, never lowered


class RoundRefused(DomainError):
    """The round cannot be made or changed like that; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basics:
    """All of a round but its groups. `modules` are those of the questionnaire that are in use."""

    questionnaire: QuestionnaireVersion
    modules: tuple[str, ...]
    title: Words
    purpose: Words
    controller: Words
    legal_basis: str
    closes_at: datetime
    threshold: int = THRESHOLD_FLOOR
    public_threshold: int = PUBLIC_THRESHOLD_FLOOR
    figures: str = Round.Figures.DISTRIBUTIONS

    def as_columns(self) -> dict[str, Any]:
        return {
            "questionnaire": self.questionnaire,
            "modules": sorted(self.modules),
            "legal_basis": self.legal_basis,
            "closes_at": self.closes_at,
            "threshold": self.threshold,
            "public_threshold": self.public_threshold,
            "figures": self.figures,
            **_columns("title", self.title),
            **_columns("purpose", self.purpose),
            **_columns("controller", self.controller),
        }


def _columns(field: str, words: Words) -> dict[str, str]:
    return {f"{field}_fi": words["fi"], f"{field}_sv": words["sv"], f"{field}_en": words["en"]}


@transaction.atomic
def create_round(*, project: Project, user: User | None, basics: Basics, is_example: bool = False) -> Round:
    """A draft, seen by coordinators only. Raises RoundRefused."""
    _check(basics, project)
    round_ = Round.objects.create(
        project=project, created_by=user, is_example=is_example, **basics.as_columns()
    )
    audit.record(actor=user, action="surveys.round_created", on=round_, project_id=project.pk)
    return round_


@transaction.atomic
def change_round(*, round_: Round, user: User, basics: Basics) -> None:
    """Change a draft. Raises RoundRefused for anything else: people have been promised what it says."""
    only_draft(round_)
    _check(basics, round_.project)
    columns = basics.as_columns()
    changes = audit.assign(round_, columns)
    _forget_own_modules(round_)
    round_.save()
    audit.record(
        actor=user, action="surveys.round_changed", on=round_, project_id=round_.project_id, changes=changes
    )


@transaction.atomic
def delete_draft(*, round_: Round, user: User) -> None:
    """Remove a draft with its groups. Raises RoundRefused for a round that has been opened."""
    only_draft(round_)
    audit.record(actor=user, action="surveys.round_deleted", on=round_, project_id=round_.project_id)
    round_.delete()


@transaction.atomic
def change_closing_time(*, round_: Round, user: User, closes_at: datetime) -> None:
    """Keep an open round open for longer or shorter. Raises RoundRefused.

    A round whose time is past stays past: what was too late for one must not be in time for another.
    """
    locks.exclude(round_.pk)
    current = Round.objects.get(pk=round_.pk)
    if not current.is_accepting:
        raise RoundRefused(_("This round is not open any more, so its closing time cannot be changed."))
    check_closing_time(closes_at)
    before, round_.closes_at = current.closes_at, closes_at
    round_.save(update_fields=["closes_at"])
    audit.record(
        actor=user,
        action="surveys.round_closing_time_changed",
        on=round_,
        project_id=round_.project_id,
        changes={"closes_at": (before, closes_at)},
    )


def only_draft(round_: Round) -> Round:
    """The round's row, locked until the transaction ends. Raises RoundRefused unless it is a draft."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state != Round.State.DRAFT:
        raise RoundRefused(_("This round has been opened and cannot be changed any more."))
    return locked


def _check(basics: Basics, project: Project) -> None:
    check_closing_time(basics.closes_at)
    _check_questionnaire(basics, project)
    if basics.threshold < THRESHOLD_FLOOR or basics.public_threshold < PUBLIC_THRESHOLD_FLOOR:
        raise RoundRefused(
            _("The thresholds can only be raised: at least %(inside)d inside and %(public)d in public.")
            % {"inside": THRESHOLD_FLOOR, "public": PUBLIC_THRESHOLD_FLOOR}
        )
    if basics.public_threshold < basics.threshold:
        raise RoundRefused(_("The public threshold cannot be lower than the one inside the project."))
    if basics.figures not in Round.Figures.values:
        raise RoundRefused(_("Choose whether distributions are shown."))


def _forget_own_modules(round_: Round) -> None:
    """What was one organisation's own stays so as long as the round asks it."""
    in_use = {module: owner for module, owner in round_.own_modules.items() if module in round_.modules}
    round_.own_modules = in_use


def _check_questionnaire(basics: Basics, project: Project) -> None:
    if basics.questionnaire.project_id not in (None, project.pk):
        raise RoundRefused(_("This questionnaire belongs to another project."))
    try:
        asked = basics.questionnaire.asked_with(basics.modules)
    except QuestionnaireError as error:
        raise RoundRefused(_("The chosen module does not belong to this questionnaire.")) from error
    if not asked.closed:
        raise RoundRefused(
            _("All questions would be answered in writing. A round needs at least one with options to count.")
        )


def check_closing_time(closes_at: datetime) -> None:
    """Raises RoundRefused for a time that is past."""
    if closes_at <= timezone.now():
        raise RoundRefused(_("The closing time must be in the future."))
