"""Programmes, projects and partnerships."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower, Round
from django.utils.translation import gettext_lazy as _

from projects.register.models.organisations import Organisation, Region
from yhes.common.translated import shown


class Programme(models.Model):
    """A development programme under which projects run (kehittämisohjelma)."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)

    def __str__(self) -> str:
        return self.name


class ProjectQuerySet(models.QuerySet["Project"]):
    def published(self) -> ProjectQuerySet:
        return self.filter(is_public=True)

    def for_listing(self) -> ProjectQuerySet:
        """With what a list row shows, in one query."""
        return self.select_related("programme", "funder").order_by(
            F("starts_on").desc(nulls_last=True), Lower(shown("name")), "pk"
        )

    def by_name(self) -> ProjectQuerySet:
        return self.order_by(Lower(shown("name")), "pk")


class Project(models.Model):
    """A publicly funded co-development project. What is not known stays empty.

    `stated_duration` and `stated_partners` keep qualifiers as they were said ("three years",
    "over 50"), which dates and numbers cannot. `source_published_on` is the day of the source that
    the facts are from. `granted`, `own_share`, `other_funding` and `total_costs` are euros, as in the
    funder's decision, and add up; `contact_…` is a role, never a person. That neither networks nor
    predecessors go round in a circle is seen to by a trigger too (migration 0016).
    `state` changes by services.change_state only, along projects/register/states.py.
    """

    class State(models.TextChoices):
        APPLICATION = "application", _("application")
        GRANTED = "granted", _("funding granted")
        REJECTED = "rejected", _("not funded")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RUNNING = "running", _("running")
        INTERRUPTED = "interrupted", _("interrupted")
        REPORTING = "reporting", _("final reporting")
        CLOSED = "closed", _("ended")

    slug = models.SlugField(max_length=80, unique=True)
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("programme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projects",
    )
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    tagline = models.CharField(_("in one line"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    funder = models.ForeignKey(
        Organisation,
        verbose_name=_("funder"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="funded_projects",
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, blank=True)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    stated_duration = models.CharField(_("stated duration"), max_length=80, blank=True)
    stated_partners = models.CharField(_("partners as stated"), max_length=200, blank=True)
    target_groups = models.TextField(_("target groups"), blank=True)
    quality_gaps = models.TextField(_("quality gaps"), blank=True)
    themes = models.CharField(_("themes"), max_length=300, blank=True)
    call = models.CharField(_("call for applications"), max_length=200, blank=True)
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    granted = models.DecimalField(
        _("granted sum"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    own_share = models.DecimalField(
        _("own share"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    other_funding = models.DecimalField(
        _("other funding"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    total_costs = models.DecimalField(
        _("total costs"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    contact_role = models.CharField(_("contact point"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact's e-mail"), blank=True)
    contact_phone = models.CharField(_("contact's telephone"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)
    source_published_on = models.DateField(_("source published"), null=True, blank=True)
    network = models.ForeignKey(
        "self",
        verbose_name=_("network of projects"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="network_projects",
    )
    predecessor = models.ForeignKey(
        "self",
        verbose_name=_("predecessor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="successors",
    )
    regions = models.ManyToManyField(Region, verbose_name=_("regions"), blank=True, related_name="+")
    is_public = models.BooleanField(_("on the public list"), default=False)
    has_example_data = models.BooleanField(_("shows example data"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="project_dates_in_order",
                violation_error_message=_("The project cannot end before it starts."),
            ),
            models.CheckConstraint(condition=~Q(network=F("id")), name="project_not_its_own_network"),
            models.CheckConstraint(condition=~Q(predecessor=F("id")), name="project_not_its_own_predecessor"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0}),
                    name=f"project_{name}_not_negative",
                    violation_error_message=_("A sum is zero or more."),
                )
                for name in ("granted", "own_share", "other_funding", "total_costs")
            ),
            # Rounded, as SQLite adds up cents in binary fractions.
            models.CheckConstraint(
                condition=Q(granted__isnull=True)
                | Q(own_share__isnull=True)
                | Q(total_costs__isnull=True)
                | Q(
                    total_costs=Round(
                        F("granted") + F("own_share") + Coalesce("other_funding", Decimal(0)), precision=2
                    )
                ),
                name="project_sums_add_up",
                violation_error_message=_("The total is not the sum of its parts."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "", "application", "granted", "rejected", "withdrawn", "running", "interrupted",
                        "reporting", "closed",
                    ]
                ),
                name="project_state_known",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.acronym or self.name

    @property
    def total(self) -> Decimal | None:
        """The whole budget in euros: as decided, else the sum of the known parts; None without any."""
        if self.total_costs is not None:
            return self.total_costs
        parts = (self.granted, self.own_share, self.other_funding)
        known = [part for part in parts if part is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def quality_gap_list(self) -> list[str]:
        """The quality gaps it answers to, one on each line; marks of a list are left out."""
        lines = ((line.strip().lstrip("-*•–").strip()) for line in (self.quality_gaps or "").splitlines())
        return [line for line in lines if line]

    @property
    def theme_list(self) -> list[str]:
        """The themes, which are written on one line between commas."""
        return [theme.strip() for theme in (self.themes or "").split(",") if theme.strip()]


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def for_listing(self) -> PartnershipQuerySet:
        """With organisation, its provider and region; in the order of the names."""
        return self.select_related("organisation__region", "organisation__provider").order_by(
            Lower(shown("organisation__name")), "pk"
        )


class Partnership(models.Model):
    """An organisation's part in a project."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinator")
        CO_IMPLEMENTER = "co_implementer", _("co-implementer")
        PARTNER = "partner", _("partner")
        WORKING_LIFE = "working_life", _("working-life partner")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        INVITED = "invited", _("waiting for an answer")
        JOINED = "joined", _("joined")
        DECLINED = "declined", _("not joining")

    class Agreement(models.TextChoices):
        """Of the cooperation agreement that the coordinator makes with each partner."""

        NONE = "none", _("not sent")
        SENT = "sent", _("sent")
        SIGNED = "signed", _("signed")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partnerships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.PARTNER)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    note = models.CharField(_("note"), max_length=300, blank=True)
    agreement = models.CharField(
        _("agreement"), max_length=6, choices=Agreement.choices, default=Agreement.NONE
    )
    agreement_on = models.DateField(_("sent or signed on"), null=True, blank=True)
    agreement_document = models.ForeignKey(
        "register.Document",
        verbose_name=_("the signed paper"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    # When the organisation's contact last confirmed its details and headcounts (services/confirming.py).
    confirmed_at = models.DateTimeField(null=True, editable=False)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation"],
                name="partnership_once",
                violation_error_message=_("This organisation is already a partner of the project."),
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(role="coordinator"),
                name="partnership_one_coordinator",
                violation_error_message=_("The project already has a coordinator."),
            ),
            models.CheckConstraint(
                condition=Q(agreement="none", agreement_on__isnull=True)
                | Q(agreement__in=["sent", "signed"], agreement_on__isnull=False),
                name="partnership_agreement_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.project}"
