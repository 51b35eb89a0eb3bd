"""Questionnaires, rounds and who was invited; envelopes, answers and releases."""

from surveys.models.answers import Answer, Envelope, FreeText, FreeTextQuerySet
from surveys.models.fielding import (
    Invitation,
    InvitationToken,
    ResponseRate,
    SharedLink,
    SlipBatch,
    invited_by_leaf,
    reached_by_leaf,
)
from surveys.models.headcounts import HeadcountInquiry
from surveys.models.questionnaires import QuestionnaireVersion
from surveys.models.releases import Release, ReleasedGroup
from surveys.models.rounds import Group, Round
from surveys.models.text_releases import ReleasedText, TextRelease
from surveys.models.tree import GroupTree

__all__ = [
    "Answer",
    "Envelope",
    "FreeText",
    "FreeTextQuerySet",
    "Group",
    "GroupTree",
    "HeadcountInquiry",
    "Invitation",
    "InvitationToken",
    "QuestionnaireVersion",
    "Release",
    "ReleasedGroup",
    "ReleasedText",
    "ResponseRate",
    "Round",
    "SharedLink",
    "SlipBatch",
    "TextRelease",
    "invited_by_leaf",
    "reached_by_leaf",
]
