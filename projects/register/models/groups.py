"""Steering and theme groups of a project and their members; their meetings are in meetings.py."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from projects.register.models.followup import FollowedUp


class ProjectGroup(FollowedUp):
    """A group with members and meetings. A project has one steering group and any number of theme groups."""

    class Kind(models.TextChoices):
        STEERING = "steering", _("steering group")
        THEME = "theme", _("theme group")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.STEERING)
    title = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("task"), blank=True)
    shows_minutes = models.BooleanField(_("approved minutes are shown to the partners"), default=False)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["steering", "theme"]), name="group_kind_known"),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(kind="steering", deleted_at__isnull=True),
                name="group_one_steering_group",
            ),
        ]


class OfKind(models.Manager[ProjectGroup]):
    def __init__(self, kind: str = ProjectGroup.Kind.STEERING) -> None:
        super().__init__()
        self._kind = kind

    def get_queryset(self) -> QuerySet[ProjectGroup]:
        return super().get_queryset().filter(kind=self._kind, deleted_at__isnull=True)


class SteeringGroup(ProjectGroup):
    """The project's steering group (ohjausryhmä, styrgrupp)."""

    objects: ClassVar[Any] = OfKind(ProjectGroup.Kind.STEERING)

    class Meta:
        proxy = True


class ThemeGroup(ProjectGroup):
    """A theme group (teemaryhmä, temagrupp)."""

    objects: ClassVar[Any] = OfKind(ProjectGroup.Kind.THEME)

    class Meta:
        proxy = True


class GroupMemberQuerySet(models.QuerySet["GroupMember"]):
    def on(self, day: date) -> GroupMemberQuerySet:
        """Members on that day: their time has begun and has not ended."""
        begun = Q(since__isnull=True) | Q(since__lte=day)
        return self.filter(begun, Q(until__isnull=True) | Q(until__gte=day))


class GroupMember(models.Model):
    """A place in a group: of somebody with an account, or of somebody outside with a name and an address."""

    class Part(models.TextChoices):
        CHAIR = "chair", _("chair")
        VICE_CHAIR = "vice", _("vice chair")
        MEMBER = "member", _("member")
        DEPUTY = "deputy", _("deputy member")
        SECRETARY = "secretary", _("secretary")
        EXPERT = "expert", _("expert")

    group = models.ForeignKey(ProjectGroup, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person with an account"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="group_places",
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language of the letters"),
        max_length=2,
        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
        default="fi",
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    position = models.CharField(_("position there"), max_length=120, blank=True)
    part = models.CharField(_("part in the group"), max_length=9, choices=Part.choices, default=Part.MEMBER)
    deputy_of = models.ForeignKey(
        "self",
        verbose_name=_("deputy of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deputies",
    )
    since = models.DateField(_("member from"), null=True, blank=True)
    until = models.DateField(_("member until"), null=True, blank=True)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, name="", email="")
                | Q(user__isnull=True, name__gt="", email__gt=""),
                name="group_member_account_or_address",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="group_member_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(part__in=["chair", "vice", "member", "deputy", "secretary", "expert"]),
                name="group_member_part_known",
            ),
            models.CheckConstraint(
                condition=Q(deputy_of__isnull=True) | Q(part="deputy"), name="group_member_only_deputies_of"
            ),
            models.UniqueConstraint(fields=["group", "user"], name="group_member_account_once"),
            models.UniqueConstraint(
                fields=["group", "email"], condition=Q(user__isnull=True), name="group_member_address_once"
            ),
        ]

    def __str__(self) -> str:
        # Without the person's name: the audit trail keeps this text after the place is gone.
        return f"{self.get_part_display()} – {self.group}"

    @property
    def person(self) -> str:
        return str(self.user) if self.user else self.name

    @property
    def address(self) -> str:
        return str(self.user.email) if self.user else self.email

    @property
    def reads(self) -> str:
        """The language of letters to this person."""
        return str(self.user.language) if self.user else self.language
