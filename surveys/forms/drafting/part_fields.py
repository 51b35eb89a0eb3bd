"""Which fields a part of each kind has, beside its code and its options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _

from surveys.forms.drafting.choices import LEVELS, STAGE_NAMES
from surveys.forms.rounds import MODULE_NAMES
from surveys.models import QuestionnaireDraft
from surveys.questionnaire import STAGES
from surveys.questionnaire.checks import CODE, MAX_CODE
from surveys.questionnaire.drafts.places import placed
from surveys.questionnaire.parts import MAX_CHOICES

if TYPE_CHECKING:
    from surveys.forms.drafting.parts import PartForm

_CLOSED = ("scale", "choice", "multiple", "numbers")


def add_texts(form: PartForm) -> None:
    is_text = form.kind == "information"
    form.add_words("text", _("Text") if is_text else _("Question"), lines=3)
    if not is_text:
        form.add_words("help", _("Help"), hint=_("A sentence under the question."))
    if form.kind == "numbers":
        form.add_words("low", _("Words at 0"))
        form.add_words("high", _("Words at 10"))
    if form.kind in _CLOSED:
        hint = _("Left empty, it is not offered.")
        label = _("“None of these”") if form.kind == "multiple" else _("“Not applicable”")
        form.add_words("apart", label, hint=hint)


def add_limits(form: PartForm) -> None:
    """How many options may be chosen."""
    for name, label in (("least", _("At least")), ("most", _("At most"))):
        form.fields[name] = forms.IntegerField(
            label=label,
            required=False,
            min_value=0,
            max_value=MAX_CHOICES,
            help_text=_("How many may be chosen. Empty: any number."),
        )


def add_rest(form: PartForm) -> None:
    """How it is answered and counted, who is asked it, at which stage, and for whom it is told."""
    if form.kind != "information":
        form.fields["required"] = forms.BooleanField(label=_("Must be answered"), required=False)
    if form.kind in ("scale", "numbers"):
        form.fields["in_index"] = forms.BooleanField(
            label=_("Counts into the index of its section"),
            required=False,
            help_text=_("All questions of one index share one scale."),
        )
    if form.kind in ("scale", "choice"):
        form.fields["background"] = forms.BooleanField(
            label=_("Background question"),
            required=False,
            help_text=_(
                "Results are told by its options where groups are large enough. At most three of them;"
                " each is asked of everybody, may be left unanswered and counts into no index."
            ),
        )
    _add_module(form)
    if form.kind in _CLOSED:
        _add_stage(form)


def _add_module(form: PartForm) -> None:
    known = sorted({*MODULE_NAMES, *_modules(form.draft)})
    form.fields["module"] = forms.RegexField(
        label=_("Module"),
        required=False,
        regex=rf"^{CODE.pattern}\Z",
        max_length=MAX_CODE,
        help_text=_(
            "Empty: asked in every round. With a name, such as %(known)s: asked only in rounds that"
            " choose these additional questions."
        )
        % {"known": ", ".join(known)},
    )


def _add_stage(form: PartForm) -> None:
    form.fields["stage"] = forms.ChoiceField(
        label=_("Stage of the training"),
        required=False,
        choices=[("", _("none")), *((code, STAGE_NAMES.get(code, code)) for code in STAGES)],
    )
    form.fields["smallest_group"] = forms.ChoiceField(label=_("Results are shown for"), choices=LEVELS)


def _modules(draft: QuestionnaireDraft) -> set[str]:
    return {found.part["module"] for found in placed(draft.document) if found.part.get("module")}
