"""What would come of each row of a file of employers: matched, compared and judged, nothing stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from projects.register import access
from projects.register.models import EmployerPartnership, Organisation, PartnerImport, Project
from projects.register.naming import Register, plain_name
from projects.register.services.changes import assign
from projects.register.services.employers import EMPLOYER_FACTS, check_terms, people_for
from projects.register.services.importing.employer_rows import EmployerReader, EmployerRow
from projects.register.services.importing.matching import Matcher
from projects.register.services.importing.planning import Line, Outcome, in_batches
from projects.register.services.organisations import FACTS, check_organisation
from yhes.common.errors import DomainError

Match = tuple[list[int], bool]


class EmployerPlanner:
    """Judges the rows of one file against the register as it was when the planner was made.

    Rows are about schools that whoever uploaded the file may keep, as it is at that moment.
    """

    def __init__(self, file: PartnerImport) -> None:
        self._project: Project = file.project
        self._reader = EmployerReader(file.columns)
        self._register = Register.read()
        self._matcher = Matcher(self._register, file.answers)
        kept = access.schools_kept_by(file.uploaded_by, file.project) if file.uploaded_by else ()
        self._schools: dict[int, Organisation] = {school.pk: school for school in kept}
        self._people: dict[int, dict[str, Any]] = {}  # of each school: e-mail → person
        self._made: dict[str, Organisation] = {}  # workplaces that are new, each once
        # Whom a row is about → its line, and what it says.
        self._seen: dict[tuple[int, str], tuple[int, int]] = {}

    def outcomes(self, lines: Iterable[Line]) -> Iterator[Outcome]:
        """One for each row, in order. Raises TooManyRows."""
        for batch in in_batches(lines):
            yield from self._of_batch([self._reader.read(line, cells) for line, cells in batch])

    def _of_batch(self, rows: list[EmployerRow]) -> Iterator[Outcome]:
        matched: list[Match] = [self._matcher.match(row) for row in rows]
        keys = {hits[0] for hits, is_sure in matched if is_sure and hits}
        workplaces = Organisation.objects.in_bulk(keys)
        parts = EmployerPartnership.objects.present().filter(
            project=self._project, school__in=self._schools, workplace__in=keys
        )
        parts = parts.select_related("owner", "deputy", "school", "workplace")
        part_of = {(part.school_id, part.workplace_id): part for part in parts}
        for row, (hits, is_sure) in zip(rows, matched, strict=True):
            if row.problems:
                yield Outcome("refused", row)
            elif not is_sure:
                yield Outcome("unsure", row, suggested=hits)
            else:
                yield self._judged(row, workplaces.get(hits[0]) if hits else None, part_of)

    def _judged(
        self, row: EmployerRow, known: Organisation | None, part_of: Mapping[tuple[int, int], Any]
    ) -> Outcome:
        try:
            school = self._school(row)
            if first := self._repeated(row, school, known):
                return Outcome("repeated", row, known, same_as=first)
            return self._compared(row, school, known, part_of)
        except DomainError as error:
            row.problems.append(str(error))
            return Outcome("refused", row)

    def _school(self, row: EmployerRow) -> Organisation:
        """Raises SchoolUnclear."""
        hits = self._register.exactly(row.school) if row.school else list(self._schools)
        found = [key for key in hits if key in self._schools]
        if len(found) == 1:
            return self._schools[found[0]]
        if not row.school:
            raise SchoolUnclear(_("Say which school or provider the employer is of."))
        said = _("“%(name)s” is no school or provider of the project whose employers you keep.")
        raise SchoolUnclear(said % {"name": row.school[:80]})

    def _repeated(self, row: EmployerRow, school: Organisation, known: Organisation | None) -> int:
        """The line that says the same already, else 0. Raises SaidOtherwise."""
        whom = f"#{known.pk}" if known else row.facts.get("business_id") or plain_name(row.shown)
        said = hash(str((sorted(row.facts.items()), sorted(row.terms.items()), sorted(row.people.items()))))
        first, before = self._seen.setdefault((school.pk, whom), (row.line, said))
        if first == row.line:
            return 0
        if said == before:
            return first
        text = _("Line %(line)d says something else of the same employer. Keep one of the two lines.")
        raise SaidOtherwise(text % {"line": first})

    def _compared(
        self,
        row: EmployerRow,
        school: Organisation,
        known: Organisation | None,
        part_of: Mapping[tuple[int, int], Any],
    ) -> Outcome:
        if known is not None and known.pk == school.pk:
            raise SchoolUnclear(_("A school cannot be its own employer."))
        outcome = Outcome("unchanged", row)
        outcome.organisation = known or self._new_workplace(outcome, school)
        part = part_of.get((school.pk, known.pk)) if known else None
        outcome.part = part or EmployerPartnership(
            project=self._project, school=school, workplace=outcome.organisation
        )
        facts = {**row.terms, **self._acting(row, school)}
        outcome.part_changes = assign(outcome.part, facts, EMPLOYER_FACTS)
        check_terms(outcome.part)
        if part is None:
            outcome.kind = "new"
        elif outcome.part_changes:
            outcome.kind = "changed"
        return outcome

    def _new_workplace(self, outcome: Outcome, school: Organisation) -> Organisation:
        """The same for every row about it; what was set is told by the first. Raises NameMissing."""
        row = outcome.row
        whom = row.facts.get("business_id") or plain_name(row.shown)
        if whom not in self._made:
            facts = {"kind": Organisation.Kind.WORKPLACE, "is_fictional": school.is_fictional, **row.facts}
            made = Organisation()
            outcome.changes = assign(made, facts, FACTS)
            check_organisation(made)
            self._made[whom] = made
        return self._made[whom]

    def _acting(self, row: EmployerRow, school: Organisation) -> dict[str, Any]:
        """Owner and deputy by their e-mail, which no report repeats. Raises PersonUnknown."""
        if not row.people:
            return {}
        if school.pk not in self._people:
            roles = people_for(self._project, school).select_related("user")
            self._people[school.pk] = {role.user.email.lower(): role.user for role in roles}
        people = self._people[school.pk]
        if row.people.keys() - {part for part, email in row.people.items() if email in people}:
            raise PersonUnknown(
                _("The owner and the deputy must have a role for the school in this project.")
            )
        return {part: people[email] for part, email in row.people.items()}


class SchoolUnclear(DomainError):
    """Which school a row is about cannot be told, or it is none that the person keeps."""


class SaidOtherwise(DomainError):
    """Two lines of one employer differ."""


class PersonUnknown(DomainError):
    """An address of somebody without a role for the school."""
