"""Queries asked for every visitor: put together once, as that takes longer than asking."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet


class _Made(NamedTuple):
    statement: str
    parameters: tuple[Any, ...]  # but for the last one, which is the value looked for
    prepare: Callable[[Any], Any]
    converters: Mapping[int, tuple[list[Callable[..., Any]], Any]]


class Prepared:
    """`rows.get(**{by: value})` for rows of a `values_list`, for any value of a unique field of its table.

    The statement is what Django makes of the query for the first value, and so are the conversions of
    what comes back. For some ten columns over two joins Django needs three times as long for that as the
    database for its answer.
    """

    def __init__(self, rows: QuerySet[Any, Any], *, by: str) -> None:
        self._rows, self._by = rows, by
        self._made: _Made | None = None

    def get(self, value: object) -> list[Any] | None:
        """The row's values in the order of the `values_list`; None if there is none."""
        made = self._made = self._made or self._make(value)
        with connection.cursor() as cursor:
            cursor.execute(made.statement, (*made.parameters, made.prepare(value)))
            found = cursor.fetchone()
        if found is None:
            return None
        row = list(found)
        for place, (converters, expression) in made.converters.items():
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        return row

    def _make(self, value: object) -> _Made:
        compiler = self._rows.filter(**{self._by: value}).query.get_compiler(DEFAULT_DB_ALIAS)
        statement, parameters = compiler.as_sql()
        field = self._rows.model._meta.get_field(self._by)
        converters = compiler.get_converters([expression for expression, *_ in compiler.select])
        return _Made(
            statement,
            tuple(parameters[:-1]),
            lambda value: field.get_db_prep_value(value, connection),
            converters,
        )
