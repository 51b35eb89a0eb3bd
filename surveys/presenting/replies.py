"""What an organisation, or the project, has answered to those who answered it, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from projects.register import access as register
from projects.register.models import Project, Role
from surveys.language import shown
from surveys.models import FeedbackAction, FeedbackReply, Group, Release, Round
from surveys.presenting.choices import shown_together
from surveys.questionnaire import Closed, Dimension, Questionnaire
from yhes.accounts.models import User
from yhes.common.prepared import Prepared
from yhes.common.words import has_language, in_language

FALLBACKS = ("fi", "en", "sv")  # as in_language takes them


@dataclass(frozen=True, slots=True)
class Said:
    """A text and the language it is in, for the page's `lang`."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class ShownAction:
    """One thing that is done. `anchor` is the id of the figure it answers to, "" for the results in all."""

    what: Said
    responsible: Said
    by_when: date | None
    state: str
    state_label: str
    about: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ShownReply:
    """A reply as a page shows it. `name` is whose it is; `is_whole`: the project's own."""

    pk: int
    group: Group
    name: str
    is_whole: bool
    text: Said
    actions: tuple[ShownAction, ...]

    @property
    def done(self) -> int:
        """How many of its actions are done."""
        return sum(action.state == FeedbackAction.State.DONE for action in self.actions)


def replies_for(group: Group) -> list[ShownReply]:
    """The published reply to the figures of this group: its own; of a unit, its organisation's."""
    whose = [group.pk, group.parent_id] if group.level == Group.Level.UNIT else [group.pk]
    return _shown(FeedbackReply.objects.published().filter(group__in=whose), group.round)


def public_replies(release: Release) -> list[ShownReply]:
    """What organisations and the project have chosen to tell everybody, the project's first."""
    if not _WRITTEN_IN.all(release.round_id):  # most rounds; the next question takes longer
        return []
    return _shown(FeedbackReply.objects.public().filter(group__round=release.round_id), release.round)


@dataclass(frozen=True, slots=True)
class Written:
    """That a group of a round has a reply, and of when: what a page needs to know before it shows any."""

    group: int
    organisation: int | None
    is_published: bool
    changed_at: datetime
    published_at: datetime | None


_WRITTEN = FeedbackReply.objects.order_by("group").values_list(
    "group", "group__organisation", "state", "changed_at", "published_at"
)
_WRITTEN_FOR = Prepared(_WRITTEN, by="group")
_WRITTEN_IN = Prepared(_WRITTEN, by="group__round")


def written_for(group: Group, organisations: frozenset[int] | None) -> list[Written]:
    """The replies that the page of `group` names: its own; on the whole's page, the organisations' too.

    organisations: whose replies the person may read; None: all of them (see access.groups_of).
    """
    whole = group.level == Group.Level.PROJECT
    rows = _WRITTEN_IN.all(group.round_id) if whole else _WRITTEN_FOR.all(group.pk)
    found = [
        Written(pk, organisation, state == FeedbackReply.State.PUBLISHED, changed_at, published_at)
        for pk, organisation, state, changed_at, published_at in rows
    ]
    if organisations is None:
        return found
    return [reply for reply in found if reply.group == group.pk or reply.organisation in organisations]


def reply_to_last_round(round_: Round, group: Group) -> ShownReply | None:
    """What was done about the round before of this survey: the organisation's reply, else the project's.

    group: where the person answers now.
    """
    before = Q(
        group__round__project=round_.project_id,
        group__round__questionnaire__code=round_.questionnaire.code,
        group__round__ordered_by=round_.ordered_by_id,
        group__round__closes_at__lt=round_.closes_at,
    )
    whose = Q(group__level=Group.Level.PROJECT)
    if group.organisation_id:
        whose |= Q(group__level=Group.Level.ORGANISATION, group__organisation=group.organisation_id)
    found = FeedbackReply.objects.published().filter(before, whose).exclude(group__round=round_.pk)
    newest = found.select_related("group__round__questionnaire", "group__round__project")
    reply = newest.order_by("-group__round__closes_at", "-group__level").first()
    return _one(reply, reply.group.round) if reply else None


def unanswered_groups(user: User, project: Project) -> list[Group]:
    """Of each organisation whose contact the person is, its group in the newest released round, if that has
    figures and no published reply. Management finds the way to it beside its results."""
    own = register.organisations_of(user, project, Role.CONTACT)
    if not own:
        return []
    standing = Release.objects.filter(withdrawn_at__isnull=True).values("round")
    groups = Group.objects.filter(
        round__in=standing, round__project=project, level=Group.Level.ORGANISATION, organisation__in=own
    )
    replied = FeedbackReply.objects.filter(group=OuterRef("pk"), state=FeedbackReply.State.PUBLISHED)
    shown_ones = groups.exclude(audience=Group.Audience.NOBODY).annotate(is_replied=Exists(replied))
    newest: dict[int | None, Group] = {}
    named = shown_ones.select_related("round").only("label", "organisation", "round__title")
    for group in named.order_by("-round__closes_at", "-round_id"):
        newest.setdefault(group.organisation_id, group)
    return [group for group in newest.values() if not group.is_replied]  # type: ignore[attr-defined]


def public_release_of(reply: ShownReply) -> Release | None:
    """The release on whose public page the reply stands; None where it is not for everybody."""
    if not FeedbackReply.objects.public().filter(pk=reply.pk).exists():
        return None
    return Release.objects.published().filter(round=reply.group.round_id).order_by("-number").first()


def about_choices(questionnaire: Questionnaire) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What an action may answer to: of each section itself and its closed questions, (code, words)."""
    for dimension in questionnaire.dimensions:
        closed = [part for part in dimension.parts if isinstance(part, Closed)]
        title = shown(dimension.title)
        if closed:
            yield title, [(dimension.code, title), *((part.code, shown(part.text)) for part in closed)]


def _shown(replies: QuerySet[FeedbackReply], round_: Round) -> list[ShownReply]:
    found = replies.select_related("group").prefetch_related("actions")
    return [_one(reply, round_) for reply in found.order_by("group__level", "group__order", "group__id")]


def _one(reply: FeedbackReply, round_: Round) -> ShownReply:
    places = _places(round_)
    return ShownReply(
        pk=reply.pk,
        group=reply.group,
        name=in_language(reply.group.label),
        is_whole=reply.group.level == Group.Level.PROJECT,
        text=said(reply.text),
        actions=tuple(_actions(reply.actions.all(), places)),
    )


def _actions(
    actions: Iterable[FeedbackAction], places: Mapping[str, tuple[str, str]]
) -> Iterator[ShownAction]:
    for action in actions:
        about, anchor = places.get(action.about, ("", ""))
        yield ShownAction(
            what=said(action.what),
            responsible=said(action.responsible),
            by_when=action.by_when,
            state=action.state,
            state_label=action.get_state_display(),
            about=about,
            anchor=anchor,
        )


def said(words: Mapping[str, str]) -> Said:
    """The text in the reader's language or, failing that, in one that it has."""
    language = get_language() or "fi"
    codes = (language, *FALLBACKS)
    return Said(in_language(words), next((code for code in codes if has_language(words, code)), language))


def _places(round_: Round) -> dict[str, tuple[str, str]]:
    """Code → (words, id of the figure on a page of results)."""
    places: dict[str, tuple[str, str]] = {}
    for dimension in round_.asked.dimensions:
        places |= _places_of(dimension, shows_distributions=round_.shows_distributions)
    return places


def _places_of(dimension: Dimension, *, shows_distributions: bool) -> dict[str, tuple[str, str]]:
    together = {item.code for item in shown_together(dimension, shows_distributions=shows_distributions)}
    chart = f"items-{dimension.code}" if together else "indexes-title"
    places = {dimension.code: (shown(dimension.title), chart)}
    for part in dimension.parts:
        if isinstance(part, Closed):
            anchor = chart if part.code in together else f"answers-{part.code}"
            places[part.code] = (shown(part.text), anchor)
    return places
