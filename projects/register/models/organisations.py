"""Organisations, kept apart from the names they trade under and from their units."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from projects.register import business_id
from yhes.common.translated import contains, shown, spellings


class Region(models.Model):
    """One of Finland's 19 regions (maakunta); `code` is Statistics Finland's."""

    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=60)
    tile_row = models.PositiveSmallIntegerField()
    tile_column = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


def validate_business_id(value: str) -> None:
    if not business_id.is_valid(value):
        raise ValidationError(
            _("Check the business ID: its check digit does not match. The form is 1234567-8."),
            code="business_id",
        )


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def by_name(self) -> OrganisationQuerySet:
        """In the order of the names as they are shown in the active language."""
        return self.order_by(Lower(shown("name")), "pk")

    def matching(self, text: str) -> OrganisationQuerySet:
        """Whose names, school or business ID (its provider's too) contain the text."""
        return self.filter(matching(text))

    def published(self) -> OrganisationQuerySet:
        """Those that take part in a public project, fund one, or provide a school that does."""
        joined = models.Q(partnerships__state="joined", partnerships__project__is_public=True)
        packages = models.Q(work_packages__project__is_public=True)
        taking_part = Organisation.objects.filter(joined | packages).values("pk")
        schools = Organisation.objects.filter(joined, provider__isnull=False).values("provider")
        funders = models.Q(funded_projects__is_public=True)
        funding = Organisation.objects.filter(funders).values("pk")
        return self.filter(models.Q(pk__in=taking_part) | models.Q(pk__in=schools) | models.Q(pk__in=funding))


def matching(text: str, prefix: str = "") -> models.Q:
    """The condition of OrganisationQuerySet.matching, also for a relation ("organisation__")."""
    fields = ("name", "trade_name", "provider__name", "provider__trade_name")
    found = contains(text, *(f"{prefix}{field}" for field in fields)) | _otherwise_named(text, prefix)
    number = business_id.normalise(text)
    if any(character.isdigit() for character in number):
        found |= models.Q(**{f"{prefix}business_id__contains": number})
        found |= models.Q(**{f"{prefix}provider__business_id__contains": number})
    return found


def _otherwise_named(text: str, prefix: str) -> models.Q:
    """By an alias or a former name; beside the query and not joined, so that nobody is found twice."""
    named = models.Q()
    for spelling in spellings(text):
        named |= models.Q(other_names__name__icontains=spelling)
    return models.Q(**{f"{prefix}pk__in": Organisation.objects.filter(named).values("pk")})


class Organisation(models.Model):
    """A legal body, or a school (an institution) that a legal body provides.

    Three things are kept apart. `name` is the official name of the body with the business ID.
    `trade_name` is what that same body calls itself beside it (Jyväskylän koulutuskuntayhtymä:
    Gradia). A school with a name of its own is an organisation of kind `school` that points to
    its `provider` (Yrkesakademin i Österbotten → Svenska Österbottens förbund för utbildning och
    kultur) and has no business ID, because it is no legal body.
    """

    class Kind(models.TextChoices):
        PROVIDER = "provider", _("VET provider")
        SCHOOL = "school", _("school")
        WORKPLACE = "workplace", _("working-life partner")
        UNIVERSITY = "university", _("university")
        RESEARCH = "research_institute", _("research institute")
        MUNICIPALITY = "municipality", _("municipality")
        ASSOCIATION = "association", _("association")
        NETWORK = "network", _("network")
        AUTHORITY = "authority", _("authority")

    class LegalForm(models.TextChoices):
        CITY = "municipality", _("municipality or city")
        JOINT_AUTHORITY = "joint_authority", _("joint municipal authority")
        COMPANY = "company", _("limited company")
        ASSOCIATION = "association", _("registered association")
        FOUNDATION = "foundation", _("foundation")
        STATE = "state", _("central government")

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm.choices, blank=True)
    name = models.CharField(_("official name"), max_length=200)
    trade_name = models.CharField(_("trade name"), max_length=200, blank=True)
    business_id = models.CharField(
        _("business ID"), max_length=9, blank=True, validators=[validate_business_id]
    )
    provider = models.ForeignKey(
        "self",
        verbose_name=_("provided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="schools",
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    website = models.URLField(_("website"), blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    is_fictional = models.BooleanField(_("fictional example"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business_id"],
                condition=~models.Q(business_id=""),
                name="organisation_business_id",
                violation_error_message=_("This business ID is already in the register."),
            ),
            models.CheckConstraint(
                condition=business_id.condition("business_id"),
                name="organisation_business_id_valid",
                violation_error_message=_(
                    "Check the business ID: its check digit does not match. The form is 1234567-8."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(provider__isnull=True) | models.Q(kind="school", business_id=""),
                name="organisation_school_is_no_legal_body",
                violation_error_message=_("A school has no business ID of its own: its provider has."),
            ),
            models.CheckConstraint(
                condition=~models.Q(provider=models.F("id")), name="organisation_not_its_own_provider"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.trade_name}".strip()

    @property
    def legal_body(self) -> Organisation:
        """Who answers for it in law: the provider of a school, otherwise itself."""
        return self.provider or self


class UnitQuerySet(models.QuerySet["Unit"]):
    def by_name(self) -> UnitQuerySet:
        return self.order_by(Lower(shown("name")), "pk")


class Unit(models.Model):
    """A part of an organisation, such as a campus or a field of education."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="units")
    name = models.CharField(_("name"), max_length=120)
    headcount = models.PositiveIntegerField(_("staff"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", f"name_{code}"], name=f"unit_name_once_{code}")
            for code in ("fi", "sv", "en")
        ]

    def __str__(self) -> str:
        return self.name
