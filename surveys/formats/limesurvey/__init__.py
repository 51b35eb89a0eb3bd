"""LimeSurvey survey structures (.lss), read into an outline. Neither Django nor Celery."""

from __future__ import annotations

from surveys.formats.limesurvey.reading import read_limesurvey

__all__ = ["read_limesurvey"]
