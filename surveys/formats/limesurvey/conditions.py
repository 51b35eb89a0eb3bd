"""LimeSurvey's names in conditions, and the expressions they stand in.

A question is called by its code (`smoking`, `smoking.NAOK`), or by survey, group and question number
(`354814X2358X45180`); a line of a table or an option of several has its code after that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveys.formats import expressions
from surveys.formats.expressions import Both, Chosen, Compared, Either, Expression, Negated
from surveys.formats.findings import Place
from surveys.formats.limesurvey.survey import Asked
from surveys.formats.outline import Relevance

_SUFFIX = re.compile(r"\.(?:NAOK|value|code|shown|valueNAOK)$", re.ASCII)
_TRUE = {"", "1"}


@dataclass(frozen=True, slots=True)
class _Meant:
    """A question of the outline; with `option`, that option of one with several answers."""

    question: str
    option: str = ""


class Names:
    """What every name in a condition means."""

    def __init__(self, survey: str, questions: Iterable[Asked]) -> None:
        self._meant: dict[str, _Meant] = {}
        for asked in questions:
            for base, joint in ((asked.code, "_"), (f"{survey}X{asked.group}X{asked.id}", "")):
                self._learn(asked, base, joint)

    def _learn(self, asked: Asked, base: str, joint: str) -> None:
        self._meant[base] = _Meant(asked.code)
        self._meant[f"{base}_other" if joint else f"{base}other"] = _Meant(f"{asked.code}_other")
        for line in asked.lines:
            is_option = asked.type in ("M", "P")
            meant = _Meant(asked.code, line.code) if is_option else _Meant(f"{asked.code}_{line.code}")
            self._meant[f"{base}{joint}{line.code}"] = meant

    def relevance(self, text: str, place: Place) -> tuple[Relevance, ...]:
        """The condition; nothing for what always holds."""
        if text.strip() in _TRUE:
            return ()
        try:
            expression: Expression | None = self._renamed(expressions.parse(text))
        except expressions.Unreadable:
            expression = None
        return (Relevance(text, expression, place),)

    def _renamed(self, expression: Expression) -> Expression:
        match expression:
            case Both(parts):
                return Both(tuple(map(self._renamed, parts)))
            case Either(parts):
                return Either(tuple(map(self._renamed, parts)))
            case Negated(part):
                return Negated(self._renamed(part))
            case Compared(question, relation, value):
                return self._compared(question, relation, value)
            case _:
                return expression

    def _compared(self, name: str, relation: str, value: str) -> Expression:
        bare = _SUFFIX.sub("", name)
        meant = self._meant.get(bare)
        if meant is None:
            return Compared(bare, relation, value)
        if not meant.option:
            return Compared(meant.question, relation, value)
        # An option of several holds Y or nothing.
        if relation not in ("==", "!=") or value not in ("Y", ""):
            raise expressions.Unreadable
        chosen = Chosen(meant.question, meant.option)
        return chosen if (value == "Y") == (relation == "==") else Negated(chosen)


def of_old_table(rows: Iterable[Mapping[str, str]]) -> str:
    """The expression that rows of the table `conditions` stand for (exports of LimeSurvey 1).

    Rows about one question are alternatives, different questions must hold together, and scenarios are
    alternatives again.
    """
    scenarios: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        field, method = row.get("cfieldname", ""), row.get("method", "").strip() or "=="
        value = row.get("value", "").replace('"', "")
        test = f'{field} {method} "{value}"'
        scenarios.setdefault(row.get("scenario", ""), {}).setdefault(field, []).append(test)
    alternatives = [
        " and ".join(f"({' or '.join(tests)})" for tests in fields.values()) for fields in scenarios.values()
    ]
    return " or ".join(f"({alternative})" for alternative in alternatives)
