"""The questionnaire editor: one page for the whole, one for everything that can be written.

`finding` fetches, `starting` begins, copies, publishes and deletes, `page` shows the whole, `writing` has
the forms, `roles` those of a
competence survey, `moving` what takes one press, `bank` the questions of others, `showing` the preview.
"""

from __future__ import annotations

from surveys.views.drafting.bank import bank, bank_copy
from surveys.views.drafting.moving import part_delete, part_move, section_delete, section_move
from surveys.views.drafting.page import overview
from surveys.views.drafting.roles import role, role_add, role_delete
from surveys.views.drafting.showing import preview, sheet
from surveys.views.drafting.starting import copy, delete, publish, start
from surveys.views.drafting.writing import basics, condition, part, part_add, section, section_add

__all__ = [
    "bank",
    "bank_copy",
    "basics",
    "condition",
    "copy",
    "delete",
    "overview",
    "part",
    "part_add",
    "part_delete",
    "part_move",
    "preview",
    "publish",
    "role",
    "role_add",
    "role_delete",
    "section",
    "section_add",
    "section_delete",
    "section_move",
    "sheet",
    "start",
]
