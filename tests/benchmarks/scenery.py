"""Who and what is measured with: one project, fictional organisations, rounds made by the real services."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from projects.register.models import Organisation, Unit
from surveys import sealing
from surveys.models import Group, Invitation, InvitationToken, Round
from surveys.services import groups, opening, rounds
from surveys.services.groups import OrganisationChoice, UnitChoice
from tests.cast import Cast, join, make_cast, make_organisation
from tests.surveys import fielding

ORGANISATIONS, UNITS = 76, 3

Sizes = npt.NDArray[np.int64]


@cache
def cast() -> Cast:
    return make_cast()


@cache
@transaction.atomic
def organisations(count: int = ORGANISATIONS) -> list[tuple[Organisation, list[Unit]]]:
    """Partners of the cast's project, each with three units."""
    found = []
    for number in range(1, count + 1):
        organisation = make_organisation(f"esimerkki-{count}-{number}", f"Esimerkkiopisto {number:02}")
        join(cast().project, organisation)
        names = [f"Yksikkö {unit}" for unit in range(1, UNITS + 1)]
        units = [Unit.objects.create(organisation=organisation, name_fi=name) for name in names]
        found.append((organisation, units))
    return found


def skewed(total: int, places: int, seed: int) -> Sizes:
    """`total` people over so many units, as unequal as units are: a few large ones, many small."""
    random = np.random.default_rng(seed)
    weights = random.lognormal(sigma=1.2, size=places)
    return random.multinomial(total, weights / weights.sum())


def open_round(sizes: Sequence[int], *, closes_in: timedelta = timedelta(days=7)) -> Round:
    """An open round whose units have so many people, three units an organisation."""
    people = cast()
    basics = fielding.basics(closes_at=timezone.now() + closes_in)
    round_ = rounds.create_round(project=people.project, user=people.aino, basics=basics)
    left = iter(sizes)
    choices = [
        OrganisationChoice(
            organisation, units=tuple(UnitChoice(unit, max(1, int(next(left)))) for unit in units)
        )
        for organisation, units in organisations(len(sizes) // UNITS)
    ]
    groups.choose_groups(round_=round_, user=people.aino, choices=choices, with_regions=False)
    Round.objects.filter(pk=round_.pk).update(state=Round.State.OPENING)
    opening.open_round(round_id=round_.pk, report=fielding.silent, tell=False)
    return Round.objects.select_related("questionnaire").get(pk=round_.pk)


def leaves(round_: Round) -> list[Group]:
    """Units in the order of `sizes`."""
    return list(Group.objects.filter(round=round_, level=Group.Level.UNIT).order_by("order"))


def invite(group: Group, count: int) -> list[str]:
    """So many people get a link; their tokens."""
    tokens = [sealing.new_token() for _person in range(count)]
    invitations = [
        Invitation(round_id=group.round_id, group=group, channel=Invitation.Channel.SLIP) for _token in tokens
    ]
    Invitation.objects.bulk_create(invitations, batch_size=2_000)
    hashes = [
        InvitationToken(
            token_hash=sealing.token_hash(settings.SURVEY_SERVER_KEY, token), invitation=invitation
        )
        for token, invitation in zip(tokens, invitations, strict=True)
    ]
    InvitationToken.objects.bulk_create(hashes, batch_size=2_000)
    return tokens


def copy_rows(model: type, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Many rows at once, by PostgreSQL's own way of loading. `rows` asks the database nothing meanwhile."""
    table = model._meta.db_table  # type: ignore[attr-defined]
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def look_over(*models: type) -> None:
    """What PostgreSQL does by itself some time after many rows have come."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"VACUUM ANALYZE {model._meta.db_table}")  # type: ignore[attr-defined]
