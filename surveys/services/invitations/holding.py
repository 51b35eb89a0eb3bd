"""First letters that wait for the time somebody chose."""

from __future__ import annotations

from surveys.models import GroupTree, Mailing, Round


def held(round_: Round) -> dict[int, Mailing]:
    """Leaf id → what its first letters wait for. A group's own time counts more than everybody's."""
    waiting = list(Mailing.objects.filter(round=round_, kind=Mailing.Kind.FIRST).waiting())
    if not waiting:
        return {}
    tree = GroupTree.of(round_)
    found: dict[int, Mailing] = {}
    for mailing in sorted(waiting, key=lambda mailing: _depth(tree, mailing)):
        found |= dict.fromkeys(leaves_of(tree, mailing), mailing)
    return found


def leaves_of(tree: GroupTree, mailing: Mailing) -> list[int]:
    """Ids of the groups into which people are invited and to which the mailing goes."""
    top = tree.groups[mailing.group_id] if mailing.group_id else tree.root
    return [leaf.pk for leaf in tree.leaves(top)] if top else []


def _depth(tree: GroupTree, mailing: Mailing) -> int:
    return int(tree.groups[mailing.group_id].level) if mailing.group_id else -1
