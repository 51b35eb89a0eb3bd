"""What else an organisation is or was called, and which one carries on after it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from projects.register.models.organisations import Organisation


class OrganisationName(models.Model):
    """A name beside the official one and the trade name, in whatever language it is used.

    `used_until` is the last day of a former name, when it is known.
    """

    class Kind(models.TextChoices):
        ALIAS = "alias", _("other name in use")
        FORMER = "former", _("former name")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.ALIAS)
    used_until = models.DateField(_("in use until"), null=True, blank=True)

    class Meta:
        ordering = ["kind", F("used_until").desc(nulls_last=True), "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="organisation_name_once",
                violation_error_message=_("The organisation has this name already."),
            ),
            models.CheckConstraint(
                condition=Q(used_until__isnull=True) | Q(kind="former"),
                name="organisation_name_in_use_has_no_end",
                violation_error_message=_("A name that is in use has no last day."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """That `successor` carries on what `ended` did; the day stands on the organisation that ended."""

    ended = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="predecessions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ended", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(ended=F("successor")), name="succession_not_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.ended} → {self.successor}"


class FormerAddress(models.Model):
    """The address of an organisation that was merged into another: it leads there for good."""

    slug = models.SlugField(max_length=80, unique=True)
    number = models.BigIntegerField(unique=True)  # the primary key it had, as in its permanent address
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="former_addresses")

    def __str__(self) -> str:
        return self.slug
