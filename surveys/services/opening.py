"""Opening a round: checked by a person, done by the ballot worker, which alone can make the key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from projects.register.models import Membership, Role
from surveys import sealing
from surveys.ballot import counting, locks
from surveys.models import Group, GroupTree, Round
from surveys.services import own_questions
from surveys.services.rounds import RoundRefused, only_draft
from yhes.accounts.models import User
from yhes.common import audit, jobs
from yhes.common.errors import DomainError
from yhes.common.mail import letters
from yhes.common.models import Job
from yhes.common.words import LANGUAGES, has_language, in_language, of_field

log = structlog.get_logger(__name__)

Report = Callable[[int, int, str], None]

ASSURED: Final = "assured"


class OpeningFailed(DomainError):
    """The ballot worker could not open the round; nothing is collected until it can."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list before opening. `where` names the page that puts it right.

    What is assured is put right by the ticks under the list: `where` is ASSURED.
    """

    text: str
    is_ok: bool
    is_required: bool
    where: str = "round_edit"


def checklist(round_: Round) -> list[Check]:
    """What must be in order before a round is opened, and what should be."""
    tree = GroupTree.of(round_)
    total = sum(group.headcount or 0 for group in tree.groups.values())
    texts = [of_field(round_, field) for field in ("title", "purpose", "controller")]
    # Under a distribution smaller groups have no figures of their own (decision 0015).
    smallest = round_.public_threshold if round_.shows_distributions else round_.threshold
    missing = [code for code in LANGUAGES if not all(has_language(words, code) for words in texts)]
    return [
        Check(_("Title, purpose and controller are written"), all(words["fi"] for words in texts), True),
        Check(_("They are in Finnish, Swedish and English"), not missing, False),
        Check(_("The closing time is in the future"), round_.closes_at > timezone.now(), True),
        Check(_("Groups and their sizes are chosen"), tree.root is not None, True, "round_groups"),
        Check(
            _("There are at least %(count)d people in all, so that the results can be shown")
            % {"count": round_.threshold},
            total >= round_.threshold,
            True,
            "round_groups",
        ),
        *_own_questions(round_),
        *_assured(round_),
        Check(
            _("Every group is large enough to be shown by itself, if enough people answer"),
            all(count >= smallest for count in tree.headcounts().values()),
            False,
            "round_groups",
        ),
    ]


def _own_questions(round_: Round) -> list[Check]:
    """Said only of a round in which an organisation has questions of its own."""
    if not round_.own_modules:
        return []
    found = own_questions.problems(round_)
    text = " ".join(found) or _("Organisations with questions of their own are large enough to see results")
    return [Check(text, not found, True, "round_own_questions")]


def _assured(round_: Round) -> list[Check]:
    """Each round is assured by itself: it may ask other people than the one before (decision 0033)."""
    return [
        Check(_("The staff have been told of the survey"), round_.is_staff_informed, True, ASSURED),
        Check(
            _("The co-operation procedure has been taken care of"),
            round_.is_cooperation_handled,
            True,
            ASSURED,
        ),
        Check(
            _("A research permit is not needed, or has been granted"),
            bool(round_.research_permit),
            True,
            ASSURED,
        ),
    ]


@transaction.atomic
def request_opening(*, round_: Round, user: User | None) -> Job:
    """From draft to opening; the job does the rest. Also the way to try again when it failed.

    Raises RoundRefused unless everything required is in order.
    """
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state != Round.State.OPENING:
        only_draft(locked)
    if undone := [check.text for check in checklist(locked) if check.is_required and not check.is_ok]:
        raise RoundRefused(
            _("The round cannot be opened yet. Not met: %(list)s.") % {"list": "; ".join(undone)}
        )
    if locked.state == Round.State.DRAFT:
        locked.state = Round.State.OPENING
        locked.save(update_fields=["state"])
        audit.record(actor=user, action="surveys.round_opened", on=locked, project_id=locked.project_id)
    return jobs.start(
        "surveys.open_round", subject=subject(locked), payload={"round": locked.pk}, started_by=user
    )


def subject(round_: Round) -> str:
    """What jobs call the round."""
    return f"surveys.round:{round_.pk}"


@transaction.atomic
def back_to_draft(*, round_: Round, user: User) -> None:
    """Give up an opening that failed. Raises RoundRefused while it is under way or has succeeded."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    under_way = Job.objects.active().filter(kind="surveys.open_round", subject=subject(locked)).exists()
    if locked.state != Round.State.OPENING or under_way:
        raise RoundRefused(_("This round cannot be taken back to a draft."))
    locked.state = Round.State.DRAFT
    locked.save(update_fields=["state"])
    audit.record(actor=user, action="surveys.opening_given_up", on=locked, project_id=locked.project_id)


def open_round(*, round_id: int, report: Report, tell: bool = True) -> None:
    """The key on disk and proven, then the public key in the database and the round open, for the job.

    `tell`: write to the contacts of the organisations that take part. A kill anywhere is repeated:
    the key that is there already is kept. Raises OpeningFailed.
    """
    round_ = Round.objects.select_related("questionnaire", "project").get(pk=round_id)
    if round_.state != Round.State.OPENING:
        return
    report(0, 2, "")
    public_key = make_key(round_id)
    report(1, 2, "")
    with transaction.atomic():
        locks.exclude(round_id)
        opened = Round.objects.filter(pk=round_id, state=Round.State.OPENING).update(
            state=Round.State.OPEN,
            public_key=public_key,
            padded_size=sealing.padded_size(round_.questionnaire.questionnaire),
            opened_at=timezone.now(),
            probed_on=timezone.localdate(),
        )
        if opened and tell:
            _tell_contacts(round_)
    report(2, 2, "")
    log.info("round opened", round=round_id)


def make_key(round_id: int) -> bytes:
    """Write the round's private key, flushed and probed, and return its public key (32 bytes)."""
    try:
        return counting.key_store().create(round_id)
    except (sealing.KeyDamaged, OSError) as error:
        log.error("round key not written", round=round_id, error=type(error).__name__)
        raise OpeningFailed(
            _("The key of this round could not be written. Ask the operator to look at the key folder.")
        ) from error


def _tell_contacts(round_: Round) -> None:
    """Each contact of an organisation that takes part gets one letter with one task."""
    organisations = Group.objects.filter(round=round_, organisation__isnull=False).values("organisation")
    contacts = Membership.objects.filter(
        project=round_.project, role=Role.CONTACT, organisation__in=organisations
    ).select_related("user")
    for user in {membership.user for membership in contacts}:
        with translation.override(user.language):
            path = reverse("surveys:invitations", args=[round_.project.slug, round_.pk])
        letters.queue(
            "survey_task",
            to=user.email,
            language=user.language,
            context={
                "title": in_language(of_field(round_, "title"), user.language),
                "project": in_language(of_field(round_.project, "name"), user.language),
                "closes_at": round_.closes_at,
                "url": f"{settings.SITE_URL}{path}",
            },
        )
