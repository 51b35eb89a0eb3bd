"""A funder's logo: its picture once, and what can be changed of it afterwards."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.register.forms.followup import FollowUpForm
from projects.register.forms.words import columns
from projects.register.models import FunderLogo


class LogoForm(FollowUpForm):
    TEXTS = ("title",)

    class Meta:
        model = FunderLogo
        fields = [*columns("title"), "link", "order"]
        help_texts: ClassVar[dict[str, Any]] = {
            "link": _("The funder's page on the web, if the logo is to lead there."),
            "order": _("The smallest number comes first."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["link"].assume_scheme = "https"


class NewLogoForm(LogoForm):
    EXTRA = ("seen", "file")

    file = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG or WebP, at most 2 MB. It is saved anew, small and on white."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp"}),
        allow_empty_file=True,  # the service says so, in the same words for all
    )
    field_order = ("file", *columns("title"), "link", "order")

    class Meta(LogoForm.Meta):
        pass
