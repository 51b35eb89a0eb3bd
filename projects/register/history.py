"""The audit trail of the register, in words for people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.register.groups import wording as groups
from projects.register.models import (
    Decision,
    Deliverable,
    Document,
    EmployerPartnership,
    FollowedUp,
    FunderLogo,
    GroupMember,
    Measure,
    Milestone,
    Organisation,
    Partnership,
    Project,
    ProjectGroup,
    Risk,
    Role,
    Unit,
)
from projects.register.models.followup import Progress, Readers
from yhes.accounts.models import User
from yhes.common import audit
from yhes.common.history import Change, Entry, Restoring, emptied, nowhere
from yhes.common.models import AuditEvent
from yhes.common.money import euros
from yhes.common.words import LANGUAGES, in_language

ACTIONS: dict[str, str | Promise] = {
    "register.project_created": gettext_lazy("created the project"),
    "register.project_changed": gettext_lazy("changed the project"),
    "register.project_state_changed": gettext_lazy("changed the project's state"),
    "register.organisation_created": gettext_lazy("added the organisation to the register"),
    "register.organisation_changed": gettext_lazy("changed the organisation's details"),
    "register.organisation_names_changed": gettext_lazy("changed the organisation's other names or end"),
    "register.partner_added": gettext_lazy("added the partner"),
    "register.partner_changed": gettext_lazy("changed the partner's part in the project"),
    "register.partner_removed": gettext_lazy("removed the partner"),
    "register.partner_reminded": gettext_lazy("reminded the partner"),
    "register.agreement_changed": gettext_lazy("recorded how the agreement stands"),
    "register.details_confirmed": gettext_lazy("confirmed the organisation's details and headcounts"),
    "register.partner_restored": gettext_lazy("restored the partner"),
    "register.organisations_merged": gettext_lazy("merged another organisation into this one"),
    "register.employer_added": gettext_lazy("added the employer"),
    "register.employer_changed": gettext_lazy("changed the partnership with the employer"),
    "register.employer_removed": gettext_lazy("removed the employer"),
    "register.employer_restored": gettext_lazy("brought back the employer"),
    "register.employers_imported": gettext_lazy("imported employers from a file"),
    "register.partners_imported": gettext_lazy("imported partners from a file"),
    "register.unit_added": gettext_lazy("added a unit"),
    "register.unit_changed": gettext_lazy("changed a unit"),
    "register.unit_removed": gettext_lazy("removed a unit"),
    "register.unit_restored": gettext_lazy("restored a unit"),
    "register.member_invited": gettext_lazy("invited a person"),
    "register.member_joined": gettext_lazy("accepted an invitation"),
    "register.invitation_withdrawn": gettext_lazy("withdrew an invitation"),
    "register.member_removed": gettext_lazy("took away a role"),
    "register.plan_item_added": gettext_lazy("added to the plan"),
    "register.plan_item_changed": gettext_lazy("changed the plan"),
    "register.plan_item_deleted": gettext_lazy("deleted from the plan"),
    "register.plan_item_restored": gettext_lazy("brought back to the plan"),
    "register.milestone_added": gettext_lazy("added the milestone"),
    "register.milestone_changed": gettext_lazy("changed the milestone"),
    "register.milestone_removed": gettext_lazy("removed the milestone"),
    "register.milestone_restored": gettext_lazy("restored the milestone"),
    "register.deliverable_added": gettext_lazy("added the deliverable"),
    "register.deliverable_changed": gettext_lazy("changed the deliverable"),
    "register.deliverable_removed": gettext_lazy("removed the deliverable"),
    "register.deliverable_restored": gettext_lazy("restored the deliverable"),
    "register.risk_added": gettext_lazy("added the risk"),
    "register.risk_changed": gettext_lazy("changed the risk"),
    "register.risk_removed": gettext_lazy("removed the risk"),
    "register.risk_restored": gettext_lazy("restored the risk"),
    "register.decision_added": gettext_lazy("added the decision"),
    "register.decision_changed": gettext_lazy("changed the decision"),
    "register.decision_removed": gettext_lazy("removed the decision"),
    "register.decision_restored": gettext_lazy("restored the decision"),
    "register.document_added": gettext_lazy("added the document"),
    "register.document_changed": gettext_lazy("changed the document"),
    "register.document_removed": gettext_lazy("removed the document"),
    "register.document_restored": gettext_lazy("restored the document"),
    "register.funderlogo_added": gettext_lazy("added the funder's logo"),
    "register.funderlogo_changed": gettext_lazy("changed the funder's logo"),
    "register.funderlogo_removed": gettext_lazy("removed the funder's logo"),
    "register.funderlogo_restored": gettext_lazy("restored the funder's logo"),
    **groups.ACTIONS,
}

# What tells of a project's state: when it was made with one, and every change since.
STATE_ACTIONS = ("register.project_created", "register.project_state_changed")

_LATEST: dict[str, str | Promise] = {
    "register.partner_added": gettext_lazy("Added"),
    "register.partner_changed": gettext_lazy("Changed"),
    "register.partner_restored": gettext_lazy("Restored"),
}
# What has just been made is told by these alone; the rest is seen on the page itself.
_TELLING = {"unit", "title", "role", "state", "email", "headcount"}

_CHOICES: dict[str, dict[str, str | Promise]] = {
    "role": {**dict(Partnership.Role.choices), **dict(Role.choices)},
    "state": {
        **dict(Partnership.State.choices),
        **dict(Progress.choices),
        **dict(Risk.State.choices),
        **dict(Project.State.choices),
    },
    "visibility": dict(Readers.choices),
    "owner": dict(Risk.Owner.choices),
    "decided_by": dict(Decision.Maker.choices),
    "agreement": dict(Partnership.Agreement.choices),
    "kind": {**dict(Organisation.Kind.choices), **dict(ProjectGroup.Kind.choices)},
    "part": dict(GroupMember.Part.choices),
    "legal_form": dict(Organisation.LegalForm.choices),
    "stage": dict(EmployerPartnership.Stage.choices),
}
_FOLLOWED_UP: tuple[type[FollowedUp], ...] = (
    Milestone,
    Deliverable,
    Risk,
    Decision,
    Document,
    FunderLogo,
)
_MODELS: dict[str, type[models.Model]] = {
    "register.project": Project,
    "register.employer": EmployerPartnership,
    "register.organisation": Organisation,
    "register.partner": Partnership,
    "register.agreement": Partnership,
    "register.unit": Unit,
    "register.plan_item": Measure,
    **{f"register.{model._meta.model_name}_": model for model in _FOLLOWED_UP},
}
_LABELS: dict[str, str | Promise] = {
    **groups.LABELS,
    "aliases": gettext_lazy("other names in use"),
    "former_names": gettext_lazy("former names"),
    "successors": gettext_lazy("carried on by"),
    "new": gettext_lazy("new organisations"),
    "changed": gettext_lazy("changed organisations"),
    "merged": gettext_lazy("organisation"),
    "moved": gettext_lazy("moved over"),
    "letters": gettext_lazy("messages"),
    "unit": gettext_lazy("unit"),
    "title": gettext_lazy("title"),
    "email": gettext_lazy("e-mail"),
    "objective": gettext_lazy("objective"),
    "co_implementers": gettext_lazy("co-implementers"),
    "on": gettext_lazy("since"),
    "reason": gettext_lazy("why"),
}
_SUMS = {"granted", "own_share", "other_funding", "total_costs"}


_LONGEST = 120  # characters of a text that changed


def entries(
    events: Iterable[AuditEvent],
    *,
    naming: bool = False,
    naming_only: User | None = None,
    restore: Restoring = nowhere,
) -> list[Entry]:
    """Events whose actors are loaded, as lines to read; nothing is asked of the database.

    naming: say which organisation each is about, where those of many stand together.
    naming_only: the reader, who is told no other names: they tell who acts for an organisation.
    restore: where a field is set back, for readers who may change it (restoring.links).
    """
    return [Entry(e.at, _who(e, naming_only), _text(e, naming), changes_of(e, restore)) for e in events]


def latest_text(event: AuditEvent) -> str:
    """One word for a list: what was done to a partner's part last."""
    return str(_LATEST.get(event.action, ""))


def action_text(event: AuditEvent) -> str:
    return str(ACTIONS.get(event.action, event.action))


def _who(event: AuditEvent, naming_only: User | None) -> str:
    if naming_only is not None and event.actor_id not in (None, naming_only.pk):
        return str(_("A user of the portal"))
    return str(event.actor or _("The portal"))


def _text(event: AuditEvent, naming: bool) -> str:
    is_named = naming and event.object_type == Organisation._meta.label_lower
    return f"{action_text(event)}: {event.object_label}" if is_named else action_text(event)


def of_project(project: Project) -> models.QuerySet[AuditEvent]:
    """Everything done in the register for this project: its facts, plan, partners, units and roles."""
    events = AuditEvent.objects.filter(project_id=project.pk, action__startswith="register.")
    return events.select_related("actor")


def of_partner(organisation: Organisation, project: Project) -> models.QuerySet[AuditEvent]:
    """What was done to the organisation's own details, and to its part in this project only.

    With what was done to entries that were merged into it, under the keys they had.
    """
    former = organisation.former_addresses.values_list("number", flat=True)
    keys = [str(key) for key in (organisation.pk, *former)]
    events = AuditEvent.objects.filter(object_type=organisation._meta.label_lower, object_id__in=keys)
    return events.filter(models.Q(project_id=project.pk) | models.Q(project_id__isnull=True)).select_related(
        "actor"
    )


def latest_of_partners(organisations: Iterable[int], project: Project) -> dict[int, AuditEvent]:
    """Organisation's key → the newest change of its part in the project, in one query."""
    keys = [str(key) for key in organisations]
    events = AuditEvent.objects.filter(
        object_type=Organisation._meta.label_lower,
        object_id__in=keys,
        project_id=project.pk,
        action__startswith="register.partner_",
    )
    newest = events.values("object_id").annotate(newest=models.Max("pk")).values("newest")
    return {int(event.object_id): event for event in AuditEvent.objects.filter(pk__in=newest)}


def changes_of(event: AuditEvent, restore: Restoring = nowhere) -> tuple[Change, ...]:
    is_new = event.action.endswith(("_created", "_added", "_restored"))
    gone = emptied(event, lambda field: _label(event, field))
    told = tuple(
        Change(
            _label(event, field), _value(field, before), _value(field, after), field, restore(event, field)
        )
        for field, (before, after) in event.changes.items()
        if not is_new or field in _TELLING
        if _is_shown(before) and _is_shown(after)
        if _value(field, before) or _value(field, after)
    )
    return told + tuple(change for change in gone if not is_new or change.field in _TELLING)


def lasting() -> dict[str, set[str]]:
    """Registered as `lasting`: codes of states, roles and the like, and sums, which are kept as text."""
    return {"register.": {*_CHOICES, *_SUMS}}


def _label(event: AuditEvent, field: str) -> str:
    """The field's own name on its model, with the language of a translated one."""
    stem, _underscore, code = field.rpartition("_")
    name, language = (stem, f" ({code})") if code in LANGUAGES and stem else (field, "")
    model = next((model for start, model in _MODELS.items() if event.action.startswith(start)), None)
    known = {f.name: f for f in model._meta.get_fields()} if model else {}
    label = getattr(known.get(name), "verbose_name", None) or _LABELS.get(name, name)
    return f"{label}{language}"


def _is_shown(value: Any) -> bool:
    """Not what is kept for undoing a removal."""
    return audit.is_words(value) or not isinstance(value, dict)


def _value(field: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if audit.is_words(value):
        return in_language(value)
    if field in _CHOICES:
        return str(_CHOICES[field].get(value, value))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return ", ".join(_value("", part) for part in value)
    return _written(field, value)


def _written(field: str, value: Any) -> str:
    """A sum, a day or a text."""
    if field in _SUMS:
        return euros(Decimal(value))
    if field in groups.MOMENTS:
        return date_format(timezone.localtime(datetime.fromisoformat(value)), "SHORT_DATETIME_FORMAT")
    if field == "on" or field.endswith("_on") or field in groups.DAYS:
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    if field == "reason":
        return str(value)
    return Truncator(str(value)).chars(_LONGEST)
