"""Groups, their members, meetings, agendas, papers and minutes."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.register.documents import TYPES
from projects.register.forms.projects import DayInput
from projects.register.forms.words import SeenField, TranslatedForm, columns
from projects.register.models import AgendaItem, Document, GroupMember, Meeting, Project, ProjectGroup
from yhes.accounts.models import User
from yhes.common.forms import SeveralRows

ROWS = {"rows": 3}


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class GroupForm(TranslatedForm):
    TEXTS = ("title", "description")
    EXTRA = ("seen",)
    seen = SeenField()

    class Meta:
        model = ProjectGroup
        fields = ["kind", *columns("title", "description"), "shows_minutes"]
        widgets: ClassVar[dict[str, Any]] = {"kind": forms.RadioSelect}
        help_texts: ClassVar[dict[str, Any]] = {
            "shows_minutes": _(
                "The people of the partner organisations then read approved minutes. Papers stay with the "
                "members."
            ),
        }


class MemberForm(TranslatedForm):
    """Somebody with an account and a part in the project, or somebody outside."""

    EXTRA = ("seen",)
    seen = SeenField()

    class Meta:
        model = GroupMember
        fields = (
            "user", "name", "email", "language", "organisation", "position", "part", "deputy_of", "since",
            "until",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"since": DayInput, "until": DayInput}
        help_texts: ClassVar[dict[str, Any]] = {
            "user": _("Reads the group's meetings after signing in. Leave empty for somebody outside."),
            "name": _("Only of somebody without an account."),
            "email": _("The papers of meetings are sent to this address, and nothing else."),
            "deputy_of": _("Only of a deputy member."),
        }

    def __init__(self, *args: Any, group: ProjectGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        people = User.objects.filter(memberships__project=group.project_id, is_active=True).distinct()
        fields["user"].queryset = people.order_by("name", "email")
        fields["user"].empty_label = _("Somebody outside")
        colleagues = group.members.exclude(pk=self.instance.pk).select_related("user")
        fields["deputy_of"].queryset = colleagues
        fields["deputy_of"].label_from_instance = lambda member: member.person
        fields["deputy_of"].empty_label = _("Nobody in particular")


class MeetingForm(TranslatedForm):
    """One day, from and to, in Finnish time."""

    EXTRA = ("seen", "day", "start_time", "end_time")
    seen = SeenField()
    day = forms.DateField(label=_("Day"), widget=DayInput)
    start_time = forms.TimeField(label=_("From"), widget=TimeInput)
    end_time = forms.TimeField(label=_("To"), widget=TimeInput)

    class Meta:
        model = Meeting
        fields = ("place", "link")
        help_texts: ClassVar[dict[str, Any]] = {
            "link": _("For those who take part online. Only members see it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            start, end = (
                timezone.localtime(self.instance.starts_at),
                timezone.localtime(self.instance.ends_at),
            )
            self.initial.update(day=start.date(), start_time=start.time(), end_time=end.time())

    def clean_day(self) -> date:
        """A year that the calendar and the database have."""
        day: date = self.cleaned_data["day"]
        if not 2000 <= day.year <= 2100:
            raise forms.ValidationError(_("Write a day between the years 2000 and 2100."))
        return day

    @property
    def facts(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            **super().facts,
            "starts_at": _moment(typed["day"], typed["start_time"]),
            "ends_at": _moment(typed["day"], typed["end_time"]),
        }


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


class ItemForm(TranslatedForm):
    EXTRA = ("seen",)
    seen = SeenField()
    minutes = forms.IntegerField(label=_("Time, minutes"), min_value=1, max_value=600, required=False)

    class Meta:
        model = AgendaItem
        fields = ("title", "presenter", "minutes", "background")
        widgets: ClassVar[dict[str, Any]] = {"background": forms.Textarea(attrs=ROWS)}
        help_texts: ClassVar[dict[str, Any]] = {
            "background": _("What is needed for the decision, and what is proposed."),
        }


class ItemChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not at run time
    def __init__(self) -> None:
        super().__init__(
            AgendaItem.objects.none(),
            label=_("Item of the agenda"),
            required=False,
            empty_label=_("The whole meeting"),
        )


class ChosenPapersForm(forms.Form):
    """Documents that the project has already."""

    documents = SeveralRows(
        Document.objects.none(), label=_("Documents"), widget=forms.CheckboxSelectMultiple
    )
    item = ItemChoice()

    def __init__(self, *args: Any, meeting: Meeting, offered: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["documents"].queryset = offered
        fields["item"].queryset = meeting.items.all()


class UploadedPaperForm(forms.Form):
    """A new one. What its content is found to be decides whether it is kept (projects/register/documents)."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, WebP, TXT, CSV or MD, at most 20 MB. "
            "Pictures are saved anew without the place and the time they carry."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in (*TYPES, "jpeg"))}),
        allow_empty_file=True,  # the service says so, in the same words for all
    )
    title = forms.CharField(
        label=_("Title"), help_text=_("Empty: the name of the file."), max_length=200, required=False
    )
    item = ItemChoice()

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["item"].queryset = meeting.items.all()


class MinutesForm(forms.Form):
    """Who was there, and a text for each item: `records` and `present` are what save_minutes takes."""

    seen = SeenField()
    present = SeveralRows(
        GroupMember.objects.none(),
        label=_("Present"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    guests = forms.CharField(label=_("Also present"), max_length=300, required=False)

    def __init__(self, *args: Any, meeting: Meeting, items: list[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        day = timezone.localdate(meeting.starts_at)
        members = GroupMember.objects.filter(group=meeting.group_id).on(day)
        fields["present"].queryset = members.select_related("user")
        fields["present"].label_from_instance = member_line
        there = meeting.attendances.filter(is_present=True, member__isnull=False)
        self.initial.update(guests=meeting.guests, present=list(there.values_list("member", flat=True)))
        for number, item in enumerate(items, 1):
            fields[f"item_{item.pk}"] = forms.CharField(
                label=f"{number}. {item.title}",
                widget=forms.Textarea(attrs={"rows": 4}),
                required=False,
                max_length=20_000,
                initial=item.record,
            )
        self._items = items

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[f"item_{item.pk}"] for item in self._items]

    @property
    def records(self) -> dict[int, str]:
        return {item.pk: self.cleaned_data[f"item_{item.pk}"] for item in self._items}

    @property
    def present_keys(self) -> set[int]:
        return {member.pk for member in self.cleaned_data["present"]}


def member_line(member: GroupMember) -> str:
    """ "Aino Ahonen, Esimerkkiopisto (chair)" """
    place = ", ".join(filter(None, (member.person, member.organisation)))
    return f"{place} ({member.get_part_display()})"


class MadeDecisionForm(forms.Form):
    title = forms.CharField(label=_("What was decided"), help_text=_("In one sentence."), max_length=300)
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs=ROWS), required=False)


class ApprovalForm(forms.Form):
    approved_on = forms.DateField(
        label=_("Approved on"),
        help_text=_("The day of the meeting or of the round by e-mail in which the minutes were approved."),
        widget=DayInput,
    )

    def clean_approved_on(self) -> date:
        day: date = self.cleaned_data["approved_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Write a day that has been."))
        return day


class CorrectionForm(forms.Form):
    seen = SeenField()
    text = forms.CharField(
        label=_("Minutes of this item"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        required=False,
    )
    reason = forms.CharField(
        label=_("Why the minutes are corrected"),
        help_text=_("Stands at the end of the minutes, with the day."),
        max_length=300,
    )


def papers_offered(project: Project, meeting: Meeting) -> QuerySet[Document]:
    """The project's documents that are not papers of the meeting yet, the newest first."""
    documents: QuerySet[Document] = Document.objects.present().filter(project=project)
    return documents.exclude(meetings__meeting=meeting).order_by("-created_at", "-pk")
