"""What a password must be like, in the portal's own words."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext, ngettext


class LongEnough(MinimumLengthValidator):
    """Length is what counts; Django's own sentence lacks a Finnish translation."""

    def get_error_message(self) -> str:
        return ngettext(
            "The password is too short: it needs at least %d character.",
            "The password is too short: it needs at least %d characters.",
            self.min_length,
        ) % (self.min_length,)

    def get_help_text(self) -> str:
        return gettext("At least %d characters. A sentence of your own works well.") % (self.min_length,)
