"""XLSForm workbooks (ODK, KoboToolbox and others) in and out. Neither Django nor Celery."""

from __future__ import annotations

from surveys.formats.xlsform.reading import read_xlsform
from surveys.formats.xlsform.writing import not_held, write_xlsform

__all__ = ["not_held", "read_xlsform", "write_xlsform"]
