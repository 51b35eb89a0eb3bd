"""The demo data of surveys: the shipped instruments and rounds of fictional organisations."""

from __future__ import annotations

from surveys.demo import closed_rounds, learning, open_round, orders, own_rounds, replies
from surveys.services.questionnaires import load_instruments
from yhes.common.registry import DemoContext


def load(context: DemoContext) -> None:
    versions = {version.code: version for version in load_instruments()}
    parts = {
        "project": context.project,
        "organisations": context.organisations,
        "version": versions["yhes_readiness"],
        "user": context.people["coordinator"],
    }
    made = closed_rounds.load(**parts)
    opened = open_round.load(**parts)
    orders.load(project=parts["project"], version=parts["version"], user=parts["user"])
    own = own_rounds.load(
        project=context.project,
        organisation=context.organisations[own_rounds.ORDERED_BY],
        versions=versions,
        user=parts["user"],
    )
    learning.load(**{key: parts[key] for key in ("project", "organisations", "user")})
    replies.load(
        project=context.project, organisation=context.organisations["kuusi"], user=context.people["contact"]
    )
    context.say(
        f"{len(versions)} instruments, {len(made) + len(own)} closed and released example rounds, "
        f"{int(opened)} open"
    )
