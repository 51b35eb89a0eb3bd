"""Questionnaires with everything a questionnaire can have, for property tests of files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from surveys.formats.plain_text import clean
from surveys.questionnaire import (
    GROUP_LEVELS,
    STAGES,
    AllOf,
    AnyOf,
    Closed,
    Condition,
    Dimension,
    Information,
    IsAnswered,
    IsOneOf,
    Item,
    MultipleChoice,
    OpenQuestion,
    Option,
    Part,
    Questionnaire,
    RoleProfile,
    Scale,
    Text,
)

# What spreadsheets, HTML and XLSForm would take for something else than words.
AWKWARD = (
    "=1+1",
    "+358",
    "@home",
    "'quoted'",
    "<b>bold</b>",
    "a < b & c",
    "&amp;",
    "_x000D_",
    "${q1}",
    "TRUE",
    "1",
)
characters = st.characters(
    categories=("L", "N", "P", "S"), exclude_characters="\ufffe\uffff"
) | st.sampled_from(" \n")
words = (st.sampled_from(AWKWARD) | st.text(characters, min_size=1, max_size=15)).filter(clean)
codes = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,9}", fullmatch=True)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """A text in one, two or three of the languages."""
    languages = draw(st.sets(st.sampled_from(("fi", "sv", "en")), min_size=1))
    return Text(**{language: draw(words) for language in languages})


@st.composite
def options(draw: st.DrawFn, least: int) -> tuple[Option, ...]:
    values = draw(st.sets(st.integers(-100, 100), min_size=least, max_size=5))
    return tuple(Option(value, draw(texts())) for value in sorted(values))


scales = st.builds(Scale, codes, options(least=2), st.none() | texts())


def conditions(earlier: list[Closed]) -> st.SearchStrategy[Condition]:
    """Conditions on some of the questions."""
    tests: list[st.SearchStrategy[Condition]] = []
    for part in earlier:
        values = part.scale.values if isinstance(part, Item) else part.values
        chosen = st.sets(st.sampled_from(values), min_size=1).map(tuple)
        tests.append(st.builds(IsOneOf, st.just(part.code), chosen))
        tests.append(st.builds(IsAnswered, st.just(part.code), st.booleans()))
    inner = st.one_of(tests)
    for _level in range(2):
        groups = st.lists(inner, min_size=1, max_size=3).map(tuple)
        inner = inner | st.builds(AllOf, groups) | st.builds(AnyOf, groups)
    return inner


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    names = draw(st.lists(codes, min_size=3, max_size=12, unique=True))
    own = draw(scales)
    known = [own, *draw(st.lists(scales, max_size=2))]
    earlier: list[Closed] = []
    sections = []
    for number in range(draw(st.integers(1, 3))):
        here = names[number::4]
        parts = tuple(_part(draw, code, known, earlier) for code in here)
        sections.append(Dimension(f"D{number}", draw(texts()), _alike(parts), draw(st.none() | texts())))
    last = [_open(draw, code, earlier) for code in names[3::4]]
    kind = draw(st.sampled_from(("wellbeing", "competence", "feedback")))
    return Questionnaire(
        code=draw(codes),
        kind=kind,
        version=draw(st.integers(1, 100_000)),
        title=draw(texts()),
        stem=draw(st.none() | texts()),
        note=draw(st.none() | texts()),
        scale=own,
        dimensions=tuple(sections),
        open_questions=(*last, OpenQuestion("last_question", draw(texts()))),
        role_profiles=(RoleProfile("role", draw(texts()), ()),) if kind == "competence" else (),
        **{name: draw(st.just("") | words) for name in ("scoring", "licence", "source", "citation")},
    )


def _part(draw: st.DrawFn, code: str, known: list[Scale], earlier: list[Closed]) -> Part:
    kind = draw(st.sampled_from(("item", "item", "multiple", "open", "information")))
    if kind == "open":
        return _open(draw, code, earlier)
    condition = draw(st.none() | conditions(earlier)) if earlier else None
    module = draw(st.sampled_from(("", "vet")))
    if kind == "information":
        return Information(code, draw(texts()), module=module, show_if=condition)
    common: dict[str, Any] = {
        "code": code,
        "text": draw(texts()),
        "help": draw(st.none() | texts()),
        "stage": draw(st.sampled_from(("", *STAGES))),
        "module": module,
        "smallest_group": draw(st.sampled_from(GROUP_LEVELS)),
        "required": draw(st.booleans()),
        "show_if": condition,
    }
    part: Closed = _item(draw, known, common) if kind == "item" else _multiple(draw, common)
    earlier.append(part)
    return part


def _item(draw: st.DrawFn, known: list[Scale], common: dict[str, Any]) -> Item:
    ordered = draw(st.booleans())
    return Item(
        **common,
        scale=draw(st.sampled_from(known)),
        ordered=ordered,
        in_index=ordered and draw(st.booleans()),
    )


def _multiple(draw: st.DrawFn, common: dict[str, Any]) -> MultipleChoice:
    chosen = draw(options(least=1))
    most = draw(st.integers(0, len(chosen)))
    least = draw(st.integers(0, most or len(chosen)))
    return MultipleChoice(**common, options=chosen, least=least, most=most, none=draw(st.none() | texts()))


def _open(draw: st.DrawFn, code: str, earlier: list[Closed]) -> OpenQuestion:
    return OpenQuestion(
        code,
        draw(texts()),
        required=draw(st.booleans()),
        length=draw(st.sampled_from(("short", "long"))),
        module=draw(st.sampled_from(("", "vet"))),
        help=draw(st.none() | texts()),
        show_if=draw(st.none() | conditions(earlier)) if earlier else None,
    )


def _alike(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Only items on the first scale that counts stay in the index."""
    counted = [part for part in parts if isinstance(part, Item) and part.in_index]
    return tuple(
        replace(part, in_index=False)
        if isinstance(part, Item) and part.in_index and part.scale.values != counted[0].scale.values
        else part
        for part in parts
    )
