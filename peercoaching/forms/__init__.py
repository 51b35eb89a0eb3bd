"""Parse and validate; nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from peercoaching.models import Coach, Topic
from projects.register.models import Organisation, Region
from yhes.common.forms import SeveralRows
from yhes.common.words import LANGUAGES

# Well-formed by the standard, but the mail queue cannot send to a quoted name.
_sendable = RegexValidator(r'^[^"<>\s]+$', _("Write the address in the form name@example.org."))
LANGUAGE_NAMES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]


class RequestForm(forms.Form):
    """What somebody who wants a coach tells; only what finding one needs."""

    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices, widget=forms.RadioSelect)
    need = forms.CharField(
        label=_("What do you need help with?"),
        help_text=_("A few sentences are enough. The coach who is asked and the coordinator read them."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=_("Language of the coaching"), choices=LANGUAGE_NAMES)
    region: forms.ModelChoiceField[Region] = forms.ModelChoiceField(
        label=_("Region"),
        queryset=Region.objects.all(),
        required=False,
        empty_label=_("Anywhere, or online"),
    )
    workplace = forms.CharField(label=_("Workplace"), max_length=160, required=False)
    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        max_length=254,
        validators=[_sendable],
        label=_("Your e-mail"),
        help_text=_("We send a link there first. The coach gets the address only after accepting."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CoachForm(forms.ModelForm):  # type: ignore[type-arg]  # not at run time
    """A coach's profile. `facts` is what the service takes.

    is_own: the coach edits, and cannot change the address, because it decides who gets proposals.
    may_publish: whether this person can give the consent (access.decides_on_profile).
    """

    topics = forms.MultipleChoiceField(
        label=_("Topics"), choices=Topic.choices, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGE_NAMES, widget=forms.CheckboxSelectMultiple
    )
    places = forms.IntegerField(
        label=_("Pairs at a time"),
        help_text=_("The coach is not asked about more than these."),
        min_value=1,
        max_value=20,
        initial=2,
    )

    introduction_language = forms.ChoiceField(
        label=_("The introduction is in"),
        choices=LANGUAGE_NAMES,
        help_text=_("A screen reader then reads it out in that language."),
        required=False,
    )

    class Meta:
        model = Coach
        fields = (
            "name",
            "email",
            "organisation",
            "introduction",
            "introduction_language",
            "topics",
            "languages",
            "regions",
            "places",
            "is_public",
        )
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 4}),
            "regions": forms.CheckboxSelectMultiple,
        }
        field_classes = {"regions": SeveralRows}
        help_texts = {
            "is_public": _(
                "The coach agrees that name, organisation, topics, languages, regions and introduction are "
                "shown to everybody. The e-mail address is never shown."
            ),
        }

    def __init__(self, *args: Any, project: Any, is_own: bool, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["introduction_language"] = get_language()
        partners = Organisation.objects.filter(partnerships__project=project)
        organisation = self.fields["organisation"]
        organisation.label, organisation.empty_label = _("Organisation"), _("No organisation")  # type: ignore[attr-defined]
        organisation.queryset = partners.distinct()  # type: ignore[attr-defined]
        self.fields["email"].validators.append(_sendable)
        if is_own:
            del self.fields["email"]
        if not may_publish:
            del self.fields["is_public"]

    def clean_introduction_language(self) -> str:
        return str(self.cleaned_data["introduction_language"] or self.instance.introduction_language)

    def validate_constraints(self) -> None:
        """Left to the service, which says the same beside the field it is about."""

    @property
    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NetworkForm(forms.Form):
    """A network in three languages."""

    name_fi = forms.CharField(label=_("Name in Finnish"), max_length=200)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    description_fi = forms.CharField(
        label=_("Description in Finnish"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    description_sv = forms.CharField(
        label=_("Description in Swedish"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    description_en = forms.CharField(
        label=_("Description in English"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    regions = SeveralRows(
        label=_("Regions"),
        queryset=Region.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_public = forms.BooleanField(
        label=_("Public"), help_text=_("Visitors see the network and can ask for a coach."), required=False
    )

    @property
    def facts(self) -> dict[str, Any]:
        names = [f"{field}_{code}" for field in ("name", "description") for code in LANGUAGES]
        return {name: self.cleaned_data[name] for name in (*names, "regions", "is_public")}


class CloseForm(forms.Form):
    """Closing a request without a coach."""

    note = forms.CharField(
        label=_("A few words to whoever asked"),
        help_text=_(
            "They stand in the letter, for example where else to turn. Nothing of them is kept here."
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SessionForm(forms.Form):
    held_on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=600, initial=60)
    is_online = forms.BooleanField(label=_("Online"), required=False)


class ProposeForm(forms.Form):
    """The coordinator's own choice among the coaches who can be asked, the best first."""

    coach = forms.TypedChoiceField(label=_("Choose a coach"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coach"].choices = choices  # type: ignore[attr-defined]
        self.fields["coach"].initial = choices[0][0] if choices else None
