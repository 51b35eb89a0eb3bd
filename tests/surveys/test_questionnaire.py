"""A questionnaire is whole, says where it is wrong, and asks what was chosen."""

from __future__ import annotations

from typing import Any

import pytest

from surveys import instruments
from surveys.questionnaire import (
    PROBLEMS,
    QuestionnaireError,
    Text,
    from_document,
    to_document,
)
from tests.surveys.documents import small, spoil, words


def refused(document: object, *, complete: bool = True) -> QuestionnaireError:
    with pytest.raises(QuestionnaireError) as caught:
        from_document(document, complete=complete)
    return caught.value


# Languages


def test_text_in_its_language_is_no_fallback() -> None:
    text = Text("hanke", "projekt", "project")
    assert text.in_("sv") == ("projekt", "sv", False)


@pytest.mark.parametrize(
    ("text", "wanted", "shown"),
    [
        (Text(fi="hanke", en="project"), "sv", ("hanke", "fi", True)),
        (Text(sv="projekt", en="project"), "fi", ("project", "en", True)),
        (Text(sv="projekt"), "en", ("projekt", "sv", True)),
        (Text(fi="hanke"), "de", ("hanke", "fi", True)),
        (Text(fi="hanke"), "__class__", ("hanke", "fi", True)),
    ],
)
def test_missing_translation_falls_back_and_says_so(
    text: Text, wanted: str, shown: tuple[str, str, bool]
) -> None:
    assert text.in_(wanted) == shown


def test_text_without_any_language_is_refused() -> None:
    with pytest.raises(QuestionnaireError):
        Text()


# Refusals: where and what


def test_the_untouched_document_is_accepted() -> None:
    assert from_document(small(), complete=True).code == "small"


SPOILT: list[tuple[str, Any, str, str]] = [
    # path in the document, new value (... removes it), path in the error, what is wrong
    ("dimensions.0.items.1.text.sv", ..., "dimensions[0].items[1].text.sv", "missing"),
    ("dimensions.0.items.1.text.sv", "", "dimensions[0].items[1].text.sv", "blank"),
    ("dimensions.0.items.1.text.sv", " \n ", "dimensions[0].items[1].text.sv", "blank"),
    ("dimensions.0.items.1.text.sv", "x" * 2_001, "dimensions[0].items[1].text.sv", "too_long"),
    ("dimensions.0.items.1.text.sv", "a\x00b", "dimensions[0].items[1].text.sv", "bad_character"),
    ("dimensions.0.items.1.text.sv", "a\ud800b", "dimensions[0].items[1].text.sv", "bad_character"),
    ("dimensions.0.items.1.text.de", "Wort", "dimensions[0].items[1].text.de", "unknown_key"),
    ("dimensions.0.items.1.text", "plain", "dimensions[0].items[1].text", "not_mapping"),
    ("dimensions.0.items.1.code", "A1", "dimensions[0].items[1].code", "duplicate"),
    ("dimensions.1.items.0.code", "A1", "dimensions[1].items[0].code", "duplicate"),
    ("dimensions.1.code", "A", "dimensions[1].code", "duplicate"),
    ("open_questions.0.code", "A1", "open_questions[0].code", "duplicate"),
    ("role_profiles.0.code", "täti", "role_profiles[0].code", "bad_code"),
    ("dimensions.0.items.0.code", "1A", "dimensions[0].items[0].code", "bad_code"),
    ("dimensions.0.items.0.code", "A" * 65, "dimensions[0].items[0].code", "bad_code"),
    ("dimensions.0.items.0.code", "A1\n", "dimensions[0].items[0].code", "bad_code"),
    ("dimensions.0.items.0.code", False, "dimensions[0].items[0].code", "not_text"),
    ("dimensions.0.items.0.smallest_group", "team", "dimensions[0].items[0].smallest_group", "unknown_value"),
    ("dimensions.0.items.0.stage", "later", "dimensions[0].items[0].stage", "unknown_value"),
    ("dimensions.0.items.0.in_index", "no", "dimensions[0].items[0].in_index", "not_boolean"),
    ("dimensions.0.items.0.reversed", True, "dimensions[0].items[0].reversed", "unknown_key"),
    ("dimensions.0.items", [], "dimensions[0].items", "too_few"),
    ("dimensions.0.items", "A1", "dimensions[0].items", "not_list"),
    ("dimensions", [], "dimensions", "too_few"),
    ("scale.options.1.value", 0, "scale.options[1].value", "not_ascending"),
    ("scale.options.1.value", -1, "scale.options[1].value", "not_ascending"),
    ("scale.options.1.value", 101, "scale.options[1].value", "out_of_range"),
    ("scale.options.0.value", -101, "scale.options[0].value", "out_of_range"),
    ("scale.options.0.value", "0", "scale.options[0].value", "not_integer"),
    ("scale.options.0.value", 0.0, "scale.options[0].value", "not_integer"),
    ("scale.options.0.value", False, "scale.options[0].value", "not_integer"),
    ("scale.options", [{"value": 1, "label": words("only")}], "scale.options", "too_few"),
    ("scale", ..., "scale", "missing"),
    ("kind", "quiz", "kind", "unknown_value"),
    ("kind", "feedback", "role_profiles", "not_competence"),
    ("version", 0, "version", "out_of_range"),
    ("version", True, "version", "not_integer"),
    ("title", ..., "title", "missing"),
    ("scoring", 3, "scoring", "not_text"),
    ("colour", "red", "colour", "unknown_key"),
    ("role_profiles.0.required.C", 1, "role_profiles[0].required.C", "unknown_dimension"),
    ("role_profiles.0.required.A", 2, "role_profiles[0].required.A", "out_of_range"),
    ("role_profiles.0.required.A", "1", "role_profiles[0].required.A", "not_integer"),
]


@pytest.mark.parametrize(("path", "value", "where", "what"), SPOILT)
def test_refusal_says_where_and_what(path: str, value: Any, where: str, what: str) -> None:
    error = refused(spoil(small(), path, value))
    assert (error.path, error.code) == (where, what)
    assert str(error) == f"{where}: {PROBLEMS[what] % error.detail}"
    assert error.sentence("* {}".format).startswith(f"{where}: * ")


@pytest.mark.parametrize("document", [None, [], "text", 3, {1: 2}])
def test_what_is_no_document_is_refused(document: object) -> None:
    assert refused(document).code == "not_mapping"


def with_options(count: int) -> dict[str, Any]:
    document = small()
    del document["role_profiles"]
    values = range(-100, -100 + count)
    document["scale"]["options"] = [{"value": v, "label": words(str(v))} for v in values]
    return document


def test_scale_may_use_every_value_from_minus_100_to_100() -> None:
    scale = from_document(with_options(201)).scale
    assert (scale.lowest, scale.highest) == (-100, 100)


def test_more_than_254_options_are_refused() -> None:
    assert (refused(with_options(255)).path, refused(with_options(255)).code) == ("scale.options", "too_many")


def test_a_list_of_absurd_length_is_refused() -> None:
    document = small()
    document["dimensions"][0]["items"] = [{"code": f"X{i}", "text": words("x")} for i in range(501)]
    assert refused(document).code == "too_many"


def test_items_of_one_index_must_share_their_scale() -> None:
    other = {
        "code": "three",
        "options": [{"value": v, "label": words(str(v))} for v in (1, 2, 3)],
    }
    document = spoil(small(), "dimensions.0.items.1.scale", other)
    assert (refused(document).path, refused(document).code) == (
        "dimensions[0].items[1].scale",
        "mixed_scales",
    )
    document = spoil(document, "dimensions.0.items.1.in_index", False)
    item = from_document(document).dimensions[0].items[1]
    assert item.scale.values == (1, 2, 3)


def test_incomplete_translation_is_allowed_where_it_is_asked_for() -> None:
    document = spoil(small(), "title.sv", ...)
    assert from_document(document).title.in_("sv") == ("title fi", "fi", True)
    assert refused(document, complete=True).path == "title.sv"
    assert from_document(to_document(from_document(document))) == from_document(document)


def test_a_message_never_repeats_a_whole_file() -> None:
    assert len(str(refused({**small(), "k" * 100_000: 1}))) < 500


# Modules


def test_core_is_asked_without_a_module_and_more_with_it() -> None:
    readiness = instruments.load("yhes_readiness")
    assert "OS4" not in [item.code for item in readiness.with_modules(set()).items]
    assert readiness.with_modules({"vet"}) == readiness


def test_unknown_module_is_refused() -> None:
    with pytest.raises(QuestionnaireError, match="sote"):
        instruments.load("yhes_readiness").with_modules({"sote"})


def test_dimension_without_asked_items_is_left_out_with_what_roles_need_in_it() -> None:
    document = spoil(small(), "dimensions.1.items.0.module", "vet")
    core = from_document(document).with_modules(())
    assert [dimension.code for dimension in core.dimensions] == ["A"]
    assert core.role_profiles[0].required == (("A", 1),)
