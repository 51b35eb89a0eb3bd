"""What survey letters say: the portal's own paragraphs, always, and the coordinator's words before them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from surveys.models import Round
from surveys.services.rounds import RoundRefused
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.mail import letters
from yhes.common.words import LANGUAGES, Words, in_language, of_field

FIRST: Final = "survey_invitation"
REMINDER: Final = "survey_reminder"
FIELDS: Final = {FIRST: "greeting", REMINDER: "reminder"}
LONGEST: Final = 1500  # characters of own words
OVER: Final = (Round.State.CLOSING, Round.State.COUNTED, Round.State.PURGED)


@dataclass(frozen=True, slots=True)
class Sample:
    """One letter as somebody would get it, with a link that leads to nobody's questions."""

    template: str
    language: str
    subject: str
    text: str


def context_of(template: str, round_: Round, language: str, *, link: str) -> dict[str, Any]:
    """What a letter's template needs. Own words are there in the letter's language or not at all."""
    own = of_field(round_, FIELDS[template])
    return {
        "title": in_language(of_field(round_, "title"), language),
        "project": in_language(of_field(round_.project, "name"), language),
        "closes_at": round_.closes_at,
        "threshold": round_.threshold,
        "is_restarted": round_.restarts > 0,
        "own_words": own.get(language, ""),
        "link": link,
    }


@transaction.atomic
def word_letters(*, round_: Round, user: User, greeting: Words, reminder: Words) -> None:
    """Change the own words; letters that have left keep theirs. Raises RoundRefused once it has closed."""
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state in OVER:
        raise RoundRefused(_("The round has closed, and no letters are sent any more."))
    given = {"greeting": greeting, "reminder": reminder}
    columns = {f"{field}_{code}": words[code].strip() for field, words in given.items() for code in LANGUAGES}  # type: ignore[literal-required]
    audit.change(locked, columns, actor=user, action="surveys.letters_worded", project_id=locked.project_id)


def samples(round_: Round) -> Iterator[Sample]:
    """Both letters in every language."""
    for template in FIELDS:
        for language in LANGUAGES:
            context = context_of(template, round_, language, link=_sample_link())
            yield Sample(template, language, *letters.as_text(template, language=language, context=context))


def send_test(*, round_: Round, template: str, language: str, user: User) -> None:
    """Send one of the letters to the person who asks. Raises AddressRefused, KeyError for no such letter."""
    context = context_of(template, round_, language, link=_sample_link())
    letters.queue(template, to=user.email, language=language, context=context)


def _sample_link() -> str:
    """Where one enters a code by hand: a test letter must not let anybody answer."""
    return f"{settings.SITE_URL}/v/"
