"""Every write of the roadmap."""

from roadmap.services.checking import Check, checklist, newest
from roadmap.services.drafting import accept_everything, accept_proposal, compose_draft, decline_proposal
from roadmap.services.editing import (
    add_step,
    add_theme,
    move_step,
    move_theme,
    published_step_ids,
    remove_step,
    remove_theme,
    start_roadmap,
    update_roadmap,
    update_step,
    update_theme,
)
from roadmap.services.errors import EditedMeanwhile, NothingChanged, NotReady, Refused
from roadmap.services.freezing import freeze, freeze_for_preview
from roadmap.services.linking import caption_evidence, link_evidence, show_first, unlink_evidence
from roadmap.services.publishing import make_main, publish_edition, render_again, rendering_subject
from roadmap.services.rendering import file_path, permanent_address, render_edition, render_pdf

__all__ = [
    "Check",
    "EditedMeanwhile",
    "NotReady",
    "NothingChanged",
    "Refused",
    "accept_everything",
    "accept_proposal",
    "add_step",
    "add_theme",
    "caption_evidence",
    "checklist",
    "compose_draft",
    "decline_proposal",
    "file_path",
    "freeze",
    "freeze_for_preview",
    "link_evidence",
    "make_main",
    "move_step",
    "move_theme",
    "newest",
    "permanent_address",
    "publish_edition",
    "published_step_ids",
    "remove_step",
    "remove_theme",
    "render_again",
    "render_edition",
    "render_pdf",
    "rendering_subject",
    "show_first",
    "start_roadmap",
    "unlink_evidence",
    "update_roadmap",
    "update_step",
    "update_theme",
]
