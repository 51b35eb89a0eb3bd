"""Who acts in a project, for which organisation and in which role."""

from __future__ import annotations

from typing import Literal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.register.models.organisations import Organisation
from projects.register.models.projects import Project


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("coordinator")
    CONTACT = "contact", _("contact")
    MANAGEMENT = "management", _("management")
    COACH = "coach", _("coach")


class Membership(models.Model):
    """A role of a person in a project. Contacts and management act for one organisation."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # Two constraints, because SQLite cannot take a missing organisation for a value.
            models.UniqueConstraint(
                fields=["user", "project", "organisation", "role"], name="membership_once"
            ),
            models.UniqueConstraint(
                fields=["user", "project", "role"],
                condition=Q(organisation__isnull=True),
                name="membership_once_in_project",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["contact", "management"]) | Q(organisation__isnull=False),
                name="membership_contact_has_organisation",
            ),
        ]
        indexes = [models.Index(fields=["user", "role"], name="membership_user_role")]

    def __str__(self) -> str:
        # Without the person's name: the audit trail keeps this text after an account is erased.
        return f"{self.get_role_display()} – {self.project}"


class ContactLink(models.Model):
    """A letter's link by which a contact confirms the organisation's details without signing in.

    It goes with the role, and every letter about the same role carries the same link (decision 0050).
    """

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="contact_link")
    token_hash = models.BinaryField(max_length=32, unique=True)
    sent_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.membership)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Those whose link still works."""
        return self.filter(accepted_at__isnull=True, expires_at__gt=timezone.now())

    def for_listing(self) -> InvitationQuerySet:
        """With what a list row shows, newest first, in one query."""
        return self.select_related("organisation", "invited_by").order_by("-created_at", "-pk")


class Invitation(models.Model):
    """An invitation to take a role; only a hash of the link's token is stored."""

    token_hash = models.BinaryField(max_length=32, unique=True)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(max_length=2, default="fi")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    accepted_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            # One open link to the same thing: a new letter replaces the one before.
            models.UniqueConstraint(
                fields=["email", "project", "organisation", "role"],
                condition=Q(accepted_at__isnull=True),
                name="invitation_one_open",
            ),
            models.UniqueConstraint(
                fields=["email", "project", "role"],
                condition=Q(accepted_at__isnull=True, organisation__isnull=True),
                name="invitation_one_open_in_project",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["contact", "management"]) | Q(organisation__isnull=False),
                name="invitation_contact_has_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} – {self.project}"

    @property
    def state(self) -> Literal["open", "used", "expired"]:
        if self.accepted_at is not None:
            return "used"
        return "open" if self.expires_at > timezone.now() else "expired"
