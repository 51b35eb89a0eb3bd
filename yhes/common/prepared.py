"""Statements of every page and answer: put together once by Django, planned once by PostgreSQL.

Both take longer than carrying them out. On PostgreSQL a statement is planned at its first use on a
connection, and its values travel beside it: an envelope goes as its bytes, not spelt out in the statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any, Final, NamedTuple, Self

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model, QuerySet
from django.db.models.sql import InsertQuery, UpdateQuery


class _Planned(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **_how: Any) -> Self:
        return super().execute(query, params, prepare=True)


def execute(statement: str, values: Sequence[Any]) -> CursorWrapper:
    """Ask a statement that is always the same but for its values. The cursor is the caller's to close."""
    cursor = connection.cursor()
    if connection.vendor != "postgresql":
        cursor.execute(statement, values)
        return cursor
    cursor.close()  # it has opened the connection; Django's own binds values into the statement
    planned: Any = _Planned(connection.connection)
    logged = connection.make_debug_cursor(planned).debug_sql if connection.queries_logged else nullcontext
    with logged(statement):
        cursor = connection.make_cursor(planned)
        cursor.execute(statement, values)
    return cursor


class _Made(NamedTuple):
    statement: str
    parameters: tuple[Any, ...]  # but for the last ones, which are the values looked for
    converters: Mapping[int, tuple[list[Callable[..., Any]], Any]]


class Prepared:
    """`rows.filter(**{by: value})` for a `values_list`, for any values (never None) of the fields `by`.

    The statement is what Django makes of the query for the first values, and so are the conversions of
    what comes back. For some ten columns over two joins Django needs three times as long for that as the
    database for its answer. The query has neither a LIMIT nor groups: its last parameters are the values.
    """

    def __init__(self, rows: QuerySet[Any, Any], *, by: str | tuple[str, ...]) -> None:
        self._rows = rows
        self._by: Final = (by,) if isinstance(by, str) else by
        self._made: _Made | None = None

    def get(self, *values: object) -> list[Any] | None:
        """The row's values in the order of the `values_list`; None if there is none."""
        return next(iter(self.all(*values)), None)

    def all(self, *values: object) -> list[list[Any]]:
        """Every row, in the order of the query."""
        made = self._made = self._made or self._make(values)
        with execute(made.statement, (*made.parameters, *self._looked_for(values))) as cursor:
            return _converted(cursor.fetchall(), made)

    def _looked_for(self, values: tuple[object, ...]) -> list[Any]:
        fields = (_field(self._rows.model, path) for path in self._by)
        return [
            field.get_db_prep_value(value, connection) for field, value in zip(fields, values, strict=True)
        ]

    def _filtered(self, values: tuple[object, ...]) -> QuerySet[Any, Any]:
        rows = self._rows
        for path, value in zip(self._by, values, strict=True):
            rows = rows.filter(**{path: value})
        return rows

    def _make(self, values: tuple[object, ...]) -> _Made:
        compiler = self._filtered(values).query.get_compiler(DEFAULT_DB_ALIAS)
        statement, parameters = compiler.as_sql()
        converters = compiler.get_converters([expression for expression, *_ in compiler.select])
        return _Made(statement, tuple(parameters[: -len(self._by)]), converters)


class PreparedUpdate(Prepared):
    """`rows.filter(**{by: value}).update(**to)` for any values of `by`; `to` is always the same."""

    def __init__(self, rows: QuerySet[Any, Any], *, by: str | tuple[str, ...], **to: object) -> None:
        super().__init__(rows, by=by)
        self._to = to

    def change(self, *values: object) -> int:
        """How many rows were changed."""
        made = self._made = self._made or self._make(values)
        with execute(made.statement, (*made.parameters, *self._looked_for(values))) as cursor:
            changed: int = cursor.rowcount
            return changed

    def _make(self, values: tuple[object, ...]) -> _Made:
        query: Any = self._filtered(values).query.chain(UpdateQuery)
        query.add_update_values(self._to)
        statement, parameters = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        return _Made(statement, tuple(parameters[: -len(self._by)]), {})


class PreparedInsert:
    """A row of a model, from the values of all its fields: no default is filled in, no signal sent."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model
        self._statement = ""

    def add(self, **values: object) -> None:
        """Of a foreign key, the key. Raises KeyError for a field without a value."""
        fields = self._model._meta.local_concrete_fields
        prepared = [field.get_db_prep_save(values[field.name], connection) for field in fields]
        self._statement = self._statement or self._make(fields)
        execute(self._statement, prepared).close()

    def _make(self, fields: Sequence[Field[Any, Any]]) -> str:
        query = InsertQuery(self._model)
        query.insert_values(fields, [self._model()])
        statement: str = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()[0][0]
        return statement


def _field(model: type[Model], path: str) -> Field[Any, Any]:
    """The field at the end of `round__project`."""
    name, _mark, rest = path.partition("__")
    field: Any = model._meta.get_field(name)
    return _field(field.related_model, rest) if rest else field


def _converted(rows: Iterable[Iterable[Any]], made: _Made) -> list[list[Any]]:
    found = [list(row) for row in rows]
    for place, (converters, expression) in made.converters.items():
        for row in found:
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
    return found
