"""From a request to sessions: who asked, who was proposed and why, what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from peercoaching.models.networks import Coach, CoachNetwork, Topic
from projects.register.models import Region


class CoachingRequestQuerySet(models.QuerySet["CoachingRequest"]):
    def waiting(self) -> CoachingRequestQuerySet:
        """Confirmed requests for which nobody has accepted yet."""
        return self.filter(state__in=[CoachingRequest.State.OPEN, CoachingRequest.State.PROPOSED])

    def for_listing(self) -> CoachingRequestQuerySet:
        return self.select_related("network", "region").order_by("-created_at", "-id")


class CoachingRequest(models.Model):
    """Somebody asks for a peer coach. Nothing happens before the e-mail address is confirmed.

    Name, address and need are erased a year after the request has ended.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("address not confirmed")
        OPEN = "open", _("waiting for a proposal")
        PROPOSED = "proposed", _("waiting for the coach")
        PAIRED = "paired", _("paired")
        ENDED = "ended", _("ended")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CLOSED = "closed", _("closed without a coach")

    network = models.ForeignKey(CoachNetwork, on_delete=models.CASCADE, related_name="requests")
    token_hash = models.BinaryField(max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    workplace = models.CharField(_("workplace"), max_length=160, blank=True)
    region = models.ForeignKey(
        Region, verbose_name=_("region"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    topic = models.CharField(_("topic"), max_length=20, choices=Topic.choices)
    language = models.CharField(_("language"), max_length=2, default="fi")
    letter_language = models.CharField(max_length=2, default="fi")  # of the page the person asked on
    need = models.TextField(_("what you need help with"), max_length=2000)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.UNCONFIRMED)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = CoachingRequestQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["network", "state"], name="coaching_request_state")]

    def __str__(self) -> str:
        return f"{self.get_topic_display()} ({self.pk})"


class PairingQuerySet(models.QuerySet["Pairing"]):
    def active(self) -> PairingQuerySet:
        """Pairings that take one of the coach's places."""
        return self.filter(state__in=[Pairing.State.PROPOSED, Pairing.State.ACCEPTED])

    def begun(self) -> PairingQuerySet:
        """Pairs that meet or have met; not proposals."""
        return self.filter(state__in=[Pairing.State.ACCEPTED, Pairing.State.ENDED])

    def with_sessions(self) -> PairingQuerySet:
        """With coach, request and the number and minutes of the sessions, newest pair first."""
        return (
            self.select_related("coach", "request__network__project", "request__region")
            .annotate(session_count=Count("sessions"), session_minutes=Sum("sessions__minutes"))
            .order_by("-answered_at", "-id")
        )


class Pairing(models.Model):
    """A coach proposed for a request, with the reason in words, and the coach's answer.

    coach is None once the coach has erased the account.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        ENDED = "ended", _("ended")
        CALLED_OFF = "called_off", _("called off")

    request = models.ForeignKey(CoachingRequest, on_delete=models.CASCADE, related_name="pairings")
    coach = models.ForeignKey(Coach, null=True, on_delete=models.SET_NULL, related_name="pairings")
    token_hash = models.BinaryField(max_length=32, unique=True)
    reason = models.JSONField(default=dict)  # yhes.common.words.Words
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = PairingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "coach"], name="pairing_once"),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state__in=["proposed", "accepted"]),
                name="pairing_one_active_per_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coach or '–'} – {self.request}"


class Session(models.Model):
    """One meeting of a pair; only counted, nothing of what was said is kept."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="sessions")
    held_on = models.DateField(_("held on"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    is_online = models.BooleanField(_("online"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["pairing", "held_on"], name="session_once_a_day"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=600), name="session_length"),
        ]

    def __str__(self) -> str:
        return f"{self.pairing} {self.held_on}"
