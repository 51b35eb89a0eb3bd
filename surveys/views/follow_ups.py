"""What has been started from a release's figures, and where whoever may do so starts more (decision 0090).

Surveys know nothing of actions: whoever keeps them says through the registry what started from which key.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from surveys import evidence
from surveys.models import Group, Release
from yhes.accounts.requests import SignedInRequest
from yhes.common import registry
from yhes.common.figures import Figure
from yhes.common.registry import FollowUp
from yhes.common.words import in_language


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A public figure of the release. start_url: "" for who may not start anything from it."""

    title: str
    value: str
    found: tuple[FollowUp, ...]
    start_url: str


def follow_up_section(request: SignedInRequest, release: Release, group: Group) -> SafeString:
    """On the page of the whole only: what can be started from is of the whole, and public.

    A constant number of queries, however many figures and actions there are.
    """
    if group.level != Group.Level.PROJECT:
        return SafeString()
    figures, is_newest = evidence.release_figures(release)
    rows = _rows(request, release, figures, may_start=is_newest)
    led = [row for row in rows if row.found]
    offered = [row for row in rows if row.start_url]
    if not led and not offered:
        return SafeString()
    return render_to_string("surveys/results/_follow_ups.html", {"led": led, "offered": offered})


def _rows(
    request: SignedInRequest, release: Release, figures: tuple[Figure, ...], *, may_start: bool
) -> list[FigureRow]:
    keys = [figure.key for figure in figures]
    found: dict[str, list[FollowUp]] = {key: [] for key in keys}
    start_url = ""
    for provider in registry.providers("follow_ups").values():
        offered = provider(request.user, release.round.project, keys)
        start_url = offered.start_url or start_url
        for key, actions in offered.found.items():
            found[key] += actions
    return [
        FigureRow(
            title=_title(figure),
            value=f"{figure.value}\N{NO-BREAK SPACE}%" if figure.unit == "percent" else str(figure.value),
            found=tuple(found[figure.key]),
            start_url=f"{start_url}{quote(figure.key)}" if start_url and may_start else "",
        )
        for figure in figures
    ]


def _title(figure: Figure) -> str:
    if figure.unit == "percent" and len(figure.bars) == 1:
        return f"{in_language(figure.label)}: {in_language(figure.bars[0].text).rstrip('.')}"
    return in_language(figure.label)
