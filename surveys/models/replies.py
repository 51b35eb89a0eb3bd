"""What an organisation, or the whole project, answers to those who answered it: "what we did about it"."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.models.rounds import Group
from yhes.common.words import Words


def no_words() -> Words:
    return Words(fi="", sv="", en="")


class FeedbackReplyQuerySet(models.QuerySet["FeedbackReply"]):
    def published(self) -> FeedbackReplyQuerySet:
        """Published, and the figures they answer to still stand."""
        standing = Q(group__round__releases__isnull=False, group__round__releases__withdrawn_at__isnull=True)
        return self.filter(standing, state=FeedbackReply.State.PUBLISHED).distinct()

    def public(self) -> FeedbackReplyQuerySet:
        """Those for everybody to read: so chosen, of groups that are shown in public (Release.published)."""
        return self.published().filter(
            is_public=True,
            group__audience=Group.Audience.PUBLIC,
            group__round__project__is_public=True,
            group__round__ordered_by__isnull=True,
        )


class FeedbackReply(models.Model):
    """The reply of one group of a round. Its versions are its audit events (decision 0068)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="reply")
    text = models.JSONField(_("reply"), default=no_words)  # Words
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT)
    is_public = models.BooleanField(_("shown on the public results page, too"), default=False)
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    objects = FeedbackReplyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(state="published", published_at__isnull=False),
                name="feedback_reply_published_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.group.round}"

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED


class FeedbackAction(models.Model):
    """One thing that is done about the results. Who does it is a role, never a person.

    `about` is the code of the dimension or question it answers to; empty: of the results as a whole.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")

    reply = models.ForeignKey(FeedbackReply, on_delete=models.CASCADE, related_name="actions")
    order = models.PositiveSmallIntegerField(default=0)
    what = models.JSONField(_("what is done"), default=no_words)  # Words
    responsible = models.JSONField(_("whose task it is"), default=no_words)  # Words
    by_when = models.DateField(_("by when"), null=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.PLANNED)
    about = models.CharField(_("answers to"), max_length=64, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["planned", "under_way", "done"]), name="feedback_action_state_known"
            ),
        ]

    def __str__(self) -> str:
        return "action"

    def facts(self) -> dict[str, Any]:
        """What a form shows and a version keeps."""
        return {
            "what": self.what,
            "responsible": self.responsible,
            "by_when": self.by_when,
            "state": self.state,
            "about": self.about,
        }
