"""What would come of each row of an uploaded file: matched, compared and judged, nothing stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from projects.register.errors import CoordinatorTaken
from projects.register.models import Organisation, Partnership, Project
from projects.register.naming import Register, plain_name
from projects.register.services.changes import assign
from projects.register.services.importing.matching import Matcher
from projects.register.services.importing.rows import Row, RowReader
from projects.register.services.organisations import FACTS, check_organisation
from yhes.common.errors import DomainError

BATCH: Final = 500  # rows that are looked up in the database together
MOST_ROWS: Final = 100_000

Kind = Literal["new", "changed", "unchanged", "repeated", "unsure", "refused"]
Changes = dict[str, tuple[Any, Any]]
Line = tuple[int, Sequence[str]]


class TooManyRows(DomainError):
    """The file has more rows than are imported at a time."""

    field = "file"


@dataclass(slots=True)
class Outcome:
    """`organisation`: with the row's facts set, not saved. `part`: what links it to the project, to be saved.

    `changes` are the organisation's, `part_changes` its partnership's. `suggested`: organisations the row may
    be about. `same_as`: the line that says the same.
    """

    kind: Kind
    row: Any  # of the reader of its subject: with `line`, `shown`, `facts` and `problems`
    organisation: Organisation | None = None
    changes: Changes = field(default_factory=dict)
    part: Any = None
    part_changes: Changes = field(default_factory=dict)
    suggested: list[int] = field(default_factory=list)
    same_as: int = 0


def in_batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Rows that are looked up together. Raises TooManyRows."""
    rows, count = iter(lines), 0
    while batch := list(islice(rows, BATCH)):
        count += len(batch)
        if count > MOST_ROWS:
            said = _("The file has more than %(limit)d rows. Divide it into several files.")
            raise TooManyRows(said % {"limit": MOST_ROWS})
        yield batch


class Planner:
    """Judges the rows of one file against the register as it was when the planner was made."""

    def __init__(self, project: Project, columns: Sequence[str], answers: Mapping[str, str]) -> None:
        self._project = project
        self._reader = RowReader(columns)
        self._register = Register.read()
        self._matcher = Matcher(self._register, answers)
        self._seen: dict[str, tuple[int, int]] = {}  # whom a row is about → its line, and what it says
        parts = Partnership.objects.filter(project=project, role=Partnership.Role.COORDINATOR)
        self._coordinator = parts.values_list("organisation", flat=True).first()

    def outcomes(self, lines: Iterable[Line]) -> Iterator[Outcome]:
        """One for each row, in order; memory holds one batch and a little of each row. Raises TooManyRows."""
        for batch in in_batches(lines):
            yield from self._of_batch([self._reader.read(line, cells) for line, cells in batch])

    def _of_batch(self, rows: list[Row]) -> Iterator[Outcome]:
        matched = [self._matcher.match(row) for row in rows]
        keys = {hits[0] for hits, is_sure in matched if is_sure and hits}
        found = Organisation.objects.select_related("provider", "region").in_bulk(keys)
        parts = Partnership.objects.filter(project=self._project, organisation__in=keys)
        part_of = {part.organisation_id: part for part in parts}
        for row, (hits, is_sure) in zip(rows, matched, strict=True):
            if row.problems:
                yield Outcome("refused", row)
            elif not is_sure:
                yield Outcome("unsure", row, suggested=hits)
            else:
                key = hits[0] if hits else None
                yield self._judged(row, found.get(key) if key else None, part_of.get(key) if key else None)

    def _judged(self, row: Row, known: Organisation | None, part: Partnership | None) -> Outcome:
        whom = f"#{known.pk}" if known else row.facts.get("business_id") or plain_name(row.shown)
        said = hash(
            (row.role, row.provider, *sorted((name, str(value)) for name, value in row.facts.items()))
        )
        first, before = self._seen.setdefault(whom, (row.line, said))
        if first != row.line:
            if said == before:
                return Outcome("repeated", row, known, same_as=first)
            text = _("Line %(line)d says something else of the same organisation. Keep one of the two lines.")
            row.problems.append(text % {"line": first})
            return Outcome("refused", row)
        outcome = Outcome("unchanged", row, known)
        try:
            self._compare(outcome, known)
            self._take_part(outcome, part)
        except DomainError as error:
            row.problems.append(str(error))
            return Outcome("refused", row)
        outcome.kind = "new" if known is None else outcome.kind
        return outcome

    def _compare(self, outcome: Outcome, known: Organisation | None) -> None:
        """The organisation with the row's facts set. Raises what create_organisation raises."""
        row = outcome.row
        organisation = known or Organisation(kind=Organisation.Kind.PROVIDER)
        facts = {
            name: value for name, value in row.facts.items() if not self._is_known_as(known, name, value)
        }
        if row.provider:
            facts["provider"] = self._provider(row)
            if known is None:
                facts.setdefault("kind", Organisation.Kind.SCHOOL)
        outcome.organisation = organisation
        outcome.changes = assign(organisation, facts, FACTS)
        check_organisation(organisation)
        if outcome.changes:
            outcome.kind = "changed"

    def _is_known_as(self, known: Organisation | None, column: str, value: Any) -> bool:
        """An alias or the trade name in a column of names is no reason to rename anybody."""
        return (
            known is not None
            and "name_" in column
            and known.pk in self._register.by_name.get(plain_name(str(value)), ())
        )

    def _provider(self, row: Row) -> Organisation:
        hits = self._register.exactly(row.provider)
        if len(hits) != 1:
            said = _("The provider “%(name)s” is not in the register. Import providers before their schools.")
            if hits:
                said = _(
                    "Several organisations are called “%(name)s”. Write the provider's business ID instead."
                )
            raise ProviderUnclear(said % {"name": row.provider[:80]})
        return Organisation.objects.get(pk=hits[0])

    def _take_part(self, outcome: Outcome, part: Partnership | None) -> None:
        role = outcome.row.role
        if part is None:
            role = role or Partnership.Role.PARTNER
            outcome.part = Partnership(project=self._project, role=role, state=Partnership.State.DRAFT)
            outcome.part_changes = {"role": (None, role), "state": (None, Partnership.State.DRAFT)}
        elif role and part.role != role:
            outcome.part, outcome.part_changes = part, {"role": (part.role, role)}
            part.role = role
        if outcome.part_changes:
            outcome.kind = "changed"
            self._keep_one_coordinator(outcome, role)

    def _keep_one_coordinator(self, outcome: Outcome, role: str) -> None:
        """Raises CoordinatorTaken when another organisation, or another row, coordinates the project."""
        if role != Partnership.Role.COORDINATOR:
            return
        key = outcome.organisation.pk if outcome.organisation else None
        if self._coordinator is not None and self._coordinator != key:
            holder = Organisation.objects.filter(pk=self._coordinator).first()
            raise CoordinatorTaken(coordinator=holder or outcome.row.shown)
        self._coordinator = key or -1


class ProviderUnclear(DomainError):
    """A school's provider is not to be told from what the file says of it."""
