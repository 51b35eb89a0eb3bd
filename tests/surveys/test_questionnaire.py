"""A questionnaire is whole, says where it is wrong, and asks what was chosen."""

from __future__ import annotations

from typing import Any

import pytest

from surveys import instruments
from surveys.questionnaire import (
    PROBLEMS,
    IsOneOf,
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


def suggesting(level: Any) -> list[Any]:
    return [{"level": level, "text": words("read this")}]


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
    ("dimensions.0.suggestions", "no", "dimensions[0].suggestions", "not_list"),
    ("dimensions.0.suggestions", [{"level": 1}], "dimensions[0].suggestions[0].text", "missing"),
    ("dimensions.0.suggestions", suggesting(2), "dimensions[0].suggestions[0].level", "out_of_range"),
    ("dimensions.0.suggestions", suggesting("1"), "dimensions[0].suggestions[0].level", "not_integer"),
    ("dimensions.0.suggestions", suggesting(1) * 21, "dimensions[0].suggestions", "too_many"),
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


def with_part(**keys: Any) -> dict[str, Any]:
    """The small document with one more part in its second section, after A1, A2 and B1."""
    document = small()
    document["dimensions"][1]["items"].append({"code": "X", "text": words("X"), **keys})
    return document


def options(*values: int) -> list[dict[str, Any]]:
    return [{"value": value, "label": words(str(value))} for value in values]


PARTS: list[tuple[dict[str, Any], str, str]] = [
    # keys of the part, path in the error within the part, what is wrong
    ({"kind": "slider"}, "kind", "unknown_value"),
    ({"kind": 1}, "kind", "not_text"),
    ({"kind": "multiple"}, "options", "missing"),
    ({"kind": "multiple", "options": []}, "options", "too_few"),
    ({"kind": "multiple", "options": options(*range(51))}, "options", "too_many"),
    ({"kind": "multiple", "options": options(1, 1)}, "options[1].value", "not_ascending"),
    ({"kind": "multiple", "options": options(1, 2), "most": 3}, "most", "out_of_range"),
    ({"kind": "multiple", "options": options(1, 2), "least": 3}, "least", "out_of_range"),
    ({"kind": "multiple", "options": options(1, 2), "least": 2, "most": 1}, "least", "out_of_range"),
    ({"kind": "multiple", "options": options(1, 2), "most": "1"}, "most", "not_integer"),
    ({"kind": "multiple", "options": options(1, 2), "scale": {}}, "scale", "unknown_key"),
    ({"kind": "multiple", "options": options(1), "in_index": True}, "in_index", "unknown_key"),
    ({"kind": "text", "length": "endless"}, "length", "unknown_value"),
    ({"kind": "text", "options": options(1)}, "options", "unknown_key"),
    ({"kind": "information", "required": True}, "required", "unknown_key"),
    ({"kind": "information", "code": "A1"}, "code", "duplicate"),
    ({"ordered": False}, "in_index", "not_ordered"),
    ({"help": {"fi": "apua"}}, "help.sv", "missing"),
    ({"show_if": {}}, "show_if", "not_condition"),
    ({"show_if": "A1 == 1"}, "show_if", "not_mapping"),
    ({"show_if": {"item": "A1"}}, "show_if", "not_condition"),
    ({"show_if": {"item": "A1", "in": [0], "answered": True}}, "show_if", "not_condition"),
    ({"show_if": {"all": [], "any": []}}, "show_if", "not_condition"),
    ({"show_if": {"all": []}}, "show_if.all", "too_few"),
    ({"show_if": {"item": "A1", "in": []}}, "show_if.in", "too_few"),
    ({"show_if": {"item": "A1", "in": ["1"]}}, "show_if.in[0]", "not_integer"),
    ({"show_if": {"item": "A1", "answered": 1}}, "show_if.answered", "not_boolean"),
    ({"show_if": {"item": "A1", "in": [0, 7]}}, "show_if.in", "unknown_option"),
    ({"show_if": {"item": "Q9", "answered": True}}, "show_if.item", "unknown_item"),
    ({"show_if": {"item": "X", "answered": True}}, "show_if.item", "not_earlier"),
    ({"show_if": {"any": [{"item": "X", "answered": True}]}}, "show_if.item", "not_earlier"),
    ({"show_if": {"item": "O1", "answered": True}}, "show_if.item", "not_closed"),
]


@pytest.mark.parametrize(("keys", "where", "what"), PARTS)
def test_a_part_that_cannot_be_is_refused_where_it_is(keys: dict[str, Any], where: str, what: str) -> None:
    error = refused(with_part(**keys))
    assert (error.path, error.code) == (f"dimensions[1].items[1].{where}", what)


def nested(levels: int) -> dict[str, Any]:
    condition: dict[str, Any] = {"item": "A1", "answered": True}
    for level in range(levels):
        condition = {("any", "all")[level % 2]: [condition]}
    return condition


def test_conditions_may_be_in_three_groups_within_each_other_and_no_more() -> None:
    assert from_document(with_part(show_if=nested(3))).items[-1].show_if is not None
    for levels in (4, 5_000):
        assert refused(with_part(show_if=nested(levels))).code == "too_deep"


def test_a_condition_has_at_most_thirty_tests() -> None:
    test = {"item": "A1", "answered": True}
    assert from_document(with_part(show_if={"all": [test] * 30}))
    assert refused(with_part(show_if={"all": [test] * 31})).code == "too_many"
    assert refused(with_part(show_if={"all": [{"any": [test] * 16}] * 2})).code == "too_many"


def test_a_condition_on_a_later_question_is_refused_before_that_question_too() -> None:
    document = spoil(small(), "dimensions.0.items.0.show_if", {"item": "B1", "answered": True})
    error = refused(document)
    assert (error.path, error.code) == ("dimensions[0].items[0].show_if.item", "not_earlier")


def test_a_role_needs_no_level_in_a_section_without_items() -> None:
    text = {"code": "T1", "kind": "text", "text": words("T1")}
    document = spoil(small(), "dimensions.1.items", [text])
    assert refused(document).path == "role_profiles[0].required.B"
    del document["role_profiles"][0]["required"]["B"]
    assert [part.code for part in from_document(document).measured] == ["A"]


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


def test_condition_on_a_module_that_is_not_asked_is_worked_out() -> None:
    """A2 belongs to the module: without it, A2 is not answered, and what needs its answer never comes up."""
    document = small()
    conditions = {
        "N1": {"item": "A2", "in": [1]},
        "N2": {"item": "A2", "answered": True},
        "N3": {"item": "N1", "answered": True},
        "Y1": {"item": "A2", "answered": False},
        "Y2": {"any": [{"item": "A2", "in": [0]}, {"item": "A1", "in": [1]}]},
        "Y3": {"all": [{"item": "A1", "in": [0]}, {"any": [{"item": "A2", "answered": False}]}]},
    }
    for code, condition in conditions.items():
        part = {"code": code, "text": words(code), "show_if": condition}
        document["dimensions"][1]["items"].append(part)
    core = from_document(document).with_modules(())
    assert [item.code for item in core.items] == ["A1", "B1", "Y1", "Y2", "Y3"]
    assert [item.show_if for item in core.items[2:]] == [None, IsOneOf("A1", (1,)), IsOneOf("A1", (0,))]
    whole = from_document(document)
    assert whole.with_modules({"vet"}) == whole
