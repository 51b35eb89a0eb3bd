"""A questionnaire comes back from its files as it went in; files that are not plain data are refused."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import instruments
from surveys.questionnaire import (
    GROUP_LEVELS,
    STAGES,
    Dimension,
    Item,
    OpenQuestion,
    Option,
    Questionnaire,
    QuestionnaireError,
    RoleProfile,
    Scale,
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


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    names = draw(st.lists(codes, min_size=5, max_size=9, unique=True))
    own, other = draw(scales), draw(scales)
    items = tuple(
        Item(
            code=code,
            text=draw(triples),
            scale=own if (own_scale := draw(st.booleans())) else other,
            stage=draw(st.sampled_from(("", *STAGES))),
            module=draw(st.sampled_from(("", "vet", "other"))),
            smallest_group=draw(st.sampled_from(GROUP_LEVELS)),
            in_index=own_scale and draw(st.booleans()),
            required=draw(st.booleans()),
        )
        for code in names[:4]
    )
    dimensions = (Dimension("D1", draw(triples), items[:3]), Dimension("D2", draw(triples), items[3:]))
    kind = draw(st.sampled_from(("competence", "feedback")))
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
        open_questions=tuple(OpenQuestion(code, draw(triples), draw(st.booleans())) for code in names[4:]),
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
