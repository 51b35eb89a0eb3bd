"""What every form page does with its form: act once it is valid, and show a refusal where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yhes.common.errors import DomainError


class SeveralRows(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not at run time
    """Several rows to tick. A number too large for any key is no choice, instead of SQLite's error."""

    def _check_values(self, value: Any) -> QuerySet[Model]:
        try:
            return super()._check_values(value)  # type: ignore[misc, no-any-return]  # not in the stubs
        except OverflowError as error:
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, code="invalid_choice", params={"value": ""}) from error


def add_domain_error(form: forms.BaseForm, error: DomainError) -> None:
    """Put the service's refusal beside the field it is about, or above the form."""
    form.add_error(error.field if error.field in form.fields else None, str(error))


def done(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Whether the form was sent, is valid, and `act` (a call of one service) did not refuse.

    A refusal becomes an error of the form; any other exception is not caught.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as error:
        add_domain_error(form, error)
        return False
    return True


def form_page(
    request: HttpRequest, template: str, form: forms.BaseForm, context: dict[str, Any]
) -> HttpResponse:
    """The page with its form in `context["form"]`: 200 when it is empty, 400 when it has errors."""
    return render(request, template, {**context, "form": form}, status=400 if form.errors else 200)
