"""Putting right where a group stood, after its round was counted. Who is counted never changes."""

from __future__ import annotations

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from surveys import disclosure
from surveys.models import ClassFigures, Group, GroupTree, Release, Round
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.errors import DomainError

log = structlog.get_logger(__name__)


class CorrectionRefused(DomainError):
    """The group cannot be moved; the message says why and what to do."""


@transaction.atomic
def move_group(*, group: Group, parent: Group, user: User | None, reason: str) -> None:
    """Move a shown group, with all that is under it, under another parent of the same level.

    Only whole groups that are shown can be moved: the answers of hidden ones are stored with a larger group,
    and nobody knows which they are. The round can then be released again, if `releasing` finds that safe
    beside everything released before. Raises CorrectionRefused.
    """
    round_ = Round.objects.select_for_update().get(pk=group.round_id)
    tree = GroupTree.of(round_)
    group, parent = tree.groups[group.pk], tree.groups.get(parent.pk, parent)
    _check_time(round_, reason)
    _check_place(tree, group, parent)
    before = tree.groups[group.parent_id or 0]
    _recount(tree, before, group, by=-1)
    group.parent = parent
    if group.level == Group.Level.UNIT:
        group.organisation_id = parent.organisation_id
    group.save(update_fields=["parent", "organisation"])
    moved = GroupTree.of(round_)
    _recount(moved, moved.groups[parent.pk], group, by=1)
    _replan(round_, GroupTree.of(round_))
    audit.record(
        actor=user,
        action="surveys.group_moved",
        on=round_,
        project_id=round_.project_id,
        changes={"group": ("", group), "parent": (before, parent), "reason": ("", reason.strip())},
    )


def _check_time(round_: Round, reason: str) -> None:
    if not reason.strip():
        raise CorrectionRefused(_("Write why the group is moved."))
    if round_.state not in (Round.State.COUNTED, Round.State.PURGED):
        raise CorrectionRefused(_("The round has not been counted yet: take it back to a draft instead."))
    if Release.objects.filter(round=round_, withdrawn_at__isnull=True).exists():
        raise CorrectionRefused(_("Withdraw the results first: what has been released is never changed."))
    if ClassFigures.objects.filter(group__round=round_).exists():
        raise CorrectionRefused(
            _(
                "This round has results by background, which were decided beside its groups as they stand, "
                "so no group can be moved."
            )
        )


def _check_place(tree: GroupTree, group: Group, parent: Group) -> None:
    if not group.audience:
        raise CorrectionRefused(
            _(
                "The answers of this group are stored with those of a larger one, so it cannot be moved by "
                "itself."
            )
        )
    here = tree.groups.get(group.parent_id or 0)
    if here is None or parent.pk not in tree.groups or parent in tree.below(group):
        raise CorrectionRefused(_("The group cannot be moved there."))
    if parent.level != here.level or parent.pk == here.pk:
        raise CorrectionRefused(_("Choose another group of the same kind as the one it is in now."))


def _recount(tree: GroupTree, start: Group, moved: Group, *, by: int) -> None:
    """Numbers of people of the shown groups from `start` upwards, without or with the moved ones."""
    for group in tree.path(start):
        if group.audience:
            group.respondents = (group.respondents or 0) + by * (moved.respondents or 0)
            if group.invited is not None and moved.invited is not None:
                group.invited += by * moved.invited
            group.save(update_fields=["respondents", "invited"])


def _replan(round_: Round, tree: GroupTree) -> None:
    """What may be shown of the moved groups: the same ones, though fewer of them may be public.

    Each answer stays stored with the group it was stored with, so every one of them must still be shown.
    """
    shown = [group for group in tree.groups.values() if group.audience]
    nearest = {group.pk: _shown_above(tree, group) for group in shown}
    try:
        plan = disclosure.plan(
            [
                disclosure.Node(group.pk, nearest[group.pk], group.level, group.respondents or 0)
                for group in shown
            ],
            k_public=round_.public_threshold,
            k_inside=round_.threshold,
        )
    except disclosure.PlanError as error:
        log.error("no plan after moving a group", round=round_.pk, reason=str(error))
        raise CorrectionRefused(_("The groups of this round do not fit together any more.")) from error
    if plan.inside != frozenset(nearest):
        raise CorrectionRefused(
            _(
                "With this group moved, another one that has been shown would be too small or would show "
                "the people of a small one, so it cannot be moved. The results stay withdrawn, or are "
                "released as they were."
            )
        )
    for group in shown:
        is_public = group.pk in plan.public and not round_.is_internal
        group.audience = Group.Audience.PUBLIC if is_public else Group.Audience.INSIDE
        group.save(update_fields=["audience"])


def _shown_above(tree: GroupTree, group: Group) -> int | None:
    above = (step.pk for step in reversed(tree.path(group)[:-1]) if step.audience)
    return next(above, None)
