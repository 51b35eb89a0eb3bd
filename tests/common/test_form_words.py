"""Bad input is answered with what to do, whatever form it is typed into."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.forms import LoginForm
from django import forms
from django.test import Client
from django.utils import translation

from tests.accounts.people import address, text_of
from yhes.common import form_words

ONE_OF = [("a", "A"), ("b", "B")]


class Sample(forms.Form):
    text = forms.CharField(max_length=5, min_length=2)
    number = forms.IntegerField(min_value=2, max_value=9)
    share = forms.DecimalField()
    day = forms.DateField()
    time = forms.TimeField()
    moment = forms.DateTimeField()
    email = forms.EmailField()
    website = forms.URLField()
    one = forms.ChoiceField(choices=ONE_OF)
    many = forms.MultipleChoiceField(choices=ONE_OF)
    ticked = forms.BooleanField()
    file = forms.FileField()


def said(**typed: Any) -> dict[str, str]:
    with translation.override("en"):
        return {name: str(errors[0]) for name, errors in Sample(typed).errors.items()}


def test_what_is_left_empty_is_asked_for() -> None:
    empty = said()
    assert {empty.pop(name) for name in ("one",)} == {"Choose one of these."}
    assert empty.pop("many") == "Choose at least one."
    assert empty.pop("ticked") == "Tick this to go on."
    assert empty.pop("file") == "Choose a file."
    assert set(empty.values()) == {"Fill this in."}


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("text", "too long", "Shorten this to 5 characters; now it has 8."),
        ("text", "a", "Write at least 2 characters; now it has 1."),
        ("text", "a\x00b", "Write this anew: it has a character that cannot be kept."),
        ("number", "many", "Write a whole number, for example 12."),
        ("number", "9" * 5000, "Write a whole number, for example 12."),
        ("number", "10", "Write 9 or less."),
        ("number", "1", "Write 2 or more."),
        ("share", "half", "Write a number, for example 12.5."),
        ("day", "yesterday", "Write a date, for example 31.12.2026."),
        ("time", "noon", "Write a time, for example 14:30."),
        ("moment", "soon", "Write a date and a time, for example 2026-12-31 14:30."),
        ("email", "aino", "Write an e-mail address, for example name@example.org."),
        ("website", "aino", "Write the address of a web page, for example https://www.example.org."),
        ("one", "c", "What you chose is not on offer any more. Choose another."),
        ("many", ["c"], "What you chose is not on offer any more. Choose another."),
    ],
)
def test_what_is_wrong_is_answered_with_what_to_do(field: str, typed: Any, words: str) -> None:
    assert said(**{field: typed})[field] == words


@pytest.mark.parametrize("example", ["31.12.2026", "14:30", "2026-12-31 14:30", "12"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_examples_are_accepted_as_they_stand(language: str, example: str) -> None:
    kind = {"31.12.2026": "day", "14:30": "time", "2026-12-31 14:30": "moment", "12": "share"}[example]
    with translation.override(language):
        assert kind not in Sample({kind: example}).errors


def test_no_words_of_djangos_own_are_left_to_a_field_that_the_portal_uses() -> None:
    """Those of a kind's parents included, which a field inherits."""
    for field in form_words.FIELDS:
        for name, words in field(**_needed(field)).error_messages.items():
            ours = any(name in form_words.FIELDS.get(kind, {}) for kind in field.__mro__)
            assert ours, f"{field.__name__}.{name}: {words}"


def _needed(field: type[forms.Field]) -> dict[str, Any]:
    if field is forms.MultiValueField:
        return {"fields": ()}
    return {"queryset": None} if issubclass(field, forms.ModelChoiceField) else {}


@pytest.mark.django_db
def test_forms_that_come_with_packages_say_the_same() -> None:
    with translation.override("en"):
        assert LoginForm.base_fields["password"].error_messages["required"] == "Fill this in."
    page = text_of(Client().post(address("account_login", language="en"), {}))
    assert "Fill this in." in page
    assert "This field is required." not in page
