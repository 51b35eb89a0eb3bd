"""Charts of a group over the rounds of a survey: dimensions, items, and options of other questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext

from surveys.models import Group
from surveys.presenting.changes import Told, told, told_words
from surveys.presenting.charting import NARROW, Chart
from surveys.presenting.choices import label_of, options_of, share_of, shown_apart
from surveys.presenting.history import Moment, same_dimension, same_question
from surveys.presenting.reading import WIDE
from surveys.questionnaire import Closed, Dimension, Item, Questionnaire
from yhes.common import charts
from yhes.common.words import in_language

PRINTED: Final = 940  # px: three panels side by side on a printed page, as small as can be read


@dataclass(frozen=True, slots=True)
class OverTime:
    """A group's charts over the rounds, in the active language. The newest round is the one looked at."""

    history: tuple[Moment, ...]
    group: Group
    language: str
    wide: int = WIDE

    @property
    def questionnaire(self) -> Questionnaire:
        return self.history[-1].questionnaire

    @property
    def rounds(self) -> tuple[str, ...]:
        return tuple(moment.name for moment in self.history)

    def dimensions(self) -> Chart | None:
        """Every dimension's index; None where the survey measures nothing."""
        panels = [self._dimension(dimension) for dimension in self.questionnaire.measured]
        lead = gettext("Index 0–100 by round.")
        return self._chart("over-time", gettext("Over the rounds"), lead, panels) if panels else None

    def questions(self) -> Iterator[Chart]:
        """Section by section: the items that have an index, then each other question's options."""
        for dimension in self.questionnaire.dimensions:
            items = tuple(item for item in dimension.items if item.ordered)
            if items:
                title = dimension.title.in_(self.language).text
                lead = gettext("Index 0–100 by question and round.")
                panels = [self._item(item) for item in items]
                yield self._chart(f"over-time-{dimension.code}", title, lead, panels)
            for question in shown_apart(dimension, items):
                yield self._options(question)

    def _chart(
        self, code: str, title: str, lead: str, panels: Sequence[charts.Panel], head: str = ""
    ) -> Chart:
        own = in_language(self.group.label)
        wide, narrow, paper = (
            charts.small_lines(panels, title=title, rounds=self.rounds, width=width)
            for width in (self.wide, NARROW, PRINTED)
        )
        return Chart(
            id=code,
            title=title,
            lead=f"{own} · {lead}",
            wide=wide,
            narrow=narrow,
            paper=paper,
            keys=charts.small_lines_legend(panels, own=own, beside=gettext("Project")),
            summary=charts.small_lines_summary(panels, rounds=self.rounds),
            table=charts.small_lines_table(
                panels,
                rounds=self.rounds,
                head=head or gettext("Dimension or question"),
                note=gettext("Change since the round before"),
            ),
        )

    @property
    def _shared(self) -> Questionnaire:
        """What the round that is looked at asked of everybody."""
        return self.history[-1].shared

    def _is_shared(self, question: Closed) -> bool:
        return any(each.code == question.code for each in self._shared.closed)

    @property
    def _is_whole(self) -> bool:
        return self.group.level == Group.Level.PROJECT

    def _dimension(self, dimension: Dimension) -> charts.Panel:
        alike = [same_dimension(moment.questionnaire, dimension) for moment in self.history]
        own = [moment.own["indexes"].get(dimension.code) if moment.own else None for moment in self.history]
        whole = [moment.whole["indexes"].get(dimension.code) for moment in self.history]
        return self._panel(
            dimension.title.in_(self.language).text,
            alike,
            [None if value is None else Told(value, value) for value in own],
            whole if any(each.code == dimension.code for each in self._shared.dimensions) else None,
        )

    def _item(self, item: Item) -> charts.Panel:
        alike = [same_question(moment.questionnaire, item) for moment in self.history]
        own = [told(item, _of(moment.own, item.code, "index")) for moment in self.history]
        whole = [_number(told(item, _of(moment.whole, item.code, "index"))) for moment in self.history]
        return self._panel(
            label_of(item, self.language), alike, own, whole if self._is_shared(item) else None
        )

    def _options(self, question: Closed) -> Chart:
        """The share of each option, in per cent of those who answered."""
        panels = []
        alike = [same_question(moment.questionnaire, question) for moment in self.history]
        for option, label in options_of(question, self.language):
            own = [share_of(question, option, moment.own) for moment in self.history]
            whole = [_number(share_of(question, option, moment.whole)) for moment in self.history]
            panels.append(self._panel(label, alike, own, whole if self._is_shared(question) else None))
        title = question.text.in_(self.language).text
        lead = gettext("Share of those who answered, %, by round.")
        return self._chart(f"over-time-{question.code}", title, lead, panels, gettext("Option"))

    def _panel(
        self,
        label: str,
        alike: Sequence[bool],
        own: Sequence[Told | None],
        whole: Sequence[int | None] | None,
    ) -> charts.Panel:
        """Rounds without the group, or that asked something else, are left out.

        `whole` is None for an organisation's own question, of which the project has no figure.
        """
        out = {at for at, moment in enumerate(self.history) if moment.own is None or not alike[at]}
        shown = [None if at in out else value for at, value in enumerate(own)]
        return charts.Panel(
            label=label,
            values=tuple(None if value is None else value.middle for value in shown),
            beside=()
            if self._is_whole or whole is None
            else tuple(v if alike[at] else None for at, v in enumerate(whole)),
            missing=frozenset(out),
            said={at: value.words for at, value in enumerate(shown) if value and value.words},
            note=self._moved(shown),
        )

    def _moved(self, shown: Sequence[Told | None]) -> str:
        """The newest round against the one before it."""
        if len(shown) < 2:
            return ""
        before, now = self.history[-2:]
        return told_words(shown[-2], shown[-1], before.n, now.n)


def _of(document: dict[str, Any] | None, code: str, kind: str) -> Any:
    return document["items"].get(code, {}).get(kind) if document else None


def _number(value: Told | None) -> int | None:
    return None if value is None or value.words else value.low
