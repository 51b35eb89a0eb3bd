"""A poster of one stage: its address names the stage, and the form comes with that answer chosen.

The person sees it and may change it. Nothing else is different: the stage is an ordinary question.
"""

from __future__ import annotations

from surveys.questionnaire import Questionnaire
from surveys.questionnaire.staging import STAGE_ITEM, chosen_stages

STAGE = "stage"


def stage_query(questionnaire: Questionnaire, stage: str) -> str:
    """ "?stage=…" to take it along; empty where the questionnaire does not ask for this stage."""
    return f"?{STAGE}={stage}" if stage in chosen_stages(questionnaire) else ""


def prefilled(questionnaire: Questionnaire, stage: str) -> dict[str, str]:
    """What the form begins with."""
    chosen = chosen_stages(questionnaire).get(stage)
    return {STAGE_ITEM: chosen} if chosen else {}
