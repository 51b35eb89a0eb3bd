"""What pages show of a release, formatted once and remembered (decision 0055).

A release is written once and never changed, so what is made of it follows from the release, the group,
the audience, the language and the portal's own code and words. Those are the key, and nothing about the
person is: whoever asks has been let in, and the release found to stand, before anything is looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, cast

from django.conf import settings
from django.core.cache import caches
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from surveys import access
from surveys.models import Group, Release, Round
from surveys.presenting.history import moments
from surveys.presenting.learning import learn_from
from surveys.presenting.over_time import OverTime
from surveys.presenting.pages import group_results
from surveys.presenting.reading import ReleaseReader, in_tree_order
from surveys.presenting.replies import Written, replies_for
from surveys.presenting.summary import summary
from surveys.presenting.turnout import turnout
from yhes.common.figures import Audience

KEPT_SECONDS = 24 * 60 * 60  # longer is of no use: nothing is ever looked up after its release is withdrawn
SOURCES = (
    "surveys/*.py",
    "surveys/disclosure/*.py",
    "surveys/presenting/*.py",
    "surveys/questionnaire/*.py",
    "yhes/common/**/*.py",
    "templates/surveys/results/*.html",
    "templates/components/*.html",
    "templates/pdf/report/*.html",
    "static/css/pdf/report.css",
    "locale/*/LC_MESSAGES/django.mo",
)

T = TypeVar("T")

# What this process showed lately, unpacked: what stands under a key never changes.
MOST_AT_HAND = 32
_AT_HAND: dict[str, object] = {}


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a page; `n` is "n 24", "n 20–49" or "" where the group is protected."""

    html: SafeString
    n: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a group's page: what is told of it, and the ways to its other pages."""

    facts: SafeString
    ways: SafeString


def head_of(release: Release, group: Group) -> Head:
    """Of one group's page inside the project, in the active language."""
    round_ = release.round

    def make() -> Head:
        context = {"round": round_, "group": group, "turnout": turnout(group)}
        return Head(
            render_to_string("surveys/results/_head.html", context),
            render_to_string("surveys/results/_ways.html", context),
        )

    return remembered(make, "head", round_.project.slug, round_.title, mark_of(release), group.pk)


def figures_of(
    release: Release,
    group: Group | None,
    audience: Audience,
    *,
    earlier: Release | None,
    organisations: frozenset[int] | None = None,
) -> Fragment:
    """Tiles, heatmap, distributions and comparison of one group, in the active language.

    group: None for the whole. earlier: the release of the round before, for what is told of change.
    organisations: whose groups stand below it in the heatmap; None: all (see access.groups_of).
    """
    source = source_line(release)

    def make() -> Fragment:
        reader = ReleaseReader(release, audience, get_language() or "fi", organisations=organisations)
        before = _reader(earlier, audience) if earlier else None
        page = group_results(reader, group or reader.root, earlier=before, source=source)
        context = {"page": page, "round": release.round}
        return Fragment(render_to_string("surveys/results/_figures.html", context), page.n)

    about = (audience, mark_of(release), earlier and mark_of(earlier), source, group and group.pk)
    return remembered(make, "figures", *about, None if organisations is None else sorted(organisations))


def over_time_of(series: Sequence[Release], group: Group | None, audience: Audience) -> SafeString:
    """The dimensions of one group over the rounds of `series` (newest first); "" with fewer than two.

    group: None for the whole.
    """
    if len(series) < 2:
        return SafeString()

    def make() -> SafeString:
        shown = _over_time(series, group, audience)
        context = {
            "chart": shown.dimensions(),
            "group": shown.group,
            "round": series[0].round,
            "source": source_of_series(series),
            "is_public": audience == "public",
        }
        return render_to_string("surveys/results/_over_time.html", context)

    return remembered(make, "over time", audience, *map(mark_of, series), group and group.pk)


def questions_over_time_of(series: Sequence[Release], group: Group) -> SafeString:
    """Everything of one group over the rounds, for those inside; "" with fewer than two."""
    if len(series) < 2:
        return SafeString()

    def make() -> SafeString:
        shown = _over_time(series, group, "inside")
        found = (shown.dimensions(), *shown.questions())
        context = {"charts": [chart for chart in found if chart], "source": source_of_series(series)}
        return render_to_string("surveys/results/_charts.html", context)

    return remembered(make, "questions over time", *map(mark_of, series), group.pk)


def _over_time(series: Sequence[Release], group: Group | None, audience: Audience) -> OverTime:
    of_whole = Q(round=series[0].round_id, level=Group.Level.PROJECT)
    found = group or Group.objects.get(of_whole)
    return OverTime(moments(series, found, audience), found, get_language() or "fi")


def source_of_series(series: Sequence[Release]) -> str:
    """ "Esimerkkikysely 2026 and 3 earlier rounds" in the active language."""
    earlier = len(series) - 1
    return ngettext(
        "%(title)s and %(count)d earlier round", "%(title)s and %(count)d earlier rounds", earlier
    ) % {"title": series[0].round.title, "count": earlier}


def strengths_of(release: Release, group: Group, *, level: int = 2) -> Fragment:
    """Strengths and concerns of one group for those inside, under headings of `level`.

    Its html is "" where too little may be shown.
    """

    def make() -> Fragment:
        reader = _reader(release, "inside")
        found = summary(reader, group)
        if not found.strengths:
            return Fragment(SafeString(), reader.n_of(group))
        context = {"summary": found, "id": f"group-{group.pk}", "level": level}
        return Fragment(render_to_string("surveys/results/_strengths.html", context), reader.n_of(group))

    return remembered(make, "strengths", mark_of(release), group.pk, level)


def learning_of(
    release: Release, group: Group, agreed: Mapping[int, str], *, can_ask: bool = False
) -> SafeString:
    """Organisations that the organisation of `group` may learn from; that it may agree, where it has not.

    agreed: organisation's id → role address, of those that agreed (services.learning).
    """

    def make() -> SafeString:
        context: dict[str, object] = {"round": release.round, "group": group, "can_ask": can_ask}
        if group.organisation_id not in agreed:
            return render_to_string("surveys/results/_learning_offer.html", context)
        subjects = learn_from(_reader(release, "inside"), group, agreed)
        context |= {"subjects": subjects, "source": source_line(release)}
        return render_to_string("surveys/results/_learning.html", context)

    return remembered(make, "learning", mark_of(release), group.pk, sorted(agreed.items()), can_ask)


def replies_of(group: Group, written: Sequence[Written], *, may_reply: bool) -> SafeString:
    """What was done about the figures of `group`, the way to write it, and who else has replied.

    written: what `written_for` found; a reply that is changed, published or taken back is another key.
    Only for a round of which a release stands: without its figures a reply is not shown.
    """
    round_ = group.round
    own = next((reply for reply in written if reply.group == group.pk), None)
    others = [reply.group for reply in written if reply is not own and reply.is_published]

    def make() -> SafeString:
        address = (round_.project.slug, round_.pk, group.pk)
        context = {
            "round": round_,
            "replies": replies_for(group) if own and own.is_published else [],
            "write_url": reverse("surveys:reply", args=address) if may_reply else "",
            "is_draft": own is not None,
            "others": Group.objects.filter(pk__in=others).order_by("level", "order", "id"),
        }
        return render_to_string("surveys/results/_replies.html", context)

    counted = round_.closed_at and round_.closed_at.timestamp()
    return remembered(
        make, "replies", round_.project.slug, round_.pk, counted, group.pk, list(written), may_reply
    )


def downloads_of(release: Release, *, is_public: bool = False) -> SafeString:
    """Links to the release as files."""

    def make() -> SafeString:
        context = {"release": release, "round": release.round, "is_public": is_public}
        return render_to_string("surveys/results/_downloads.html", context)

    return remembered(make, "downloads", release.round.project.slug, mark_of(release), is_public)


def switcher_of(round_: Round, organisations: frozenset[int] | None, current: Group) -> SafeString:
    """Links to the results of a counted round's groups, for who may see those of these organisations.

    None: every group (see access.groups_of).
    """

    def make() -> SafeString:
        groups = in_tree_order(Group.objects.filter(access.groups_of(round_, organisations)))
        context = {"round": round_, "groups": groups, "current": current}
        return render_to_string("surveys/results/_switcher.html", context)

    seen = None if organisations is None else sorted(organisations)
    counted = round_.closed_at and round_.closed_at.timestamp()
    return remembered(make, "switcher", round_.project.slug, round_.pk, counted, seen, current.pk)


def source_line(release: Release) -> str:
    """ "Esimerkkikysely 2026, release 1" in the active language."""
    return gettext("%(title)s, release %(number)s") % {
        "title": release.round.title,
        "number": release.number,
    }


def _reader(release: Release, audience: Audience) -> ReleaseReader:
    return ReleaseReader(release, audience, get_language() or "fi")


def mark_of(release: Release) -> str:
    """The release and what is in it; its moment, too, tells it from one of a database that was made anew."""
    return f"{release.pk} {release.fingerprint} {release.released_at.timestamp()}"


def remembered(make: Callable[[], T], *about: object) -> T:
    """What was made for the same key before, by any process; else, and always in development, made now."""
    if settings.DEBUG:
        return make()
    key = sha256(repr((*about, get_language(), code_mark())).encode()).hexdigest()
    if (found := _AT_HAND.get(key)) is None:
        if (found := caches["parts"].get(key)) is None:
            found = make()
            caches["parts"].set(key, found, KEPT_SECONDS)
        if len(_AT_HAND) >= MOST_AT_HAND:
            _AT_HAND.clear()
        _AT_HAND[key] = found
    return cast("T", found)


def forget_at_hand() -> None:
    """As in a process that has just started."""
    _AT_HAND.clear()


@lru_cache(maxsize=1)
def code_mark() -> str:
    """What this process makes pages with, so that another version of the portal makes its own."""
    mark = sha256()
    for pattern in SOURCES:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            mark.update(path.read_bytes())
    return mark.hexdigest()
