"""The index of search: what can be found, the words it is found by, and the keys of those words.

All of it is made of what the apps hold and can be made anew at any time (manage.py rebuild_search).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from projects.register.models import Organisation, Project


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
