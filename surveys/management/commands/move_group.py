"""manage.py move_group GROUP PARENT --reason …: a group of a counted round stood in the wrong place.

Withdraw the results first; release them again afterwards. The new release is refused if, beside the withdrawn
one, it would tell about too few people.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from surveys.models import Group
from surveys.services import correcting


class Command(BaseCommand):
    help = "Move a group of a counted round under another parent; withdraw its results first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("group", type=int, help="number of the group in the database")
        parser.add_argument("parent", type=int, help="number of the group it belongs to")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        group, parent = _group(options["group"]), _group(options["parent"])
        try:
            correcting.move_group(group=group, parent=parent, user=None, reason=options["reason"])
        except correcting.CorrectionRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"“{group}” of “{group.round}” is under “{parent}” now. Release the results again.")


def _group(pk: int) -> Group:
    found = Group.objects.select_related("round").filter(pk=pk).first()
    if found is None:
        raise CommandError(f"There is no group {pk}.")
    return found
