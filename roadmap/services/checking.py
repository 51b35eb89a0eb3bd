"""What stands between a draft and an edition, and what the coordinator should know before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roadmap import diff
from roadmap.models import Edition, Roadmap
from roadmap.snapshot import Publication, Step, Theme, from_document
from roadmap.wording import language_of
from yhes.common.words import LANGUAGES, Words, in_language

Level = Literal["blocking", "notice"]


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist. `on` names the row it is about: ("step", 12), ("theme", 4)."""

    level: Level
    sentence: str
    on: tuple[str, int] | None = None


def checklist(roadmap: Roadmap, publication: Publication) -> list[Check]:
    """Everything to say about publishing this draft; blocking ones first, in reading order."""
    older = newest(roadmap)
    checks = [
        *_whole(publication),
        *_steps(publication),
        *_missing_figures(publication),
        *_reasons(older, publication),
        *_languages(publication),
        *_protected(publication),
        *_empty_themes(publication),
    ]
    return sorted(checks, key=lambda check: check.level != "blocking")


def newest(roadmap: Roadmap) -> Publication | None:
    """The roadmap's newest edition as data."""
    edition = Edition.objects.filter(roadmap=roadmap).newest_first().first()
    return from_document(edition.snapshot) if edition else None


def _whole(publication: Publication) -> Iterator[Check]:
    if not any(True for _pair in publication.steps()):
        yield Check("blocking", _("The roadmap has no steps yet. Add at least one."))


def _steps(publication: Publication) -> Iterator[Check]:
    for _theme, step in publication.steps():
        name = {"step": _name(step)}
        on = ("step", step.id)
        if not step.horizon:
            yield Check("blocking", _("“%(step)s” has no horizon: now, next or later.") % name, on)
        if not step.evidence:
            yield Check(
                "blocking", _("“%(step)s” rests on no evidence. Link at least one figure.") % name, on
            )


def _missing_figures(publication: Publication) -> Iterator[Check]:
    for kind, row in _quoting(publication):
        gone = [quote.key for quote in row.evidence if quote.key not in publication.figures]
        if gone:
            sentence = _("“%(name)s” quotes a figure that is not available any more. Replace or remove it.")
            yield Check("blocking", sentence % {"name": _name(row)}, (kind, row.id))


def _reasons(older: Publication | None, publication: Publication) -> Iterator[Check]:
    """A weighty change or a drop without its reason; readers are promised one."""
    for change in diff.compare(older, publication).changes:
        weighty = change.kind == "changed" and set(change.fields) & set(diff.WEIGHTY)
        if (weighty or change.kind == "dropped") and not any(change.reason.values()):
            sentence = _("“%(step)s” has changed since edition %(number)s. Write down the reason.")
            values = {"step": _name(change.step), "number": older.number if older else 0}
            yield Check("blocking", sentence % values, ("step", change.step.id))


def _languages(publication: Publication) -> Iterator[Check]:
    """Where a language falls back, in how many themes and steps."""
    names = {"fi": _("in Finnish"), "sv": _("in Swedish"), "en": _("in English")}
    rows = [texts_of(row) for _kind, row in _quoting(publication)]
    rows.append([publication.title, publication.intro])
    for code in LANGUAGES:
        missing = sum(language_of(texts, code) != code for texts in rows)
        if missing:
            sentence = ngettext(
                "%(count)s part is not complete %(language)s. The edition shows it in another "
                "language and says so.",
                "%(count)s parts are not complete %(language)s. The edition shows them in another "
                "language and says so.",
                missing,
            )
            yield Check("notice", sentence % {"count": missing, "language": names[code]})


def _protected(publication: Publication) -> Iterator[Check]:
    for _theme, step in publication.steps():
        figures = [publication.figures[q.key] for q in step.evidence if q.key in publication.figures]
        if figures and all(figure.value is None for figure in figures):
            sentence = _("Every figure of “%(step)s” is protected. Readers will not see a number.")
            yield Check("notice", sentence % {"step": _name(step)}, ("step", step.id))


def _empty_themes(publication: Publication) -> Iterator[Check]:
    for theme in publication.themes:
        if not theme.steps:
            sentence = _("“%(theme)s” has no steps to take. Its lane will be empty.")
            yield Check("notice", sentence % {"theme": _name(theme)}, ("theme", theme.id))


def texts_of(row: Theme | Step) -> list[Words]:
    """The texts of a theme or step that a reader meets, for choosing its language."""
    if isinstance(row, Theme):
        return [row.title, row.lead, row.summary, row.finding, row.survey_says, row.workshops_say]
    return [row.title, row.why, row.for_whom, row.responsible, row.done_when, row.how_to_start]


def _quoting(publication: Publication) -> Iterable[tuple[str, Theme | Step]]:
    for theme in publication.themes:
        yield "theme", theme
        for step in theme.steps:
            yield "step", step


def _name(row: Theme | Step) -> str:
    return in_language(row.title)
