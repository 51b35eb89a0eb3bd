"""Who may answer: invitations, the hashes of their tokens, shared links."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from surveys.models.rounds import Group, Round


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def personal(self) -> InvitationQuerySet:
        """Those that belong to one person each; a shared link mints as many as people start."""
        return self.exclude(channel=Invitation.Channel.SHARED)

    def standing(self) -> InvitationQuerySet:
        """Personal ones that keep a place in their group; slips taken out of use gave theirs back."""
        return self.personal().exclude(batch__is_void=True)

    def mailed(self) -> InvitationQuerySet:
        return self.filter(channel=Invitation.Channel.MAIL, is_mailed=True)

    def to_be_mailed(self) -> InvitationQuerySet:
        return self.filter(channel=Invitation.Channel.MAIL, is_mailed=False, has_failed=False)

    def count_by_group(self) -> dict[int, int]:
        return dict(self.values_list("group").annotate(count=Count("pk")))


class SlipBatch(models.Model):
    """Code slips that were printed together, and can be taken out of use together.

    A void batch gives back all its places, whoever has used a slip of it: how many places came back
    must not tell how many have answered. It stays when invitations are deleted, for what is said beside
    the results.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="slip_batches")
    size = models.PositiveIntegerField()
    printed_at = models.DateTimeField(auto_now_add=True)
    is_void = models.BooleanField(default=False)

    class Meta:
        ordering = ["printed_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(size__gte=1), name="slip_batch_has_slips")]

    def __str__(self) -> str:
        return f"{self.size} slips of {self.group}"


class Invitation(models.Model):
    """The right to answer once in one round as a member of one group.

    It carries no time: nothing here may tell when somebody answered. Deleted 30 days after
    the round has closed.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", _("personal e-mail link")
        SLIP = "slip", _("code slip")
        SHARED = "shared", _("shared link")
        ERASED = "erased", _("address erased")  # by mail once; the link in the letter still works

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=6, choices=Channel.choices)
    batch = models.ForeignKey(SlipBatch, null=True, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="fi")
    is_spent = models.BooleanField(default=False)
    is_mailed = models.BooleanField(default=False)
    has_failed = models.BooleanField(default=False)  # the first mailing could not be handed over
    # The day a reminder came to this invitation, whether or not a letter was still needed: it must
    # not tell who has answered.
    reminded_on = models.DateField(null=True)

    # Not stored: which logos its project's funders have at this moment, when answering.find_invitation
    # has looked it up (projects.register.funders.mark).
    logos_as_of: datetime | None = None

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "email"], condition=~Q(email=""), name="invitation_once_per_round"
            ),
            models.CheckConstraint(
                condition=Q(channel="mail", email__gt="") | ~Q(channel="mail") & Q(email=""),
                name="invitation_mail_has_address",
            ),
            models.CheckConstraint(
                condition=Q(batch__isnull=True) | Q(channel="slip"), name="invitation_batch_is_of_slips"
            ),
        ]
        indexes = [models.Index(fields=["round", "group"], name="invitation_group")]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class InvitationToken(models.Model):
    """HMAC of a token; the token itself is in a letter or on paper and nowhere else."""

    token_hash = models.BinaryField(max_length=32, primary_key=True)
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="tokens")

    def __str__(self) -> str:
        return "token"


class SharedLink(models.Model):
    """A link or QR poster for a whole group; starting from it mints an invitation.

    At most three times the group's headcount is minted and at most the headcount is spent.
    """

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="shared_link")
    code = models.CharField(max_length=40, unique=True)
    minted = models.PositiveIntegerField(default=0)
    spent = models.PositiveIntegerField(default=0)
    is_full_notified = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"shared link of {self.group}"


class ResponseRate(models.Model):
    """What may be told of one group's response rate while the round is open; renewed once a day.

    There is a row only for groups that may be shown: see surveys.services.rates.
    """

    OVER_NINETY = 10

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="rate")
    invited = models.PositiveIntegerField()
    tens = models.PositiveSmallIntegerField()  # 0–8: rounded down to tens; 10: "over 90 %"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tens__lte=8) | Q(tens=10), name="rate_is_rounded"),
            models.CheckConstraint(condition=Q(invited__gte=20), name="rate_of_large_group"),
        ]

    def __str__(self) -> str:
        return f"response rate of {self.group}"


def invited_by_leaf(round_: Round) -> dict[int, int]:
    """How many people may answer in each leaf: those invited, or all of it where it has a shared link."""
    return {**Invitation.objects.filter(round=round_).standing().count_by_group(), **_all_of_shared(round_)}


def reached_by_leaf(round_: Round) -> dict[int, int]:
    """How many people may have answered in each leaf, those with slips since taken out of use among them.

    Answers given with such slips count, so rates are of these people. The number never falls: else
    whoever prints and takes back slips could choose what the answers are measured against.
    """
    holds = Q(batch__isnull=True) | Q(batch__is_void=False)
    personal = Invitation.objects.filter(round=round_).personal().values_list("group", "group__headcount")
    counts = personal.annotate(every=Count("pk"), standing=Count("pk", filter=holds))
    reached = {
        group: max(standing, min(every, headcount or 0)) for group, headcount, every, standing in counts
    }
    return {**reached, **_all_of_shared(round_)}


def _all_of_shared(round_: Round) -> dict[int, int]:
    shared = SharedLink.objects.filter(group__round=round_).values_list("group", "group__headcount")
    return {group: headcount or 0 for group, headcount in shared}
