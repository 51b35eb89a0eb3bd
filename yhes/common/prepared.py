"""Queries asked for every page: put together once, as that takes longer than asking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model, QuerySet


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
        prepared = [
            field.get_db_prep_value(value, connection)
            for field, value in zip(self._fields(), values, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(made.statement, (*made.parameters, *prepared))
            return _converted(cursor.fetchall(), made)

    def _fields(self) -> Iterable[Field[Any, Any]]:
        return (_field(self._rows.model, path) for path in self._by)

    def _make(self, values: tuple[object, ...]) -> _Made:
        rows = self._rows
        for path, value in zip(self._by, values, strict=True):
            rows = rows.filter(**{path: value})
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        statement, parameters = compiler.as_sql()
        converters = compiler.get_converters([expression for expression, *_ in compiler.select])
        return _Made(statement, tuple(parameters[: -len(self._by)]), converters)


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
