"""The living draft of a roadmap, what was proposed for it, and its frozen editions."""

from roadmap.models.drafts import EvidenceLink, Horizon, Roadmap, Sector, State, Step, Theme, WorkplaceSize
from roadmap.models.editions import Edition, EditionFile
from roadmap.models.proposals import Proposal

__all__ = [
    "Edition",
    "EditionFile",
    "EvidenceLink",
    "Horizon",
    "Proposal",
    "Roadmap",
    "Sector",
    "State",
    "Step",
    "Theme",
    "WorkplaceSize",
]
