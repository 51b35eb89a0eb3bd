"""manage.py attack_release ID: lay everything released of a round together and try to single somebody out.

ID is the release's number in the database. `--plans N` attacks N random rounds instead. Exit status 1 when
somebody can be singled out or the opposite was not proven in time, 2 when too little is stored to tell.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from time import monotonic
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format

from surveys.disclosure.audit import SECONDS, Claim, Finding, LaidCell
from surveys.disclosure.cost import Cost
from surveys.disclosure.trials import try_plans
from surveys.models import Group, Release
from surveys.services import auditing, releasing

_STATISTICS: Final = {
    "respondents": "numbers of respondents",
    "texts": "open answers",
    "public": "what is public",
    "distribution": "distributions",
    "below": "everything under a distribution",
    "everything": "everything that is told",
    "asked": "those who were asked",
    "not_asked": "those who were not asked",
}
_SHOWN_AT_MOST: Final = 20


class Command(BaseCommand):
    help = "Lay everything released of a round together and try to single somebody out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("release", nargs="?", type=int, help="number of the release in the database")
        parser.add_argument("--plans", type=int, metavar="N", help="attack N random rounds instead")
        parser.add_argument("--seed", type=int, default=1, help="which random rounds (default 1)")
        parser.add_argument("--seconds", type=float, default=SECONDS, help="time for the search (default 60)")

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["release"] is None) == (options["plans"] is None):
            raise CommandError("Give the number of a release, or --plans N.")
        began = monotonic()
        if options["plans"] is not None:
            found = self._attack_plans(options["plans"], options["seed"])
            missing = False
        else:
            report = self._attack_release(options["release"], options["seconds"])
            found = len(report.findings)
            missing = not report.has_answers or bool(report.texts_untold)
        self.stdout.write(f"\nIt took {monotonic() - began:.1f} s.")
        if found:
            raise CommandError("This is not safe.", returncode=1)
        if missing:
            raise CommandError("Too little is stored any more to tell everything; see above.", returncode=2)

    # --- One release ---------------------------------------------------------------------------------

    def _attack_release(self, pk: int, seconds: float) -> auditing.Report:
        known = Release.objects.select_related("round__project", "round__questionnaire")
        release = known.filter(pk=pk).first()
        if release is None:
            raise CommandError(f"There is no release {pk}.")
        report = auditing.attack_release(release, within=seconds)
        labels = {group.pk: str(group) for group in Group.objects.filter(round=release.round)}
        self._say(f"Release {release.number} of “{release.round}” in {release.round.project}")
        self._say("\nLaid together", *_laid(report))
        self._say("\nWhat an adversary can isolate", *_found(report, labels))
        if report.price:
            self._say("\nWhat the protection cost, beside a threshold alone", *_price(report.price))
        return report

    # --- Random rounds -------------------------------------------------------------------------------

    def _attack_plans(self, number: int, seed: int) -> int:
        groups, figures, corrected = Cost(), Cost(), Counter[bool | None]()
        cells = isolations = people = covered = 0
        for trial in try_plans(number, seed=seed):
            cells, isolations = cells + trial.cells, isolations + len(trial.findings)
            groups, figures = groups + trial.groups, figures + trial.figures
            people, covered = people + trial.people, covered + trial.covered
            corrected[trial.corrected] += 1
        self._say(
            f"{number} random rounds (seed {seed}), each protected, written down and attacked",
            f"{cells} figures laid together",
            f"{isolations} isolations",
            f"{corrected[True] + corrected[False]} corrections moved a group: {corrected[True]} were safe "
            f"beside the withdrawn release, {corrected[False]} were refused",
        )
        self._say("\nWhat the protection cost, beside a threshold alone", *_cost("groups", groups))
        self._say("", *_cost("item figures of the groups shown", figures))
        self._say("", _covered(covered, people))
        return isolations

    def _say(self, title: str, *lines: str) -> None:
        if title:
            self.stdout.write(title)
        for line in lines:
            self.stdout.write(f"  {line}")


def _laid(report: auditing.Report) -> Iterator[str]:
    for release in report.releases:
        rows = Counter(release.groups.values_list("audience", flat=True))
        state = f", withdrawn {date_format(release.withdrawn_at, 'Y-m-d')}" if release.withdrawn_at else ""
        changed = "" if releasing.is_intact(release) else ". CHANGED since: its fingerprint does not match"
        yield (
            f"release {release.number}{state}: {rows['public']} public and {rows['inside']} inside documents"
            f"{changed}"
        )
    items = {claim.key for claim in report.claims if claim.key and claim.statistic != "texts"}
    texts = {claim.key for claim in report.claims if claim.statistic == "texts"}
    yield f"statistics: numbers of respondents, {len(items)} items, {len(texts)} open questions"
    yield f"figures: {sum(len(claim.cells) for claim in report.claims)} cells in {len(report.claims)} claims"
    if report.classes:
        yield (
            f"background variables: {report.classes} cells of classes, proven when the answers were counted; "
            "who is in which class is stored nowhere, so there is nothing left to attack them with"
        )
    if not report.has_answers:
        yield (
            "the answers have been deleted, a year after the round: numbers of respondents alone could be "
            "judged; everything was judged when it was released"
        )
    if report.texts_untold:
        yield (
            f"{report.texts_untold} open questions were released before it was kept how many wrote; that ten "
            "wrote in each place was seen to when the answers were counted"
        )


def _found(report: auditing.Report, labels: dict[int, str]) -> Iterator[str]:
    if not report.findings:
        yield "Nothing: no adding and subtracting leaves fewer people than each figure must be of."
    for finding in report.findings[:_SHOWN_AT_MOST]:
        yield _headline(finding)
        for factor, cell in finding.combination:
            yield f"    {_factor(factor)} {_cell(cell, labels)}"
    if len(report.findings) > _SHOWN_AT_MOST:
        yield f"… and {len(report.findings) - _SHOWN_AT_MOST} more"


def _headline(finding: Finding) -> str:
    about = _about(finding.claim)
    if not finding.is_proven:
        return f"{about}: not proven in time, so it counts as unsafe"
    return f"{about}: {finding.people} people, where at least {finding.claim.k} must be left"


def _about(claim: Claim) -> str:
    return " of ".join(part for part in (_STATISTICS[claim.statistic], claim.key) if part)


def _factor(factor: Fraction) -> str:
    return {1: "plus", -1: "minus"}.get(int(factor) if factor.denominator == 1 else 0, f"times {factor}")


def _cell(cell: LaidCell, labels: dict[int, str]) -> str:
    group = labels.get(cell.node, str(cell.node)) if isinstance(cell.node, int) else str(cell.node)
    return ", ".join(part for part in (group, cell.publication) if part)


def _price(price: auditing.Price) -> Iterator[str]:
    yield f"groups: {price.shown} are shown and {price.hidden} are not"
    if price.hidden:
        yield (
            f"of those hidden, at most {price.at_most} could have reached the threshold; how many answered "
            "in each is stored nowhere"
        )
    yield from _cost("item figures of the groups shown", price.figures)
    yield _covered(price.own, price.answers)


def _covered(part: int, whole: int) -> str:
    share = f" ({100 * part / whole:.1f} %)" if whole else ""
    return f"respondents whose own smallest group is shown by itself: {part} of {whole}{share}"


def _cost(what: str, cost: Cost) -> Iterator[str]:
    yield f"{what}: a threshold alone would show {cost.alone}; {cost.shown} are shown, {cost.withheld} fewer"
    yield f"subtracting among those {cost.alone} would have singled out too few people {cost.isolating} times"
