"""Which indicators an organisation agrees to lay beside those of others (decision 0094)."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from projects.plans.models.plans import ActionPlan
from projects.plans.models.scorecard import Indicator
from projects.register.models import Partnership

_TAKING_PART = [state for state in Partnership.State if state != Partnership.State.DECLINED]


class ComparisonAgreementQuerySet(models.QuerySet["ComparisonAgreement"]):
    def standing(self) -> ComparisonAgreementQuerySet:
        """Agreed, not taken back, of a plan in use whose organisation still takes part in the project."""
        return self.filter(
            is_agreed=True,
            indicator__deleted_at__isnull=True,
            indicator__plan__deleted_at__isnull=True,
            indicator__plan__organisation__partnerships__project=F("indicator__plan__project"),
            indicator__plan__organisation__partnerships__state__in=_TAKING_PART,
        ).exclude(indicator__plan__state=ActionPlan.State.ARCHIVED)


class ComparisonAgreement(models.Model):
    """Whether an organisation agrees that this indicator is seen by others who agreed to the same one.

    Who agreed or took it back, and when, is in the indicator's audit trail; the row stays.
    """

    indicator = models.OneToOneField(Indicator, on_delete=models.CASCADE, related_name="agreement")
    is_agreed = models.BooleanField(_("compared with others"), default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ComparisonAgreementQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.indicator)
