"""Words of a text, and what makes two of them the same word to somebody who searches.

Letters are folded to plain a–z and digits (ä → a, é → e), so that "tyohyvinvointi" finds "työhyvinvointi".
Endings are taken off by Snowball's stemmers for Finnish, Swedish and English. The Finnish one leaves two
things that `_finnish` evens out: consonant gradation (hyvinvoint-, hyvinvoin-) and the stems of words in
-nen, -us and -s (johtamin-, johtamis-; koulutus-, koulutuks-). See A. Hakulinen et al., Iso suomen
kielioppi, §§ 41–45 (astevaihtelu), https://kaino.kotus.fi/visk/.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import snowballstemmer

LANGUAGES: Final = ("fi", "sv", "en")
SHORTEST_PREFIX: Final = 3  # letters; what is shorter is found as a whole word only
SHORTEST_TYPO: Final = 5  # letters; in a shorter word one letter makes another word
SHORTEST_PART: Final = 5  # letters of a word that is found at the end of a compound
MOST_PARTS: Final = 14  # places at which a long word may be parted
LONGEST: Final = 40  # letters of a word that count
_HEAD: Final = 6  # letters of the longest key of a beginning; the rest is compared word by word

_WORD: Final = re.compile(r"[^\W_]+")
_STEMMERS: Final = {
    "fi": snowballstemmer.stemmer("finnish"),
    "sv": snowballstemmer.stemmer("swedish"),
    "en": snowballstemmer.stemmer("english"),
}
# Strong and weak grade, and the consonant before a plural or genitive ending, to one form.
_GRADES: Final = (
    (re.compile(r"(?:ntt|nt|nn)$"), "n"),
    (re.compile(r"(?:mpp|mp|mm)$"), "m"),
    (re.compile(r"(?:nkk|nk|ng)$"), "ng"),
    (re.compile(r"(?:ltt|lt|ll)$"), "l"),
    (re.compile(r"(?:rtt|rt|rr)$"), "r"),
    (re.compile(r"(?:ks|st|ss)$"), "s"),
    (re.compile(r"(?:tt|t|dd)$"), "d"),
    (re.compile(r"(?:pp|p)$"), "v"),
    (re.compile(r"kk$"), "k"),
)
_OF_US: Final = re.compile(r"(?<=[uy])(?:ks|st|s|d|tt|t)$")  # koulutus, koulutuksen; terveys, terveyden
_OF_NEN: Final = re.compile(r"(?:in|is)$")  # johtaminen, johtamisen, johtamista
_OF_STA: Final = re.compile(r"[iouy]st[aä]$")  # koulusta, "from school", is formed as koulutusta is not
_COMPOUNDING: Final = ("fi", "sv")  # English writes compounds apart
_VOWELS: Final = "aeiouy"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, in lower case, and where it stands."""

    start: int
    end: int
    lower: str


def words(text: str) -> Iterator[Word]:
    """The words of the text in order; a hyphen or an apostrophe parts them."""
    for found in _WORD.finditer(unicodedata.normalize("NFC", text)):
        lower = found[0].casefold()[:LONGEST]
        if plain(lower):
            yield Word(found.start(), found.end(), lower)


def fold(text: str) -> str:
    """Without marks on letters; what is no letter or digit stays as it is."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in parts if not unicodedata.combining(mark))


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """The folded letters and digits of one word in lower case."""
    return "".join(_WORD.findall(fold(word)))[:LONGEST]


@lru_cache(maxsize=50_000)
def stems(word: str, language: str) -> frozenset[str]:
    """What is left of a word in lower case without its endings, folded: one, or two where it may be either.

    >>> stems("hyvinvoinnista", "fi") == stems("hyvinvointi", "fi")
    True
    """
    word = word[:LONGEST]
    if language != "fi":
        bare = _STEMMERS[language].stemWord(word)
        return frozenset({fold(_swedish(bare) if language == "sv" else bare)})
    either = [word, word[:-2]] if _OF_STA.search(word) else [word]
    return frozenset(_finnish(fold(_STEMMERS["fi"].stemWord(each)), fold(each)) for each in either)


def _swedish(bare: str) -> str:
    """Snowball leaves nätverket and hälsan whole."""
    if bare.endswith("et") and len(bare) > 6:
        return str(_STEMMERS["sv"].stemWord(bare[:-2]))
    return str(_STEMMERS["sv"].stemWord(bare[:-1])) if bare.endswith("an") and len(bare) > 5 else bare


def _finnish(bare: str, word: str) -> str:
    """`bare` is the stemmer's, folded; `word` the whole one, folded."""
    if bare.endswith(("oj", "uj", "yj")) and len(bare) > 4:  # kyselyjä
        bare = bare[:-1]
    bare = _without_vowels(bare)
    if word.endswith(("inen", "isen", "isten")) or bare.endswith("is"):
        bare = _shortened(_OF_NEN, bare)
    if _OF_US.search(bare) and len(bare) > 4:
        return _OF_US.sub("", bare)
    if bare.endswith("k") and len(bare) > 7:  # vertaistuki, vertaistuen: the weak grade of k is nothing
        bare = _without_vowels(bare[:-1])
    for grade, one in _GRADES:
        if grade.search(bare):
            return grade.sub(one, bare)
    return bare


def _without_vowels(bare: str) -> str:
    """Without the vowels that stand before endings, but for two letters at least."""
    short = bare.rstrip(_VOWELS)
    return short if len(short) >= 2 else bare[:2] if len(bare) > 2 else bare


def _shortened(ending: re.Pattern[str], bare: str) -> str:
    short = ending.sub("", bare)
    return short if len(short) >= 3 else bare


def keys_of_term(word: str, language: str) -> frozenset[str]:
    """Keys under which a word of a text (in lower case) is kept: itself, its stems, those of what it ends
    with (hyvinvointi in työhyvinvointi), its beginnings, and these with a letter left out.

    A beginning has `_HEAD` letters at most and a word `MOST_PARTS` ends, so long words have no more keys.
    """
    folded = plain(word)
    head = folded[:_HEAD]
    keys = {f"={folded}", *(f"{language}:{stem}" for stem in stems(word, language))}
    keys |= {f">{head[:size]}" for size in range(SHORTEST_PREFIX, len(head) + 1)}
    if language in _COMPOUNDING:
        ends = (word[at:] for at in range(2, min(len(word) - SHORTEST_PART, MOST_PARTS) + 1))
        keys |= {f"+{language}:{stem}" for end in ends for stem in stems(end, language)}
    if len(folded) >= SHORTEST_TYPO - 1:
        shorter = head[:SHORTEST_TYPO]  # what a typed word of five letters is compared with
        keys |= {f"~{short}" for short in {head, *_left_out(head), *_left_out(shorter)}}
    return frozenset(keys)


def keys_of_query(word: str) -> frozenset[str]:
    """Keys to look a typed word (in lower case) up by; what they bring is compared by `closeness`."""
    folded = plain(word)
    head = folded[:_HEAD]
    keys = {f"={folded}"}
    keys |= {f"{language}:{stem}" for language in LANGUAGES for stem in stems(word, language)}
    if len(folded) >= SHORTEST_PREFIX:
        keys.add(f">{head}")
    if len(folded) >= SHORTEST_PART:
        keys |= {f"+{language}:{stem}" for language in _COMPOUNDING for stem in stems(word, language)}
    if len(folded) >= SHORTEST_TYPO:
        keys |= {f"~{short}" for short in _left_out(head)} | {f"~{head}"}
    return frozenset(keys)


def _left_out(head: str) -> set[str]:
    return {head[:place] + head[place + 1 :] for place in range(len(head))}


# How near a typed word is to one of a text.
SAME, INFLECTED, BEGUN, PART, MISTYPED, OTHER = 8, 6, 4, 3, 1, 0


def closeness(typed: str, word: str, language: str, keys: Collection[str] = ()) -> int:
    """How near `typed` is to a word of a text in `language`, both in lower case; 0: it is another word.

    keys: those of the word that are `typed`'s as well.
    """
    begun, whole = plain(typed), plain(word)
    if begun == whole:
        return SAME
    if stems(typed, language) & stems(word, language):
        return INFLECTED
    if len(begun) >= SHORTEST_PREFIX and whole.startswith(begun):
        return BEGUN
    if any(f"+{language}:{stem}" in keys for stem in stems(typed, language)):
        return PART
    if len(begun) >= SHORTEST_TYPO and begins_within_one_edit(begun, whole):
        return MISTYPED
    return OTHER


def begins_within_one_edit(typed: str, word: str) -> bool:
    """Whether `word` begins with `typed` once a letter is added, left out, changed or two are swapped."""
    same = next((at for at, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), None)
    if same is None:
        return len(typed) - len(word) <= 1
    rest, other = typed[same:], word[same:]
    return (
        other[1:].startswith(rest[1:])  # changed
        or other.startswith(rest[1:])  # one too many was typed
        or other[1:].startswith(rest)  # one is missing
        or (rest[:2] == other[1::-1] and len(rest) > 1 and other[2:].startswith(rest[2:]))  # swapped
    )
