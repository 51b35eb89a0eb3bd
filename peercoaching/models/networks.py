"""A regional or local network and the coaches in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.register.models import Organisation, Project, Region


class Topic(models.TextChoices):
    """What a coach can help with; the same words in profiles and requests."""

    CO_DEVELOPMENT = "co_development", _("methods of developing together")
    PARTICIPATION = "participation", _("participation of staff and students")
    TRUST = "trust", _("trust and open discussion")
    LEADERSHIP = "leadership", _("leadership and structures")
    MEANING = "meaning", _("meaningful work and resources")
    RECOVERY = "recovery", _("manageable work and recovery")
    WORKPLACE_LEARNING = "workplace_learning", _("learning at the workplace and the HOKS process")
    PARTNERSHIPS = "partnerships", _("partnerships with working life")


class CoachNetworkQuerySet(models.QuerySet["CoachNetwork"]):
    def published(self) -> CoachNetworkQuerySet:
        """What anyone may read: nothing of a project that is not public."""
        return self.filter(is_public=True, project__is_public=True)


class CoachNetwork(models.Model):
    """The peer coaches of a project, in its regions."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    regions = models.ManyToManyField(Region, verbose_name=_("regions"), blank=True, related_name="+")
    is_public = models.BooleanField(_("public"), default=False)
    is_example = models.BooleanField(_("example data"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CoachNetworkQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_read_by_anyone(self) -> bool:
        """The same as `published()`, of one network."""
        return self.is_public and self.project.is_public


class CoachQuerySet(models.QuerySet["Coach"]):
    def public(self) -> CoachQuerySet:
        """Coaches who have agreed to a public profile, in networks that are public."""
        networks = CoachNetwork.objects.published()
        return self.filter(is_public=True, left_at__isnull=True, network__in=networks)

    def available(self) -> CoachQuerySet:
        """Coaches who take requests just now."""
        return self.filter(is_paused=False, left_at__isnull=True)

    def for_listing(self) -> CoachQuerySet:
        return (
            self.select_related("network", "organisation").prefetch_related("regions").order_by("name", "id")
        )


class Coach(models.Model):
    """A peer coach. The profile is public only when the coach has said so.

    It goes with the coach's account; what was counted stays with the pairs.
    """

    network = models.ForeignKey(CoachNetwork, on_delete=models.CASCADE, related_name="coaches")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    introduction = models.TextField(_("about the coach"), blank=True, max_length=1000)
    introduction_language = models.CharField(max_length=2, default="fi")  # which it is written in
    topics = models.JSONField(_("topics"), default=list)  # of Topic
    languages = models.JSONField(_("languages"), default=list)  # of "fi", "sv", "en"
    regions = models.ManyToManyField(Region, verbose_name=_("regions"), blank=True, related_name="+")
    places = models.PositiveSmallIntegerField(_("pairs at a time"), default=2)
    is_public = models.BooleanField(_("public profile"), default=False)
    is_paused = models.BooleanField(_("paused"), default=False)
    left_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CoachQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "email"],
                name="coach_once_per_network",
                violation_error_message=_("This person already is a coach of the network."),
            ),
            models.CheckConstraint(condition=models.Q(places__gte=1), name="coach_has_a_place"),
        ]

    def __str__(self) -> str:
        return self.name
