"""Writing what was done about the results: a draft, then published; every saving is a version of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.register.services.changes import refuse_if_changed
from surveys.models import FeedbackAction, FeedbackReply, Group, Release
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.errors import DomainError
from yhes.common.words import Words, in_every_language

SAVED: Final = "surveys.reply_saved"
LONGEST_TEXT: Final = 3_000  # letters in one language
LONGEST_ACTION: Final = 300
MOST_ACTIONS: Final = 12


class ReplyRefused(DomainError):
    """The reply cannot be saved or published so; the message says what to do."""


class NotPublic(ReplyRefused):
    """Its group is protected on public pages."""

    field = "is_public"


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """One action as it is written; `about` is the code of a dimension or question, or ""."""

    what: Words
    responsible: Words
    by_when: date | None
    state: str
    about: str = ""


@transaction.atomic
def save_reply(
    *,
    group: Group,
    user: User,
    text: Words,
    actions: Sequence[ActionFacts],
    is_public: bool = False,
    seen: int | None = None,
) -> FeedbackReply:
    """Write the group's reply: a new one is a draft, what is published changes at once.

    seen: the newest version that was on the page (audit.newest with SAVED); None asks nothing.
    Raises ReplyRefused, and ChangedMeanwhile when somebody else has saved in between.
    """
    locked = Group.objects.select_for_update(of=("self",)).select_related("round").get(pk=group.pk)
    _check_group(locked, is_public=is_public)
    _check_words(text, actions)
    _check_about(locked, actions)
    found = FeedbackReply.objects.filter(group=locked).first()
    reply = found or FeedbackReply(group=locked, changed_at=timezone.now())
    before = _version(reply) if found else {}
    after = _facts(text, actions, is_public=is_public)
    changes = {name: (before.get(name), value) for name, value in after.items() if before.get(name) != value}
    if not changes:
        return reply
    if found:
        refuse_if_changed(found, SAVED, seen)
    _write(reply, text, actions, is_public=is_public)
    audit.record(actor=user, action=SAVED, on=reply, project_id=locked.round.project_id, changes=changes)
    return reply


@transaction.atomic
def publish_reply(*, reply: FeedbackReply, user: User) -> None:
    """Show it to those whom it concerns. Raises ReplyRefused when there is nothing to show."""
    locked = _locked(reply)
    _check_group(locked.group, is_public=locked.is_public)
    if not any(locked.text.values()):
        raise ReplyRefused(_("Write the reply in at least one language before you publish it."))
    if locked.is_published:
        return
    locked.state, locked.published_at = FeedbackReply.State.PUBLISHED, timezone.now()
    locked.save(update_fields=["state", "published_at"])
    _record(locked, user, "surveys.reply_published")


@transaction.atomic
def take_back_reply(*, reply: FeedbackReply, user: User) -> None:
    """A draft again: nobody but those who write it sees it. Nothing is lost."""
    locked = _locked(reply)
    if not locked.is_published:
        raise ReplyRefused(_("The reply is a draft already."))
    locked.state, locked.published_at = FeedbackReply.State.DRAFT, None
    locked.save(update_fields=["state", "published_at"])
    _record(locked, user, "surveys.reply_taken_back")


def _locked(reply: FeedbackReply) -> FeedbackReply:
    rows = FeedbackReply.objects.select_for_update(of=("self",)).select_related("group__round")
    return rows.get(pk=reply.pk)


def version_of(reply: FeedbackReply | None) -> int:
    """The number of the newest saving, for the form's `seen`."""
    return audit.newest(reply, SAVED) if reply else 0


def _check_group(group: Group, *, is_public: bool) -> None:
    if group.level not in (Group.Level.PROJECT, Group.Level.ORGANISATION):
        raise ReplyRefused(_("An organisation or the whole project replies, not a unit or a region."))
    if not Release.objects.filter(round=group.round_id, withdrawn_at__isnull=True).exists():
        raise ReplyRefused(_("The results have not been released, so there is nothing to reply to yet."))
    if is_public and group.audience != Group.Audience.PUBLIC:
        raise NotPublic(_("The figures of this group are not public, so its reply cannot be either."))


def _check_words(text: Words, actions: Sequence[ActionFacts]) -> None:
    if not any(text.values()) and not actions:
        raise ReplyRefused(_("Write the reply or at least one action."))
    if _longest(text) > LONGEST_TEXT:
        raise ReplyRefused(_("The reply is too long. Write at most %(n)d letters.") % {"n": LONGEST_TEXT})
    if len(actions) > MOST_ACTIONS:
        raise ReplyRefused(_("Choose the %(n)d most important actions.") % {"n": MOST_ACTIONS})
    for action in actions:
        if not any(action.what.values()):
            raise ReplyRefused(_("Write what is done, in at least one language."))
        if any("@" in words for words in _texts(action.responsible).values()):
            raise ReplyRefused(_("Name a role, such as team leader, and not a person or an address."))
        if max(_longest(action.what), _longest(action.responsible)) > LONGEST_ACTION:
            raise ReplyRefused(
                _("An action is too long. Write at most %(n)d letters.") % {"n": LONGEST_ACTION}
            )


def _texts(words: Words) -> dict[str, str]:
    return {"fi": words["fi"], "sv": words["sv"], "en": words["en"]}


def _longest(words: Words) -> int:
    return max(len(text) for text in _texts(words).values())


def _check_about(group: Group, actions: Sequence[ActionFacts]) -> None:
    asked = group.asked
    known = {dimension.code for dimension in asked.dimensions} | {part.code for part in asked.closed}
    for action in actions:
        if action.about and action.about not in known:
            raise ReplyRefused(_("Choose the results that the action answers to from the list."))


def _write(reply: FeedbackReply, text: Words, actions: Sequence[ActionFacts], *, is_public: bool) -> None:
    reply.text, reply.is_public, reply.changed_at = text, is_public, timezone.now()
    reply.save()
    reply.actions.all().delete()
    FeedbackAction.objects.bulk_create(
        FeedbackAction(
            reply=reply,
            order=place,
            what=action.what,
            responsible=action.responsible,
            by_when=action.by_when,
            state=action.state,
            about=action.about,
        )
        for place, action in enumerate(actions)
    )


def _version(reply: FeedbackReply) -> dict[str, Any]:
    actions = [ActionFacts(**action.facts()) for action in reply.actions.all()]
    return _facts(reply.text, actions, is_public=reply.is_public)


def _facts(text: Words, actions: Sequence[ActionFacts], *, is_public: bool) -> dict[str, Any]:
    """The whole reply as the trail keeps it; an action reads as a sentence and holds its parts."""
    return {
        **{f"reply_{code}": words for code, words in _texts(text).items()},
        "is_public": is_public,
        "actions": [_kept(action) for action in actions],
    }


def _kept(action: ActionFacts) -> dict[str, Any]:
    label = FeedbackAction.State(action.state).label
    states = _texts(in_every_language(lambda: str(label)))
    whole = {code: what and f"{what} ({states[code]})" for code, what in _texts(action.what).items()}
    return {
        **whole,
        "what": dict(action.what),
        "responsible": dict(action.responsible),
        "by_when": action.by_when.isoformat() if action.by_when else None,
        "state": action.state,
        "about": action.about,
    }


def _record(reply: FeedbackReply, user: User, action: str) -> None:
    audit.record(actor=user, action=action, on=reply, project_id=reply.group.round.project_id)
