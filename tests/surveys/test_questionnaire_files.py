"""A questionnaire comes back from its files as it went in; files that are not plain data are refused."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import instruments
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
    QuestionnaireError,
    RoleProfile,
    Scale,
    Suggestion,
    Text,
    canonical_json,
    fingerprint,
    from_document,
    from_yaml,
    to_document,
    to_yaml,
)
from surveys.questionnaire.yaml_form import MAX_YAML_BYTES
from tests.surveys.documents import small, spoil
from tests.surveys.many_kinds import many_kinds

# YAML


def yaml_refused(text: str | bytes) -> QuestionnaireError:
    with pytest.raises(QuestionnaireError) as caught:
        from_yaml(text)
    return caught.value


def test_yaml_error_says_the_line() -> None:
    error = yaml_refused("code: small\nkind: [feedback\nversion: 1\n")
    assert error.code == "not_yaml"
    assert error.path.startswith("line 3, column ")


@pytest.mark.parametrize(
    "text",
    [
        "!!python/object/apply:os.system ['true']",
        "code: &a small\nkind: *a\n",
        "code: small\ncode: other\n",
        "<<: {code: small}\n",
        "? [a]\n: b\n",
        "[" * 100_000,
        "a: " * 50_000,
        "code: \x07",
        "code: 2024-13-45",
        b"\xff\xfe\xfa",
        b"code: \xe4",
        "--- 1\n--- 2\n",
    ],
)
def test_yaml_that_is_more_or_less_than_plain_data_is_refused(text: str | bytes) -> None:
    assert yaml_refused(text).code == "not_yaml"


def test_empty_yaml_is_refused() -> None:
    assert yaml_refused("").code == "not_mapping"


def test_yaml_beyond_its_size_is_refused_unread() -> None:
    assert yaml_refused("#" * (MAX_YAML_BYTES + 1)).code == "too_large"
    assert yaml_refused("ä" * (MAX_YAML_BYTES // 2 + 1)).code == "too_large"


def test_unquoted_yaml_word_for_false_is_not_taken_for_a_code() -> None:
    text = yaml.safe_dump(small()).replace("code: B1", "code: NO")
    error = yaml_refused(text)
    assert (error.path, error.code) == ("dimensions[1].items[0].code", "not_text")


# There and back

codes = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,9}", fullmatch=True)
texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), min_size=1, max_size=20
).filter(str.strip)
triples = st.builds(Text, texts, texts, texts)
scales = st.builds(
    lambda code, values, labels, na: Scale(
        code, tuple(Option(v, label) for v, label in zip(sorted(values), labels, strict=False)), na
    ),
    codes,
    st.sets(st.integers(-100, 100), min_size=2, max_size=5),
    st.lists(triples, min_size=5, max_size=5),
    st.none() | triples,
)


def conditions_on(earlier: list[Closed]) -> st.SearchStrategy[Condition | None]:
    """Any condition on the questions before, or none."""
    if not earlier:
        return st.none()

    def values(question: Closed) -> tuple[int, ...]:
        return question.scale.values if isinstance(question, Item) else question.values

    questions = st.sampled_from(earlier)
    one_of = questions.flatmap(
        lambda question: st.builds(
            IsOneOf,
            st.just(question.code),
            st.sets(st.sampled_from(values(question)), min_size=1).map(tuple),
        )
    )
    answered = st.builds(IsAnswered, questions.map(lambda question: question.code), st.booleans())
    tests: st.SearchStrategy[Condition] = one_of | answered
    for _level in range(3):
        several = st.lists(tests, min_size=1, max_size=3).map(tuple)
        tests = one_of | answered | st.builds(AllOf, several) | st.builds(AnyOf, several)
    return st.none() | tests


@st.composite
def closed_parts(draw: st.DrawFn, code: str, own: Scale, other: Scale, show_if: Condition | None) -> Closed:
    common = {
        "code": code,
        "text": draw(triples),
        "stage": draw(st.sampled_from(("", *STAGES))),
        "module": draw(st.sampled_from(("", "vet", "other"))),
        "smallest_group": draw(st.sampled_from(GROUP_LEVELS)),
        "required": draw(st.booleans()),
        "help": draw(st.none() | triples),
        "show_if": show_if,
    }
    if draw(st.booleans()):
        is_own = draw(st.booleans())
        in_index = is_own and draw(st.booleans())
        ordered = in_index or draw(st.booleans())
        return Item(**common, scale=own if is_own else other, in_index=in_index, ordered=ordered)
    most = draw(st.integers(0, len(other.options)))
    least = draw(st.integers(0, most))
    none = draw(st.none() | triples)
    return MultipleChoice(**common, options=other.options, least=least, most=most, none=none)


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    names = draw(st.lists(codes, min_size=6, max_size=11, unique=True))
    own, other = draw(scales), draw(scales)
    first = Item(code=names[0], text=draw(triples), scale=own, in_index=draw(st.booleans()))
    earlier: list[Closed] = [first]
    parts: list[Part] = [first]
    for code in names[1:5]:
        show_if = draw(conditions_on(earlier))
        match draw(st.sampled_from(("closed", "closed", "open", "information"))):
            case "closed":
                part: Part = draw(closed_parts(code, own, other, show_if))
                earlier.append(part)  # type: ignore[arg-type]
            case "open":
                length = draw(st.sampled_from(("short", "long")))
                part = OpenQuestion(
                    code,
                    draw(triples),
                    draw(st.booleans()),
                    length,
                    "vet",
                    draw(st.none() | triples),
                    show_if,
                )
            case _:
                part = Information(code, draw(triples), draw(st.sampled_from(("", "vet"))), show_if)
        parts.append(part)
    stem = draw(st.none() | triples)
    kind = draw(st.sampled_from(("competence", "feedback")))
    suggested = st.lists(st.builds(Suggestion, st.sampled_from(own.values), triples), max_size=2)
    may_suggest = kind == "competence" and first.in_index
    suggestions = tuple(draw(suggested)) if may_suggest else ()
    dimensions = (
        Dimension("D1", draw(triples), tuple(parts[:3]), stem, suggestions),
        Dimension("D2", draw(triples), tuple(parts[3:])),
    )
    levels = st.tuples(st.just("D1"), st.sampled_from(dimensions[0].scale.values))
    role = st.builds(RoleProfile, codes, triples, st.lists(levels, max_size=1).map(tuple))
    return Questionnaire(
        code=draw(codes),
        kind=kind,
        version=draw(st.integers(1, 1000)),
        title=draw(triples),
        stem=draw(st.none() | triples),
        scoring=draw(st.just("") | texts),
        scale=own,
        dimensions=dimensions,
        open_questions=tuple(
            OpenQuestion(code, draw(triples), draw(st.booleans()), show_if=draw(conditions_on(earlier)))
            for code in names[5:]
        ),
        role_profiles=(draw(role),) if kind == "competence" else (),
        licence=draw(st.just("") | texts),
        source=draw(st.just("") | texts),
        citation=draw(st.just("") | texts),
        note=draw(st.none() | triples),
    )


def shuffled(part: Any, order: random.Random) -> Any:
    """The same document with its keys in another order, as a database may give them back."""
    if isinstance(part, dict):
        keys = list(part)
        order.shuffle(keys)
        return {key: shuffled(part[key], order) for key in keys}
    return [shuffled(entry, order) for entry in part] if isinstance(part, list) else part


@settings(deadline=None, max_examples=60)
@given(questionnaire=questionnaires(), seed=st.integers(0, 9))
def test_a_questionnaire_comes_back_from_every_form_as_it_went_in(
    questionnaire: Questionnaire, seed: int
) -> None:
    assert from_yaml(to_yaml(questionnaire)) == questionnaire
    stored = json.loads(json.dumps(to_document(questionnaire)))
    back = from_document(shuffled(stored, random.Random(seed)), complete=True)
    assert back == questionnaire
    assert hash(back) == hash(questionnaire)
    assert fingerprint(back) == fingerprint(questionnaire)


@pytest.mark.parametrize("code", instruments.SHIPPED)
def test_shipped_instrument_comes_back_from_every_form_as_it_went_in(code: str) -> None:
    instrument = instruments.load(code)
    assert from_yaml(to_yaml(instrument)) == instrument
    assert from_document(to_document(instrument), complete=True) == instrument


def test_questionnaire_of_every_kind_comes_back_from_every_form_as_it_went_in() -> None:
    whole = many_kinds()
    assert from_yaml(to_yaml(whole)) == whole
    assert from_document(to_document(whole), complete=True) == whole
    kinds = {entry.get("kind") for d in to_document(whole)["dimensions"] for entry in d["items"]}
    assert kinds == {None, "multiple", "text", "information"}


def test_the_example_in_the_documentation_is_a_questionnaire() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "questionnaires.md").read_text()
    example = from_yaml(text.split("```yaml\n")[1].split("```")[0])
    assert [part.code for part in example.parts] == ["TRIED", "WHERE", "FREE"]


FINGERPRINTS = {
    "yhes_readiness": "fa31250ca351974999c093ee38e0a235ad077b79a64649a2a447a123f10eb571",
    "wl_competence": "f19ce7200facfcad351cde99f541a44b719c646c10ff773991313bca19ab2237",
    "workplace_feedback": "d2bb5b15f69184c30e44d2e56a27297a8d342dd7c7038f3dcc0da30d6e849bae",
    "student_feedback": "865e3cc3d25d2bea176c5390fac724908324d8011cf96a814189ef18b03eee00",
}


@pytest.mark.parametrize("code", instruments.SHIPPED)
def test_what_is_stored_keeps_its_fingerprint_when_the_format_grows(code: str) -> None:
    assert fingerprint(instruments.load(code)) == FINGERPRINTS[code]


def test_document_is_canonical() -> None:
    document = small()
    document["dimensions"][0]["items"][0] |= {"stage": "", "smallest_group": "unit", "in_index": True}
    questionnaire = from_document(document)
    assert "in_index" not in to_document(questionnaire)["dimensions"][0]["items"][0]
    assert list(to_document(questionnaire)) == sorted(to_document(questionnaire))
    assert fingerprint(questionnaire) == fingerprint(from_document(small()))
    assert canonical_json(questionnaire).startswith('{"code":"small","dimensions":[{"code":"A",')


def test_fingerprint_changes_with_every_word() -> None:
    one = from_document(small())
    for path, value in [
        ("title.sv", "annan"),
        ("dimensions.0.items.1.text.en", "other"),
        ("scale.options.1.value", 2),
        ("dimensions.0.items.1.module", ...),
        ("version", 2),
    ]:
        assert fingerprint(from_document(spoil(small(), path, value))) != fingerprint(one)
    assert len(fingerprint(one)) == 64
