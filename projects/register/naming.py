"""Finding an organisation by what somebody calls it: business ID, any of its names, or a name much like one.

Names are compared plain (`plain_name`), and likeness is Dice's coefficient of their trigrams: twice the
common ones divided by all of both. From `LIKE_ENOUGH` on a name is suggested to a person, who decides;
nothing is ever matched by likeness alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from typing import Final

from projects.register import business_id
from projects.register.models import Organisation, OrganisationName
from yhes.common.words import LANGUAGES

LIKE_ENOUGH: Final = 0.75
MOST_SUGGESTED: Final = 3

_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_LEGAL_FORMS: Final = frozenset(("oy", "ab", "oyj", "abp", "ry", "rf", "sr", "ky", "kb", "ltd"))
_NAME_COLUMNS: Final = tuple(f"{field}_{code}" for field in ("name", "trade_name") for code in LANGUAGES)


def plain_name(name: str) -> str:
    """Lower case, single blanks, no punctuation: "WinNova  Oy." → "winnova oy"."""
    return _NOT_LETTERS.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()


def trigrams(name: str) -> frozenset[str]:
    """Of a plain name, without its legal form, padded so that beginnings and ends count."""
    words = [word for word in name.split() if word not in _LEGAL_FORMS] or name.split()
    padded = f"  {' '.join(words)} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 (nothing in common) to 1 (the same)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


@dataclass(slots=True)
class Register:
    """Every name in the register, read once; keys are those of organisations.

    About one kilobyte an organisation: what an import of a hundred thousand looks things up in.
    """

    by_business_id: dict[str, int] = field(default_factory=dict)
    business_ids: dict[int, str] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    _grams: dict[str, frozenset[str]] = field(default_factory=dict)
    _holding: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls) -> Register:
        """Two queries, whatever the size."""
        register = cls()
        for key, number, *names in Organisation.objects.values_list(
            "pk", "business_id", *_NAME_COLUMNS
        ).iterator():
            if number:
                register.by_business_id[number] = key
                register.business_ids[key] = number
            register.add(key, filter(None, names))
        for key, name in OrganisationName.objects.values_list("organisation", "name").iterator():
            register.add(key, [name])
        return register

    def add(self, key: int, names: Iterable[str]) -> None:
        for plain in {plain_name(name) for name in names} - {""}:
            keys = self.by_name.setdefault(plain, [])
            if key not in keys:
                keys.append(key)

    def exactly(self, text: str) -> list[int]:
        """Whose business ID it is, else whose name it is or was in any language; several share a name."""
        if key := self.by_business_id.get(business_id.normalise(text)):
            return [key]
        return self.by_name.get(plain_name(text), [])

    def alike(self, name: str) -> list[int]:
        """At most `MOST_SUGGESTED` organisations with a name `LIKE_ENOUGH`, the likest first."""
        wanted = trigrams(plain_name(name))
        if not wanted:
            return []
        self._index()
        best: Counter[int] = Counter()
        scores: dict[int, float] = {}
        for plain in self._candidates(wanted):
            score = likeness(wanted, self._grams[plain])
            if score >= LIKE_ENOUGH:
                for key in self.by_name[plain]:
                    scores[key] = max(score, scores.get(key, 0.0))
        best.update({key: round(score * 1000) for key, score in scores.items()})
        return [key for key, _score in best.most_common(MOST_SUGGESTED)]

    def _candidates(self, wanted: frozenset[str]) -> set[str]:
        """Names that share one of the rarest trigrams: a name like enough cannot miss all of these."""
        shared = ceil(len(wanted) * LIKE_ENOUGH / (2 - LIKE_ENOUGH))
        rarest = sorted(wanted, key=lambda gram: len(self._holding.get(gram, ())))[: len(wanted) - shared + 1]
        return {plain for gram in rarest for plain in self._holding.get(gram, ())}

    def _index(self) -> None:
        """Made at the first question: who only looks things up exactly never pays for it."""
        if self._grams:
            return
        for plain in self.by_name:
            self._grams[plain] = grams = trigrams(plain)
            for gram in grams:
                self._holding[gram].append(plain)
