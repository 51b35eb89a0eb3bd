"""A typed, immutable questionnaire: its parts, its files, its answers. Neither Django nor Celery.

`texts`, `scales`, `conditions`, `parts` and `whole` say what a questionnaire is, `document`,
`reading` and `yaml_form` turn it into data and back, `validation`, `packing`, `asked` and
`competence` deal with what people answer.
"""

from __future__ import annotations

from surveys.questionnaire.asked import who_was_asked, who_was_asked_to_write
from surveys.questionnaire.competence import CompetenceProfile, profile
from surveys.questionnaire.conditions import AllOf, AnyOf, Condition, IsAnswered, IsOneOf, holds
from surveys.questionnaire.document import canonical_json, condition_document, fingerprint, to_document
from surveys.questionnaire.errors import PROBLEMS, QuestionnaireError
from surveys.questionnaire.modules import stands_apart
from surveys.questionnaire.packing import (
    NOT_ANSWERED,
    NOT_APPLICABLE,
    PackingError,
    as_matrix,
    count,
    count_by_group,
    pack,
    unpack,
    unpack_picks,
)
from surveys.questionnaire.parts import (
    GROUP_LEVELS,
    LANGUAGES,
    STAGES,
    Closed,
    Dimension,
    Information,
    Item,
    MultipleChoice,
    OpenQuestion,
    Option,
    Part,
    RoleProfile,
    Scale,
    Suggestion,
    Text,
    Wording,
    is_background,
)
from surveys.questionnaire.reading import from_document
from surveys.questionnaire.validation import (
    MAX_OPEN_TEXT,
    MAX_OPEN_TEXTS,
    MAX_SHORT_TEXT,
    NOT_APPLICABLE_INPUT,
    Errors,
    FieldError,
    Submission,
    clean_text,
    open_text_limit,
    validate,
)
from surveys.questionnaire.whole import KINDS, Column, Questionnaire
from surveys.questionnaire.yaml_form import from_yaml, to_yaml

__all__ = [
    "GROUP_LEVELS",
    "KINDS",
    "LANGUAGES",
    "MAX_OPEN_TEXT",
    "MAX_OPEN_TEXTS",
    "MAX_SHORT_TEXT",
    "NOT_ANSWERED",
    "NOT_APPLICABLE",
    "NOT_APPLICABLE_INPUT",
    "PROBLEMS",
    "STAGES",
    "AllOf",
    "AnyOf",
    "Closed",
    "Column",
    "CompetenceProfile",
    "Condition",
    "Dimension",
    "Errors",
    "FieldError",
    "Information",
    "IsAnswered",
    "IsOneOf",
    "Item",
    "MultipleChoice",
    "OpenQuestion",
    "Option",
    "PackingError",
    "Part",
    "Questionnaire",
    "QuestionnaireError",
    "RoleProfile",
    "Scale",
    "Submission",
    "Suggestion",
    "Text",
    "Wording",
    "as_matrix",
    "canonical_json",
    "clean_text",
    "condition_document",
    "count",
    "count_by_group",
    "fingerprint",
    "from_document",
    "from_yaml",
    "holds",
    "is_background",
    "open_text_limit",
    "pack",
    "profile",
    "stands_apart",
    "to_document",
    "to_yaml",
    "unpack",
    "unpack_picks",
    "validate",
    "who_was_asked",
    "who_was_asked_to_write",
]
