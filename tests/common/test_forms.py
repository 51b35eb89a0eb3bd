"""What form pages share: a service acts once on a valid form, and its refusal stands where it belongs."""

from __future__ import annotations

from typing import ClassVar

import pytest
from django import forms

from yhes.common.errors import DomainError, WordedError
from yhes.common.forms import add_domain_error, done


class Wish(forms.Form):
    name = forms.CharField()


class NameTaken(WordedError):
    message = "%(name)s is taken."
    field: ClassVar[str] = "name"


def refuse(error: Exception) -> None:
    raise error


def test_a_valid_form_is_acted_on_once() -> None:
    calls: list[str] = []
    assert done(Wish({"name": "Aino"}), lambda: calls.append("acted"))
    assert calls == ["acted"]


@pytest.mark.parametrize("data", [None, {"name": ""}])
def test_an_empty_or_wrong_form_is_not_acted_on(data: dict[str, str] | None) -> None:
    assert not done(Wish(data), lambda: pytest.fail("the service was called"))


def test_a_refusal_stands_beside_its_field_or_above_the_form() -> None:
    beside, above = Wish({"name": "Aino"}), Wish({"name": "Aino"})
    assert not done(beside, lambda: refuse(NameTaken(name="Aino")))
    assert not done(above, lambda: refuse(DomainError("Not now.")))
    assert beside.errors == {"name": ["Aino is taken."]}
    assert above.errors == {"__all__": ["Not now."]}


def test_a_field_that_the_form_does_not_show_is_told_above_it() -> None:
    form = forms.Form({})
    add_domain_error(form, NameTaken(name="Aino"))
    assert form.errors == {"__all__": ["Aino is taken."]}


def test_other_errors_are_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        done(Wish({"name": "Aino"}), lambda: 1 / 0)
