"""Counts in, protected table out. Plain Python and numpy; see docs/anonymity.md for the guarantee."""

from surveys.disclosure.adversary import Isolation, attack, tree_cells
from surveys.disclosure.figures import Item, exact_means
from surveys.disclosure.mincut import Cut, weakest_cut
from surveys.disclosure.plans import Plan, Thresholds, plan, text_groups
from surveys.disclosure.solver import choose_nodes
from surveys.disclosure.summaries import Change, Spread, change, spread
from surveys.disclosure.table import ProtectedTable, protect
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
    "SUPPRESSED",
    "Audience",
    "Band",
    "Cell",
    "Change",
    "CountBand",
    "Cut",
    "Isolation",
    "Item",
    "Kind",
    "Node",
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
    "plan",
    "protect",
    "spread",
    "text_groups",
    "tree_cells",
    "weakest_cut",
]
