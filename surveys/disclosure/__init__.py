"""Counts in, protected table out. Plain Python and numpy; see docs/anonymity.md for the guarantee."""

from surveys.disclosure.adversary import Isolation, attack, tree_cells
from surveys.disclosure.class_figures import ClassTable, protect_classes
from surveys.disclosure.crossing import ClassCell, Crossing
from surveys.disclosure.figures import Item, exact_means
from surveys.disclosure.hints import Hint, find_hints
from surveys.disclosure.mincut import Cut, weakest_cut
from surveys.disclosure.plans import Plan, Thresholds, plan
from surveys.disclosure.redaction import MARK, NothingLeft, PartNotFound, redact
from surveys.disclosure.solver import choose_nodes
from surveys.disclosure.summaries import Change, Movement, Spread, change, movement, spread
from surveys.disclosure.table import ProtectedTable, protect
from surveys.disclosure.texts import text_homes
from surveys.disclosure.tree import Node
from surveys.disclosure.values import (
    AUDIENCES,
    SUPPRESSED,
    Audience,
    Band,
    Cell,
    CountBand,
    Kind,
    PlanError,
    Suppressed,
    Value,
)

__all__ = [
    "AUDIENCES",
    "MARK",
    "SUPPRESSED",
    "Audience",
    "Band",
    "Cell",
    "Change",
    "ClassCell",
    "ClassTable",
    "CountBand",
    "Crossing",
    "Cut",
    "Hint",
    "Isolation",
    "Item",
    "Kind",
    "Movement",
    "Node",
    "NothingLeft",
    "PartNotFound",
    "Plan",
    "PlanError",
    "ProtectedTable",
    "Spread",
    "Suppressed",
    "Thresholds",
    "Value",
    "attack",
    "change",
    "choose_nodes",
    "exact_means",
    "find_hints",
    "movement",
    "plan",
    "protect",
    "protect_classes",
    "redact",
    "spread",
    "text_homes",
    "tree_cells",
    "weakest_cut",
]
