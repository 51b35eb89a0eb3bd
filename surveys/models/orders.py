"""An organisation orders a survey for its own staff: what may be ordered, and what has been."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.register.models import Organisation, Project
from surveys.models.questionnaires import QuestionnaireVersion
from surveys.models.rounds import Round

FEWEST: Final = 5  # people: below the reporting threshold there would be no result to read


class OrderPage(models.Model):
    """A project's public page of orders: which questionnaires, and whether orders are taken now."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="+")
    questionnaires = models.ManyToManyField(QuestionnaireVersion, related_name="+")
    intro = models.TextField(_("in your own words"), blank=True)
    is_open = models.BooleanField(_("orders are taken"), default=False)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.project)

    @property
    def offered(self) -> list[QuestionnaireVersion]:
        """The newest version of each chosen questionnaire, in the order of their codes."""
        chosen = {(version.project_id, version.code) for version in self.questionnaires.defer("document")}
        newest = QuestionnaireVersion.objects.offered_to(self.project).newest().order_by("code", "pk")
        return [version for version in newest if (version.project_id, version.code) in chosen]


class OrderQuerySet(models.QuerySet["SurveyOrder"]):
    def waiting(self) -> OrderQuerySet:
        """Confirmed by the person, and the coordinator has not decided."""
        return self.filter(state=SurveyOrder.State.CONFIRMED)

    def told(self) -> OrderQuerySet:
        """Those that count: whoever wrote the address has shown that the letters reach them."""
        return self.filter(confirmed_at__isnull=False)

    def for_listing(self) -> OrderQuerySet:
        orders = self.select_related("questionnaire", "project", "organisation", "round")
        return orders.defer("questionnaire__document").order_by("-confirmed_at", "-pk")

    def unconfirmed_since(self, before: datetime) -> OrderQuerySet:
        return self.filter(state=SurveyOrder.State.NEW, created_at__lt=before)


class SurveyOrder(models.Model):
    """One order. Nothing happens before its person has confirmed it from the letter.

    `units` is a list of {"name": str, "headcount": int}; empty when the staff answers as one group.
    Name, address and message are erased on time (services.orders.forgetting); the rest stays.
    """

    CONFIRM_WITHIN = timedelta(days=7)
    KEPT_AFTER_REFUSAL = timedelta(days=30)
    KEPT_AS_DRAFT = timedelta(days=365)  # an accepted order whose round nobody ever opened

    class State(models.TextChoices):
        NEW = "new", _("address not confirmed")
        CONFIRMED = "confirmed", _("waiting for an answer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    questionnaire = models.ForeignKey(QuestionnaireVersion, on_delete=models.PROTECT, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    organisation_name = models.CharField(_("organisation"), max_length=200)
    business_id = models.CharField(_("business ID"), max_length=9)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, default="fi")
    opens_on = models.DateField(_("wished opening day"))
    closes_on = models.DateField(_("wished closing day"))
    headcount = models.PositiveIntegerField(_("number of people"))
    units = models.JSONField(default=list, blank=True)
    purpose = models.TextField(_("what the answers are used for"), max_length=1000)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.NEW)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)  # accepted, declined or withdrawn
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    round = models.OneToOneField(Round, null=True, on_delete=models.SET_NULL, related_name="order")
    is_example = models.BooleanField(_("example data"), default=False)

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["new", "confirmed", "accepted", "declined", "withdrawn"]),
                name="survey_order_state_known",
            ),
            models.CheckConstraint(
                condition=Q(language__in=["fi", "sv", "en"]), name="survey_order_language"
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("opens_on")), name="survey_order_days_in_order"
            ),
            models.CheckConstraint(condition=Q(headcount__gte=FEWEST), name="survey_order_headcount_floor"),
            models.CheckConstraint(
                condition=Q(state__in=["new", "withdrawn"]) | Q(confirmed_at__isnull=False),
                name="survey_order_confirmed_first",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["new", "confirmed"], decided_at__isnull=True)
                | Q(state__in=["accepted", "declined", "withdrawn"], decided_at__isnull=False),
                name="survey_order_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(name="", email="") | (~Q(name="") & ~Q(email="")),
                name="survey_order_person_whole_or_erased",
            ),
            models.CheckConstraint(
                condition=Q(round__isnull=True) | Q(state="accepted"), name="survey_order_round_if_accepted"
            ),
        ]
        indexes = [models.Index(fields=["project", "state"], name="survey_order_state")]

    def __str__(self) -> str:
        # Without the person's name: the audit trail keeps this text after it has been erased.
        return self.organisation_name

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def may_be_withdrawn(self) -> bool:
        return self.state in (self.State.NEW, self.State.CONFIRMED)

    @property
    def is_late(self) -> bool:
        """Whether the wished time is past, so that the round would be as long from today on."""
        return self.closes_on <= timezone.localdate()

    @property
    def small_units(self) -> list[str]:
        """Units of which nothing can be shown by itself."""
        return [str(unit["name"]) for unit in self.units if unit["headcount"] < FEWEST]
