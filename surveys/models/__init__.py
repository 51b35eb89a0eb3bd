"""Questionnaires, rounds and who was invited; envelopes, answers and releases."""

from surveys.models.answers import Answer, Envelope, FreeText
from surveys.models.fielding import (
    Invitation,
    InvitationToken,
    ResponseRate,
    SharedLink,
    SlipBatch,
    invited_by_leaf,
    reached_by_leaf,
)
from surveys.models.releases import Release, ReleasedGroup
from surveys.models.rounds import Group, QuestionnaireVersion, Round
from surveys.models.tree import GroupTree

__all__ = [
    "Answer",
    "Envelope",
    "FreeText",
    "Group",
    "GroupTree",
    "Invitation",
    "InvitationToken",
    "QuestionnaireVersion",
    "Release",
    "ReleasedGroup",
    "ResponseRate",
    "Round",
    "SharedLink",
    "SlipBatch",
    "invited_by_leaf",
    "reached_by_leaf",
]
