"""The index of search, and what people chose for themselves: a calendar's address, the weekly letter.

The index is what can be found, the words it is found by, and the keys of those words: made of what the apps
hold, and made anew at any time (manage.py rebuild_search).
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from projects.register.models import Organisation, Project
from yhes.accounts.models import User
from yhes.desk.reports.models import (  # noqa: F401 -- Django looks for an app's models here
    FunderReport,
    ReportFile,
    ReportText,
)


class SearchEntry(models.Model):
    """One thing to be found. Who may find it stands here and is asked again of the thing itself.

    `title` and `text` are yhes.common.words.Words, `public` and `inside` addresses as [name, args, query].
    `fingerprint` is the SHA-256 (hex) over all of it, by which a change is noticed.
    """

    class Audience(models.TextChoices):
        MEMBERS = "members"
        ORGANISATION = "organisation"
        COORDINATORS = "coordinators"

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    part = models.BigIntegerField(default=0)
    title = models.JSONField()
    text = models.JSONField()
    public = models.JSONField(null=True)
    inside = models.JSONField(null=True)
    is_public = models.BooleanField()
    is_example = models.BooleanField(default=False)
    project = models.ForeignKey(Project, null=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.COORDINATORS)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "part"], name="search_entry_once"),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(public__isnull=False), name="search_public_has_page"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["members", "organisation", "coordinators"]),
                name="search_audience_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"


class SearchTerm(models.Model):
    """A word in lower case, as somebody has written it, in the language of the text it stands in."""

    language = models.CharField(max_length=2)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "language"], name="search_term_once")]

    def __str__(self) -> str:
        return f"{self.word} ({self.language})"


class SearchKey(models.Model):
    """A key under which a word is looked up (yhes/desk/search/folding.py)."""

    term = models.ForeignKey(SearchTerm, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=48)

    class Meta:
        indexes = [models.Index(fields=["key", "term"], name="search_key")]

    def __str__(self) -> str:
        return self.key


class SearchPosting(models.Model):
    """That a word stands in an entry; `weight` says where: 3 in the title, 1 in the text."""

    term = models.ForeignKey(SearchTerm, on_delete=models.CASCADE, related_name="postings")
    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="postings")
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "entry"], name="search_posting_once")]

    def __str__(self) -> str:
        return f"{self.term_id} {self.entry_id}"


class CalendarLink(models.Model):
    """A person's secret address of their own calendar; of the secret only a hash is stored (0096).

    salt: makes another address when the person asks for one.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_link")
    salt = models.UUIDField(default=uuid4)
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"


class WeeklyLetter(models.Model):
    """Whether a person wants the weekly letter, and which week's they have been promised (0097).

    week: the Monday for which it was decided whether they get one. owed: promised and not yet sent.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="weekly_letter")
    is_wanted = models.BooleanField(default=True)
    week = models.DateField(null=True)
    owed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(owed=False) | Q(week__isnull=False, is_wanted=True), name="weekly_owed_of_a_week"
            )
        ]
        indexes = [models.Index(fields=["owed"], condition=Q(owed=True), name="weekly_letters_owed")]

    def __str__(self) -> str:
        return f"weekly letter of {self.user_id}"
