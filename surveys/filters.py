"""The lists of a project's rounds and questionnaires, and a round's open answers for the moderator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.register.filters import ListFilter
from surveys.models import FreeText, QuestionnaireVersion, Round, SurveyOrder
from surveys.questionnaire import LANGUAGES, Wording
from surveys.services import deletions
from yhes.common.models import AuditEvent
from yhes.common.translated import contains, shown

_STATES: dict[str, tuple[str, ...]] = {
    "draft": (Round.State.DRAFT, Round.State.OPENING),
    "open": (Round.State.OPEN,),
    "counting": (Round.State.CLOSING, Round.State.COUNTED),
    "closed": (Round.State.PURGED,),
}


class RoundFilter(ListFilter):
    SORTS = (
        ("-closes", _("Latest first")),
        ("closes", _("Oldest first")),
        ("title", _("Title A–Ö")),
    )
    STATES = (
        ("draft", _("Drafts")),
        ("open", _("Open rounds")),
        ("counting", _("Rounds being counted")),
        ("closed", _("Closed rounds")),
    )

    q = django_filters.CharFilter(method="search", label=_("Search by title"))
    state = django_filters.ChoiceFilter(
        choices=STATES, method="in_state", label=_("State"), empty_label=_("All states")
    )
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = Round
        fields = ("q", "state", "sort")

    def search(self, rounds: QuerySet[Round], name: str, value: str) -> QuerySet[Round]:
        return rounds.filter(contains(value.strip(), "title"))

    def in_state(self, rounds: QuerySet[Round], name: str, value: str) -> QuerySet[Round]:
        return rounds.filter(state__in=_STATES[value])

    def order(self, rounds: QuerySet[Round], name: str, value: str) -> QuerySet[Round]:
        orders: dict[str, tuple[Any, ...]] = {
            "closes": ("closes_at", "id"),
            "title": (Lower(shown("title")), "id"),
        }
        return rounds.order_by(*orders.get(value, ("-closes_at", "-id")))


class TextFilter(ListFilter):
    """`questions`: code → words of those that may be chosen."""

    question = django_filters.ChoiceFilter(label=_("Question"), empty_label=_("All questions"))
    state = django_filters.ChoiceFilter(
        choices=FreeText.State.choices, label=_("State"), empty_label=_("All states")
    )

    class Meta:
        model = FreeText
        fields = ("question", "state")

    def __init__(self, *args: Any, questions: Mapping[str, Wording], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["question"].extra["choices"] = [(code, words.text) for code, words in questions.items()]


class OrderFilter(ListFilter):
    """Orders that count: an unconfirmed one is nobody's business yet."""

    SORTS = (
        ("-ordered", _("Newest first")),
        ("ordered", _("Oldest first")),
        ("opens", _("Wished opening day")),
        ("organisation", _("Organisation A–Ö")),
    )
    STATES = [choice for choice in SurveyOrder.State.choices if choice[0] != SurveyOrder.State.NEW]

    q = django_filters.CharFilter(method="search", label=_("Search by organisation or business ID"))
    state = django_filters.ChoiceFilter(choices=STATES, label=_("State"), empty_label=_("All states"))
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = SurveyOrder
        fields = ("q", "state", "sort")

    def search(self, orders: QuerySet[SurveyOrder], name: str, value: str) -> QuerySet[SurveyOrder]:
        text = value.strip()
        found = Q(business_id__contains=text)
        # SQLite folds the case of ASCII only, hence the spellings beside each other.
        for spelling in {text, text.lower(), text.upper(), text.capitalize()}:
            found |= Q(organisation_name__icontains=spelling)
        return orders.filter(found)

    def order(self, orders: QuerySet[SurveyOrder], name: str, value: str) -> QuerySet[SurveyOrder]:
        orderings: dict[str, tuple[Any, ...]] = {
            "ordered": ("confirmed_at", "pk"),
            "opens": ("opens_on", "pk"),
            "organisation": (Lower("organisation_name"), "pk"),
        }
        return orders.order_by(*orderings.get(value, ("-confirmed_at", "-pk")))


class DeletionFilter(ListFilter):
    """The log of deletions; administrators may look at all projects at once."""

    WHAT: Mapping[str, Any] = {
        deletions.INVITATIONS: _("list of those invited"),
        deletions.ANSWERS: _("answers and open answers"),
        deletions.ENVELOPES: _("sealed envelopes"),
        deletions.ADDRESS: _("one address, as its owner wished"),
        deletions.ORDERS: _("those who had ordered a survey"),
    }

    what = django_filters.ChoiceFilter(
        choices=list(WHAT.items()), field_name="action", label=_("What"), empty_label=_("Everything")
    )
    projects = django_filters.ChoiceFilter(
        choices=[("all", _("All projects"))],
        method="of_projects",
        label=_("Project"),
        empty_label=_("This project"),
    )

    class Meta:
        model = AuditEvent
        fields = ("what", "projects")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.user.is_superuser:
            del self.filters["projects"]

    def of_projects(self, events: QuerySet[AuditEvent], name: str, value: str) -> QuerySet[AuditEvent]:
        """The view has chosen the projects, as what comes next depends on them too."""
        return events


class QuestionnaireFilter(ListFilter):
    """The library of questionnaires: rows have `used`, the number of the project's rounds."""

    KINDS = (
        ("wellbeing", _("Wellbeing at work")),
        ("competence", _("Competence")),
        ("feedback", _("Customer feedback")),
    )
    OWNERS = (("shared", _("Ships with the portal")), ("own", _("The project's own")))
    SORTS = (
        ("title", _("Title A–Ö")),
        ("-added", _("Newest first")),
        ("-used", _("Most used first")),
    )

    q = django_filters.CharFilter(method="search", label=_("Search by title or code"))
    kind = django_filters.ChoiceFilter(
        choices=KINDS, field_name="document__kind", label=_("Kind"), empty_label=_("All kinds")
    )
    owner = django_filters.ChoiceFilter(
        choices=OWNERS, method="of_owner", label=_("Origin"), empty_label=_("All origins")
    )
    sort = django_filters.ChoiceFilter(choices=SORTS, method="order", label=_("Order"), empty_label=None)

    class Meta:
        model = QuestionnaireVersion
        fields = ("q", "kind", "owner", "sort")

    def search(
        self, versions: QuerySet[QuestionnaireVersion], name: str, value: str
    ) -> QuerySet[QuestionnaireVersion]:
        text = value.strip()
        found = Q(code__icontains=text)
        # SQLite folds the case of ASCII only, hence the spellings beside each other.
        for spelling in {text, text.lower(), text.upper(), text.capitalize()}:
            for code in LANGUAGES:
                found |= Q(**{f"document__title__{code}__icontains": spelling})
        return versions.filter(found)

    def of_owner(
        self, versions: QuerySet[QuestionnaireVersion], name: str, value: str
    ) -> QuerySet[QuestionnaireVersion]:
        return versions.filter(project__isnull=value == "shared")

    def order(
        self, versions: QuerySet[QuestionnaireVersion], name: str, value: str
    ) -> QuerySet[QuestionnaireVersion]:
        orders = {"-added": ("-created_at", "-pk"), "-used": ("-used", "code", "pk")}
        if value in orders:
            return versions.order_by(*orders[value])
        return versions.order_by(*by_title())


def by_title() -> tuple[Any, ...]:
    """The order of the library unless another is asked for: by title, as it is shown."""
    languages = dict.fromkeys((get_language() or "fi", "fi", "en", "sv"))
    return Lower(Coalesce(*(KT(f"document__title__{code}") for code in languages))), "pk"
