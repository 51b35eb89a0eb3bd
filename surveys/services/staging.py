"""A version of a feedback questionnaire that is asked stage by stage."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from projects.register.models import Project
from surveys.models import QuestionnaireVersion
from surveys.questionnaire import QuestionnaireError
from surveys.questionnaire.staging import by_stage
from surveys.services.questionnaires import AlreadyThere, QuestionnaireRefused, store_own
from yhes.accounts.models import User
from yhes.common import audit


@transaction.atomic
def ask_by_stage(*, version: QuestionnaireVersion, project: Project, user: User) -> QuestionnaireVersion:
    """The project's own version in which the stage is asked first; the one there is when it says the same.

    Raises QuestionnaireRefused where the questions cannot be asked by stage.
    """
    try:
        wanted = by_stage(version.questionnaire)
    except QuestionnaireError as error:
        raise QuestionnaireRefused(error.sentence(_)) from error
    try:
        made = store_own(project=project, questionnaire=wanted)
    except AlreadyThere:
        own = QuestionnaireVersion.objects.filter(project=project, code=wanted.code)
        return own.order_by("-version")[0]
    audit.record(actor=user, action="surveys.questionnaire_staged", on=made, project_id=project.pk)
    return made
