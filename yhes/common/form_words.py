"""What forms say of bad input, in the portal's words: each sentence tells what to do.

Django's own ("This field is required.", "Enter a valid value.") tell what is wrong. A form that has
something better to say passes `error_messages` to its field, as ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    Words = Mapping[str, StrOrPromise]

_CHOOSE: Final = _("Choose one of these.")
_CHOOSE_ANY: Final = _("Choose at least one.")
_NOT_OFFERED: Final = _("What you chose is not on offer any more. Choose another.")
_WHOLE_NUMBER: Final = _("Write a whole number, for example 12.")
_NUMBER: Final = _("Write a number, for example 12.5.")
_DATE: Final = _("Write a date, for example 31.12.2026.")
_TIME: Final = _("Write a time, for example 14:30.")
_MOMENT: Final = _("Write a date and a time, for example 2026-12-31 14:30.")
_ALL_PARTS: Final = _("Fill in every part of this.")
_FILE: Final = _("The file did not arrive whole. Choose it again.")

FIELDS: Final[Mapping[type[forms.Field], Words]] = {
    forms.Field: {"required": _("Fill this in.")},
    forms.BooleanField: {"required": _("Tick this to go on.")},
    forms.ChoiceField: {"required": _CHOOSE, "invalid_choice": _NOT_OFFERED},
    forms.MultipleChoiceField: {
        "required": _CHOOSE_ANY,
        "invalid_choice": _NOT_OFFERED,
        "invalid_list": _CHOOSE_ANY,
    },
    forms.ModelChoiceField: {"required": _CHOOSE, "invalid_choice": _NOT_OFFERED},
    forms.ModelMultipleChoiceField: {
        "required": _CHOOSE_ANY,
        "invalid_choice": _NOT_OFFERED,
        "invalid_pk_value": _NOT_OFFERED,
        "invalid_list": _CHOOSE_ANY,
    },
    forms.IntegerField: {"invalid": _WHOLE_NUMBER},
    forms.FloatField: {"invalid": _NUMBER},
    forms.DecimalField: {"invalid": _NUMBER},
    forms.DateField: {"invalid": _DATE},
    forms.TimeField: {"invalid": _TIME},
    forms.DateTimeField: {"invalid": _MOMENT},
    forms.MultiValueField: {"invalid": _ALL_PARTS, "incomplete": _ALL_PARTS},
    forms.SplitDateTimeField: {"invalid_date": _DATE, "invalid_time": _TIME},
    forms.URLField: {
        "invalid": _("Write the address of a web page, for example https://www.example.org."),
    },
    forms.FileField: {
        "required": _("Choose a file."),
        "invalid": _FILE,
        "missing": _FILE,
        "empty": _("The file is empty. Choose another."),
        "max_length": ngettext_lazy(
            "Give the file a name of at most %(max)d character.",
            "Give the file a name of at most %(max)d characters.",
            "max",
        ),
        "contradiction": _("Choose a file, or tick that there is none; not both."),
    },
}
VALIDATORS: Final[Mapping[type[Any], StrOrPromise]] = {
    validators.MaxLengthValidator: ngettext_lazy(
        "Shorten this to %(limit_value)d character; now it has %(show_value)d.",
        "Shorten this to %(limit_value)d characters; now it has %(show_value)d.",
        "limit_value",
    ),
    validators.MinLengthValidator: ngettext_lazy(
        "Write at least %(limit_value)d character; now it has %(show_value)d.",
        "Write at least %(limit_value)d characters; now it has %(show_value)d.",
        "limit_value",
    ),
    validators.MaxValueValidator: _("Write %(limit_value)s or less."),
    validators.MinValueValidator: _("Write %(limit_value)s or more."),
    validators.EmailValidator: _("Write an e-mail address, for example name@example.org."),
    validators.URLValidator: FIELDS[forms.URLField]["invalid"],
    validators.ProhibitNullCharactersValidator: _("Write this anew: it has a character that cannot be kept."),
}


def use() -> None:
    """Before any form is made: a field takes its words when it is made."""
    for field, words in FIELDS.items():
        own: Words = vars(field).get("default_error_messages", {})
        setattr(field, "default_error_messages", {**own, **words})  # noqa: B010  (inherited by some)
    for validator, message in VALIDATORS.items():
        validator.message = message
