"""What a check found: the counts and the first rows of each kind for the page, every row for a file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, BinaryIO, Final

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from projects.register.models import EmployerPartnership, Organisation, PartnerImport, Partnership
from projects.register.services.employers import without_people
from projects.register.services.importing.columns import EMPLOYER_FIELDS, FIELDS
from projects.register.services.importing.planning import Changes, Outcome

MOST_SHOWN: Final = 200  # rows of one kind
KINDS: Final = ("refused", "unsure", "new", "changed", "unchanged", "repeated")
_CHOICES: Final[dict[str, dict[str, Any]]] = {
    "kind": dict(Organisation.Kind.choices),
    "legal_form": dict(Organisation.LegalForm.choices),
    "role": dict(Partnership.Role.choices),
    "stage": dict(EmployerPartnership.Stage.choices),
}


@dataclass(slots=True)
class Report:
    """Sees every outcome once. The fingerprint differs when anything that would be stored differs.

    whole: takes every row, one JSON object a line; None: only the first of each kind are wanted.
    """

    counts: Counter[str] = field(default_factory=Counter)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    subject: str = PartnerImport.Subject.PARTNERS
    whole: BinaryIO | None = None
    _digest: Any = field(default_factory=sha256)

    def see(self, outcome: Outcome) -> None:
        self.counts[outcome.kind] += 1
        key = outcome.organisation.pk if outcome.organisation else None
        changes = [_same_in_any_language(of) for of in (outcome.changes, outcome.part_changes)]
        part = outcome.part.pk if outcome.part else None
        self._digest.update(repr((outcome.row.line, outcome.kind, key, part, changes)).encode())
        is_shown = len(self.rows[outcome.kind]) < MOST_SHOWN
        if not is_shown and self.whole is None:
            return
        row = _row(outcome, _TOLD[self.subject])
        if is_shown:
            self.rows[outcome.kind].append(row)
        if self.whole is not None:
            self.whole.write(json.dumps({"outcome": outcome.kind, **row}).encode() + b"\n")

    @property
    def fingerprint(self) -> str:
        return str(self._digest.hexdigest())

    @property
    def may_be_stored(self) -> bool:
        """Nothing is refused, nothing left to decide, and there is something to store."""
        return not self.counts["refused"] + self.counts["unsure"] and bool(
            self.counts["new"] + self.counts["changed"]
        )

    def as_json(self) -> dict[str, Any]:
        name_suggestions(self.rows["unsure"])
        counts = {kind: self.counts[kind] for kind in KINDS}
        is_cut = any(count > MOST_SHOWN for count in counts.values())
        return {
            "counts": counts,
            "rows": self.rows,
            "may_be_stored": self.may_be_stored,
            "is_cut": is_cut,
        }


def _same_in_any_language(changes: Changes) -> list[tuple[str, ...]]:
    """Rows by their keys: who stores may read another language than who checked."""
    return sorted(
        (name, *(str(value.pk) if isinstance(value, Model) else str(value) for value in pair))
        for name, pair in changes.items()
    )


def _row(outcome: Outcome, told: Callable[[Outcome], list[list[str]]]) -> dict[str, Any]:
    """{"line", "name", "problems", "changes": [[label, before, after]], "suggested": keys, "same_as"}"""
    changes = [] if outcome.kind == "new" else told(outcome)
    return {
        "line": outcome.row.line,
        "name": outcome.row.shown or _("(no name)"),
        "number": outcome.row.facts.get("business_id", ""),
        "problems": outcome.row.problems,
        "changes": changes,
        "suggested": outcome.suggested,
        "same_as": outcome.same_as,
    }


def _changes(outcome: Outcome) -> list[list[str]]:
    changes = [
        [str(FIELDS[name]), _value(name, before), _value(name, after)]
        for name, (before, after) in outcome.changes.items()
    ]
    if outcome.part is not None and outcome.part.pk is None:
        changes.append([str(_("Part in the project")), "", _value("role", outcome.part.role)])
    elif "role" in outcome.part_changes:
        before, after = outcome.part_changes["role"]
        changes.append([str(FIELDS["role"]), _value("role", before), _value("role", after)])
    return changes


def _employer_changes(outcome: Outcome) -> list[list[str]]:
    """Of owner and deputy only whether there is one: the report is kept for a month."""
    return [
        [str(EMPLOYER_FIELDS[name]), _term(before), _term(after)]
        if name != "stage"
        else [str(EMPLOYER_FIELDS[name]), _value(name, before), _value(name, after)]
        for name, (before, after) in without_people(outcome.part_changes).items()
    ]


_TOLD: Final[dict[str, Callable[[Outcome], list[list[str]]]]] = {
    PartnerImport.Subject.PARTNERS: _changes,
    PartnerImport.Subject.EMPLOYERS: _employer_changes,
}


def _term(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else str(value or "")


def _value(name: str, value: Any) -> str:
    return str(_CHOICES.get(name, {}).get(value, value or ""))


def name_suggestions(rows: list[dict[str, Any]]) -> None:
    """Keys become [key, name, business ID]: one query for all of the rows."""
    keys = {key for row in rows for key in row["suggested"]}
    found = Organisation.objects.select_related("provider").in_bulk(keys)
    for row in rows:
        row["suggested"] = [
            [key, str(found[key]), found[key].legal_body.business_id]
            for key in row["suggested"]
            if key in found
        ]
