"""SurveyJS questionnaires (JSON) in and out. Neither Django nor Celery."""

from __future__ import annotations

from surveys.formats.surveyjs.reading import read_surveyjs
from surveys.formats.surveyjs.writing import write_surveyjs

__all__ = ["read_surveyjs", "write_surveyjs"]
