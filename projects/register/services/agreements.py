"""How it is with the agreement of a partner: not sent, sent or signed, on which day, and the signed paper."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.register.errors import RegisterError
from projects.register.models import Document, Partnership
from projects.register.services.changes import assign, lock_partners, refuse_if_newer
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.models import AuditEvent

AGREEMENT_CHANGED = "register.agreement_changed"
_FACTS = frozenset({"agreement", "agreement_on", "agreement_document"})


class AgreementDayMissing(RegisterError):
    message = _("Give the day on which the agreement was sent or signed.")
    field = "agreement_on"


class AgreementDayAhead(RegisterError):
    message = _("The day has not come yet. Record the agreement when it has been sent or signed.")
    field = "agreement_on"


class PaperElsewhere(RegisterError):
    message = _("Choose a document of this project.")
    field = "agreement_document"


def agreement_changes(partnership: Partnership) -> QuerySet[AuditEvent]:
    """Events that changed the agreement of the partner in this project; newest first, with actors."""
    events = audit.history(partnership.organisation)
    return events.filter(action=AGREEMENT_CHANGED, project_id=partnership.project_id)


@transaction.atomic
def set_agreement(
    *,
    partnership: Partnership,
    agreement: str,
    on: date | None = None,
    document: Document | None = None,
    seen: int | None = None,
    actor: User | None = None,
) -> Partnership:
    """An agreement that is not sent has neither day nor paper, whatever was given.

    seen: the newest of agreement_changes that was on the page; None asks nothing.
    Raises AgreementDayMissing, AgreementDayAhead, PaperElsewhere, ChangedMeanwhile.
    """
    lock_partners(partnership.project)
    found = Partnership.objects.select_related("project", "organisation").get(pk=partnership.pk)
    if agreement == Partnership.Agreement.NONE:
        on, document = None, None
    elif on is None:
        raise AgreementDayMissing
    elif on > timezone.localdate():
        raise AgreementDayAhead
    if document is not None and document.project_id != found.project_id:
        raise PaperElsewhere
    facts = {"agreement": agreement, "agreement_on": on, "agreement_document": document}
    if changes := assign(found, facts, _FACTS):
        # Recorded on the organisation within the project, as all of its part is: so is its version.
        refuse_if_newer(agreement_changes(found), seen)
        found.save()
        audit.record(
            actor=actor,
            action=AGREEMENT_CHANGED,
            on=found.organisation,
            project_id=found.project_id,
            changes=changes,
        )
    return found
