"""Questionnaires, rounds and who was invited; envelopes, answers and releases."""

from surveys.models.answers import Answer, Envelope, FreeText, FreeTextQuerySet
from surveys.models.classes import ClassFigures
from surveys.models.drafts import QuestionnaireDraft
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
from surveys.models.learning import LearningAgreement
from surveys.models.mailings import Mailing
from surveys.models.orders import OrderPage, SurveyOrder
from surveys.models.questionnaires import QuestionnaireVersion
from surveys.models.releases import Release, ReleasedGroup
from surveys.models.replies import FeedbackAction, FeedbackReply
from surveys.models.reports import ReportFile
from surveys.models.rounds import Group, Round
from surveys.models.text_releases import ReleasedText, TextRelease
from surveys.models.tree import GroupTree

__all__ = [
    "Answer",
    "ClassFigures",
    "Envelope",
    "FeedbackAction",
    "FeedbackReply",
    "FreeText",
    "FreeTextQuerySet",
    "Group",
    "GroupTree",
    "HeadcountInquiry",
    "Invitation",
    "InvitationToken",
    "LearningAgreement",
    "Mailing",
    "OrderPage",
    "QuestionnaireDraft",
    "QuestionnaireVersion",
    "Release",
    "ReleasedGroup",
    "ReleasedText",
    "ReportFile",
    "ResponseRate",
    "Round",
    "SharedLink",
    "SlipBatch",
    "SurveyOrder",
    "TextRelease",
    "invited_by_leaf",
    "reached_by_leaf",
]
