"""What has been released of a round, withdrawn releases included, laid together and attacked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys import aggregation
from surveys.disclosure import Thresholds
from surveys.disclosure.audit import SECONDS, Claim, Finding, audit
from surveys.disclosure.laying import Counted, Publication, lay
from surveys.models import Answer, Release, Round, TextRelease
from surveys.services import background
from surveys.services.auditing.price import Price, price_of
from surveys.services.auditing.stored import audience, counted_of, publication_of

__all__ = ["Price", "Report", "attack_release", "audit_texts", "audit_with_earlier"]

Documents = Sequence[tuple[int, str, Mapping[str, Any]]]
Writers = Mapping[str, Mapping[str, int]]  # as TextRelease keeps them


@dataclass(frozen=True, slots=True)
class Report:
    """`has_answers` is false once the answers have been deleted: then numbers of people alone were
    audited."""

    releases: tuple[Release, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    has_answers: bool
    classes: int  # cells of background variables that stand in the releases
    texts_untold: int  # open questions released before numbers of writers were kept
    price: Price | None


def attack_release(release: Release, *, within: float = SECONDS) -> Report:
    """Attack a release with all others of its round, as an adversary would who has kept every page."""
    round_ = release.round
    releases = tuple(Release.objects.filter(round=round_).order_by("number"))
    counts = aggregation.count_round(round_)
    has_answers = Answer.objects.filter(round=round_, group__isnull=False).exists()
    counted = counted_of(round_, counts, has_answers=has_answers)
    claims = tuple(lay([publication_of(each) for each in releases], counted))
    return Report(
        releases=releases,
        claims=claims,
        findings=tuple(audit(claims, within=within)),
        has_answers=has_answers,
        classes=sum(
            len(cells) for release in releases for cells in background.published_cells(release).values()
        ),
        texts_untold=len(_read_questions(round_) - counted.texts.keys()),
        price=price_of(release, counts, counted) if has_answers else None,
    )


def audit_with_earlier(round_: Round, counts: aggregation.RoundCounts, documents: Documents) -> list[Finding]:
    """What new documents and every earlier release of the round, laid together, would isolate."""
    earlier = Release.objects.filter(round=round_).order_by("number")
    new = Publication("", counts.nearest, [(pk, audience(to), document) for pk, to, document in documents])
    publications = [*(publication_of(release) for release in earlier), new]
    return audit(lay(publications, counted_of(round_, counts, has_answers=True)))


def audit_texts(round_: Round, writers: Writers) -> list[Finding]:
    """Where fewer wrote than may be read, by the numbers a release of open answers would carry."""
    texts = {
        question: {int(group): number for group, number in places.items()}
        for question, places in writers.items()
    }
    thresholds = Thresholds(round_.public_threshold, round_.threshold)
    return audit(lay([], Counted(people={}, answered=None, texts=texts, thresholds=thresholds)))


def _read_questions(round_: Round) -> set[str]:
    """Open questions of which texts have been released."""
    outlines = TextRelease.objects.filter(round=round_).values_list("outline", flat=True)
    return {question for outline in outlines for question in outline}
