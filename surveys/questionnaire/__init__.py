"""A typed, immutable questionnaire: its parts, its files, its answers. Neither Django nor Celery.

`parts` and `whole` say what a questionnaire is, `document`, `reading` and `yaml_form` turn it into
data and back, `validation`, `packing` and `competence` deal with what people answer.
"""

from __future__ import annotations

from surveys.questionnaire.competence import CompetenceProfile, profile
from surveys.questionnaire.document import canonical_json, fingerprint, to_document
from surveys.questionnaire.errors import PROBLEMS, QuestionnaireError
from surveys.questionnaire.packing import (
    NOT_ANSWERED,
    NOT_APPLICABLE,
    PackingError,
    as_matrix,
    count,
    count_by_group,
    pack,
    unpack,
)
from surveys.questionnaire.parts import (
    GROUP_LEVELS,
    LANGUAGES,
    STAGES,
    Dimension,
    Item,
    OpenQuestion,
    Option,
    RoleProfile,
    Scale,
    Text,
    Wording,
)
from surveys.questionnaire.reading import from_document
from surveys.questionnaire.validation import (
    MAX_OPEN_TEXT,
    MAX_OPEN_TEXTS,
    NOT_APPLICABLE_INPUT,
    Errors,
    FieldError,
    Submission,
    clean_text,
    validate,
)
from surveys.questionnaire.whole import KINDS, Questionnaire
from surveys.questionnaire.yaml_form import from_yaml, to_yaml

__all__ = [
    "GROUP_LEVELS",
    "KINDS",
    "LANGUAGES",
    "MAX_OPEN_TEXT",
    "MAX_OPEN_TEXTS",
    "NOT_ANSWERED",
    "NOT_APPLICABLE",
    "NOT_APPLICABLE_INPUT",
    "PROBLEMS",
    "STAGES",
    "CompetenceProfile",
    "Dimension",
    "Errors",
    "FieldError",
    "Item",
    "OpenQuestion",
    "Option",
    "PackingError",
    "Questionnaire",
    "QuestionnaireError",
    "RoleProfile",
    "Scale",
    "Submission",
    "Text",
    "Wording",
    "as_matrix",
    "canonical_json",
    "clean_text",
    "count",
    "count_by_group",
    "fingerprint",
    "from_document",
    "from_yaml",
    "pack",
    "profile",
    "to_document",
    "to_yaml",
    "unpack",
    "validate",
]
