"""Questions of one organisation's own beside the core: who is asked them, and what is stored of the answers.

They are a module of the round's questionnaire that is asked in one organisation only. Who is asked follows
from the group an invitation was made for, never from an answer (docs/decisions/0040).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from projects.register.models import Organisation
from surveys.models import Group, GroupTree, Round
from surveys.questionnaire import Questionnaire, stands_apart
from surveys.sealing import OpenedAnswer, OpenedText
from surveys.services.rounds import RoundRefused, only_draft
from yhes.accounts.models import User
from yhes.common import audit

OrganisationId = int | None


@transaction.atomic
def choose_own_questions(*, round_: Round, user: User, own: Mapping[str, int]) -> None:
    """Say which modules in use are asked in one organisation only: {module: its id}; the rest asks everybody.

    Raises RoundRefused for an opened round, and wherever `problems` finds something.
    """
    locked = only_draft(round_)
    before, locked.own_modules = locked.own_modules, dict(sorted(own.items()))
    if found := problems(locked):
        raise RoundRefused(" ".join(found))
    if before == locked.own_modules:
        return
    locked.save(update_fields=["own_modules"])
    audit.record(
        actor=user,
        action="surveys.own_questions_chosen",
        on=locked,
        project_id=locked.project_id,
        changes={"own_questions": (_in_words(before), _in_words(locked.own_modules))},
    )


def can_be_own(round_: Round) -> list[str]:
    """The modules in use whose questions could be one organisation's own, in order of their names."""
    questionnaire = round_.questionnaire.questionnaire
    return [module for module in sorted(round_.modules) if stands_apart(questionnaire, module)]


def large_enough(round_: Round) -> list[Group]:
    """The organisations of the draft with so many people that own results of theirs can be shown at all."""
    tree = GroupTree.of(round_)
    headcounts, least = tree.headcounts(), smallest_organisation(round_)
    return [
        group
        for group in tree.in_order()
        if group.level == Group.Level.ORGANISATION and group.organisation_id and headcounts[group.pk] >= least
    ]


def smallest_organisation(round_: Round) -> int:
    """How many people an organisation needs for questions of its own."""
    return round_.public_threshold if round_.shows_distributions else round_.threshold


def problems(round_: Round) -> list[str]:
    """Why own questions cannot be asked as they are chosen, in sentences; none where all is well."""
    found = []
    if set(round_.own_modules) - set(can_be_own(round_)):
        found.append(
            _(
                "An organisation’s own questions must stand in sections of their own, no other question may "
                "depend on them, and none of them may be a background variable."
            )
        )
    if set(round_.own_modules.values()) - {group.organisation_id for group in large_enough(round_)}:
        found.append(
            _(
                "An organisation with questions of its own must take part with at least %(count)d people: "
                "results of fewer are not shown to anybody."
            )
            % {"count": smallest_organisation(round_)}
        )
    if not found and round_.own_modules and not _asks_everybody(round_):
        found.append(_("Something must be asked of everybody beside the questions of one organisation."))
    return found


def without_traces(
    round_: Round, answers: Sequence[OpenedAnswer], region_of: Mapping[int, OrganisationId]
) -> Sequence[OpenedAnswer]:
    """The answers as they may be stored: nothing in one tells an organisation that its group does not tell.

    An answer is kept with the nearest group that may be shown. Where that is a larger one than the
    organisation, its answers to own questions would say which organisation it is from: they are forgotten.
    """
    if not round_.own_modules:
        return answers
    organisation_of = dict(Group.objects.filter(round=round_).values_list("id", "organisation_id"))
    version = round_.questionnaire.questionnaire
    places = {
        organisation: _places_of_others(version, round_.own_modules, organisation)
        for organisation in {None, *organisation_of.values()}
    }
    return [
        _blanked(answer, places[organisation_of.get(region_of[int(answer.node)] or 0)]) for answer in answers
    ]


def readable(
    round_: Round, texts: Sequence[OpenedText], home_of: Mapping[tuple[str, int], OrganisationId]
) -> list[OpenedText]:
    """Without texts that nobody may read and whose question would tell which organisation they are from."""
    own = round_.own_parts
    return [text for text in texts if text.code not in own or home_of[text.code, int(text.node)]]


def _places_of_others(
    version: Questionnaire, own: Mapping[str, int], organisation: OrganisationId
) -> tuple[int, ...]:
    """The bytes of a packed answer that belong to own questions of other organisations than this one."""
    others = {module for module, owner in own.items() if owner != organisation}
    return tuple(place for place, column in enumerate(version.columns) if column.question.module in others)


def _blanked(answer: OpenedAnswer, places: Sequence[int]) -> OpenedAnswer:
    choices = bytearray(answer.choices)
    for place in places:
        choices[place] = 0
    return replace(answer, choices=bytes(choices))


def _asks_everybody(round_: Round) -> bool:
    return any(not part.module or part.module not in round_.own_modules for part in round_.asked.closed)


def _in_words(own: Mapping[str, int]) -> str:
    names = {found.pk: str(found) for found in Organisation.objects.filter(pk__in=own.values())}
    return ", ".join(f"{module}: {names.get(owner, owner)}" for module, owner in own.items())
