"""Who comes to a workshop. As little as is needed, and only until 90 days after it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.workshops.models.workshops import Workshop


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def registered(self) -> RegistrationQuerySet:
        """Those who have a seat."""
        return self.filter(state=Registration.State.REGISTERED)

    def waiting(self) -> RegistrationQuerySet:
        """Those who wait for one, the first in the queue first."""
        return self.filter(state=Registration.State.WAITING).order_by("number")

    def active(self) -> RegistrationQuerySet:
        return self.exclude(state=Registration.State.CANCELLED)


class Registration(models.Model):
    """A person's place in a workshop or in the queue to it.

    `number` is the place in the order of registering; who comes back after cancelling gets a new
    one. Only a hash of the personal link's token is stored. `owes`: the letter that is still to be
    sent (see services.mailing); a later one takes the place of an earlier.
    """

    class State(models.TextChoices):
        REGISTERED = "registered", _("registered")
        WAITING = "waiting", _("on the waiting list")
        CANCELLED = "cancelled", _("cancelled")

    class Letter(models.TextChoices):
        SEAT = "seat", _("a seat became free")
        CHANGED = "changed", _("time or place changed")
        CANCELLED = "cancelled", _("the event is cancelled")
        REMINDER = "reminder", _("reminder the day before")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="registrations")
    number = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    language = models.CharField(max_length=2, default="fi")
    token_hash = models.BinaryField(max_length=32, unique=True)
    owes = models.CharField(max_length=10, choices=Letter.choices, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmation_sent_at = models.DateTimeField(null=True)
    seated_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["workshop", "state", "number"], name="registration_queue"),
            models.Index(fields=["email"], name="registration_email"),
            models.Index(fields=["workshop"], condition=~Q(owes=""), name="registration_owes"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "email"], name="registration_once"),
            models.UniqueConstraint(fields=["workshop", "number"], name="registration_number"),
            models.CheckConstraint(
                condition=~Q(state="registered") | Q(seated_at__isnull=False),
                name="registration_seat_has_time",
            ),
        ]

    def __str__(self) -> str:
        # Without the person's name: texts of objects are kept longer than the registration.
        return f"{self.get_state_display()} {self.number}"

    def place_in_queue(self) -> int:
        """1 for the first who waits, whoever else has cancelled or got a seat meanwhile."""
        before = Registration.objects.filter(workshop=self.workshop_id, number__lt=self.number)
        return before.waiting().count() + 1
