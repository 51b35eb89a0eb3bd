"""What a form sent, and what to put right about it."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.questionnaire import Errors, FieldError, Information, Questionnaire, Submission, validate

# The form's own fields begin with an underscore, which no question's code does.
LINK, PAGE, CARRY = "_link", "_page", "_carry"


def read(questionnaire: Questionnaire, sent: Mapping[str, str]) -> Submission | Errors:
    """A valid answer or what is wrong with it; whatever else the form held is left behind.

    Nothing answered at all is an error too: it would use up the link.
    """
    found = validate(questionnaire, raw_values(questionnaire, sent))
    if isinstance(found, Submission) and found.is_empty:
        return Errors((FieldError("empty", ""),))
    return found


def raw_values(questionnaire: Questionnaire, sent: Mapping[str, str]) -> dict[str, str]:
    """What was sent for each question, as it came; the boxes ticked of one question with blanks between."""
    codes = [part.code for part in questionnaire.parts if not isinstance(part, Information)]
    ticked = {part.code for part in questionnaire.multiples} if isinstance(sent, QueryDict) else set()
    values = {
        code: " ".join(sent.getlist(code)) if code in ticked else sent.get(code, "")  # type: ignore[attr-defined]
        for code in codes
    }
    return {code: value for code, value in values.items() if value}


def sentences(errors: Errors) -> dict[str, str]:
    """What to put right, by code of the question; under "" what concerns the whole form."""
    return {error.item: _sentence(error) for error in errors.errors}


def _sentence(error: FieldError) -> str:
    numbers = {"limit": error.limit, "length": error.length}
    match error.code:
        case "required":
            return _("Answer this question.")
        case "off_scale":
            return _("Choose one of the options.")
        case "none_and_more":
            return _("Choose either “none of these” or the options that apply, not both.")
        case "too_few":
            return (
                ngettext(
                    "Choose at least %(limit)d option.", "Choose at least %(limit)d options.", error.limit
                )
                % numbers
            )
        case "too_many":
            return (
                ngettext(
                    "Choose at most %(limit)d option; you have chosen %(length)d.",
                    "Choose at most %(limit)d options; you have chosen %(length)d.",
                    error.limit,
                )
                % numbers
            )
        case "text_too_long":
            return _("Shorten this to %(limit)d characters; it has %(length)d now.") % numbers
        case "texts_too_long":
            return (
                _("Shorten your own words to %(limit)d characters in all; there are %(length)d now.")
                % numbers
            )
        case _:
            return _("Answer at least one question before you send.")
