"""The five kinds of things that are followed up, with all that a list of one kind needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from projects.register.filters import ListFilter
from projects.register.followup import cells, filters
from projects.register.forms.followup import (
    DecisionForm,
    DeliverableForm,
    FollowUpForm,
    MilestoneForm,
    RiskForm,
)
from projects.register.models import Decision, Deliverable, Document, FollowedUp, Milestone, Risk
from yhes.common.export import Cell

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Kind:
    """slug: its word in addresses, file names and template names; form: None for documents, which have
    pages of their own. Only coordinators see a `confidential` kind."""

    slug: str
    model: type[FollowedUp]
    form: type[FollowUpForm] | None
    filter: type[ListFilter]
    name: StrOrPromise
    add: StrOrPromise
    none: StrOrPromise
    hint: StrOrPromise
    head: Callable[[], list[str]]
    cells: Callable[[Iterable[Any]], Iterator[list[Cell]]]
    confidential: bool = False
    related: tuple[str, ...] = ()

    @property
    def bin(self) -> str:
        """Its word in the addresses of the bin."""
        return str(self.model._meta.model_name)


_ALL: Final = (
    Kind(
        "milestones", Milestone, MilestoneForm, filters.MilestoneFilter,
        _("Milestones"), _("Add a milestone"), _("No milestones yet"),
        _("Write down the points the project means to reach. They come into the calendar, and a late one "
          "among the things to do."),
        cells.dated_head, cells.milestones,
    ),
    Kind(
        "deliverables", Deliverable, DeliverableForm, filters.DeliverableFilter,
        _("Deliverables"), _("Add a deliverable"), _("No deliverables yet"),
        _("Write down what the project hands over and by when. What everyone sees is listed on the public "
          "page."),
        cells.deliverable_head, cells.deliverables, related=("work_package",),
    ),
    Kind(
        "risks", Risk, RiskForm, filters.RiskFilter,
        _("Risks"), _("Add a risk"), _("No risks yet"),
        _("Write down what may go wrong, how likely it is and what is done about it. Only coordinators see "
          "the risks."),
        cells.risk_head, cells.risks, confidential=True,
    ),
    Kind(
        "decisions", Decision, DecisionForm, filters.DecisionFilter,
        _("Decisions"), _("Add a decision"), _("No decisions yet"),
        _("Write down what was decided, when and why, so that nobody needs to remember it."),
        cells.decision_head, cells.decisions, related=("item",),
    ),
    Kind(
        "documents", Document, None, filters.DocumentFilter,
        _("Documents"), _("Add a document"), _("No documents yet"),
        _("Bring the project's papers here. Only the project's people see them until you say otherwise."),
        cells.document_head, cells.documents,
    ),
)  # fmt: skip
KINDS: Final = {kind.slug: kind for kind in _ALL}
