"""The library of questionnaires in the desk: what there is, one of them, bringing in another."""

from __future__ import annotations

from surveys.views.questionnaires.importing import report, upload
from surveys.views.questionnaires.listing import library
from surveys.views.questionnaires.page import download, questionnaire_page
from surveys.views.questionnaires.printing import print_version

__all__ = ["download", "library", "print_version", "questionnaire_page", "report", "upload"]
