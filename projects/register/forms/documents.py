"""Uploading a document, and changing it afterwards."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.register.documents import TYPES
from projects.register.forms.followup import FollowUpForm
from projects.register.models import Document
from projects.register.models.followup import Readers

_KINDS = {"accept": ",".join(f".{kind}" for kind in (*TYPES, "jpeg"))}
_WHO = _("What everyone sees is listed on the project's public page.")


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, WebP, TXT, CSV or MD, at most 20 MB. "
            "Pictures are saved anew without the place and the time they carry."
        ),
        widget=forms.FileInput(attrs=_KINDS),
        allow_empty_file=True,  # the service says so, in the same words for all
    )
    title = forms.CharField(
        label=_("Title"), help_text=_("Empty: the name of the file."), max_length=200, required=False
    )
    visibility = forms.ChoiceField(
        label=_("Who sees it"), help_text=_WHO, choices=Readers.choices, initial=Readers.PROJECT
    )


class DocumentForm(FollowUpForm):
    EXTRA = ("seen", "file")

    file = forms.FileField(
        label=_("Another file in its place"),
        help_text=_(
            "The document keeps its address, and every link to it leads to the new file. The old file is "
            "deleted. The kinds and the size are the same as for a new document."
        ),
        widget=forms.FileInput(attrs=_KINDS),
        required=False,
        allow_empty_file=True,
    )

    class Meta:
        model = Document
        fields = ("title", "visibility")
        help_texts: ClassVar[dict[str, Any]] = {"visibility": _WHO}
