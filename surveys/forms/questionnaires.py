"""Bringing in a questionnaire: the file, and what it shall be called here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from surveys.formats.reading import MAX_BYTES
from surveys.questionnaire import Questionnaire
from surveys.questionnaire.checks import CODE, MAX_CODE

KINDS = {
    "wellbeing": gettext_lazy("Wellbeing at work"),
    "competence": gettext_lazy("Competence"),
    "feedback": gettext_lazy("Customer feedback"),
    "imported": gettext_lazy("Imported"),
}
_LANGUAGES = (
    ("fi", gettext_lazy("Finnish")),
    ("sv", gettext_lazy("Swedish")),
    ("en", gettext_lazy("English")),
)


class QuestionnaireFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "YAML (.yaml), XLSForm (.xlsx), LimeSurvey (.lss) or SurveyJS (.json), 5 MB at most."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml,.xlsx,.lss,.json"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of texts without a language"),
        help_text=gettext_lazy("Used only where the file does not say in which language a text is."),
        choices=_LANGUAGES,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"language": get_language() or "fi"}, **kwargs})

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 5 MB. Leave out pictures and what is not the questionnaire.")
            )
        return file


class SaveForm(forms.Form):
    """What an imported questionnaire is called in the library."""

    code = forms.RegexField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy(
            "Letters without accents, digits, full stops, hyphens and underscores; it begins with a letter. A"
            " questionnaire with the code of an earlier one of yours becomes its next version."
        ),
        regex=rf"^{CODE.pattern}\Z",
        max_length=MAX_CODE,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is about"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Tells in the library what the questionnaire is for."),
    )

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        kinds = offered_kinds(questionnaire)
        initial = {
            "code": questionnaire.code,
            "kind": questionnaire.kind if questionnaire.kind in kinds else kinds[0],
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        kind: Any = self.fields["kind"]
        kind.choices = [(name, KINDS[name]) for name in kinds]


def offered_kinds(questionnaire: Questionnaire) -> list[str]:
    """A competence survey shows people a profile of their areas, so only one made as such can be one."""
    return ["competence"] if questionnaire.kind == "competence" else ["wellbeing", "feedback"]
