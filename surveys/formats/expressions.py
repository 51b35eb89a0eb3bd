"""Conditions as survey programs write them, read into a small tree; nothing is ever evaluated.

One grammar serves XLSForm's XPath (`${q} = 'yes' and not(selected(${r}, 'a'))`), LimeSurvey's
expressions (`q.NAOK == "Y" or !is_empty(r)`) and SurveyJS's (`{q} = 1 and {r} contains 'a'`):
comparisons of one answer with one value, joined by and, or and not. Everything else is `Unreadable`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

MAX_EXPRESSION = 32_767  # characters
MAX_DEPTH = 20  # parentheses within each other


class Unreadable(ValueError):
    """More than comparing answers with values."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The answer to `question` stands in `relation` (==, !=, <, <=, >, >=) to `value`."""

    question: str
    relation: str
    value: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """Among the options chosen in `question` is `value`."""

    question: str
    value: str


@dataclass(frozen=True, slots=True)
class Negated:
    part: Expression


@dataclass(frozen=True, slots=True)
class Both:
    """All of `parts`."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of `parts`."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Constant:
    """Always, or never."""

    holds: bool


Expression: TypeAlias = Compared | Chosen | Negated | Both | Either | Constant

_TOKEN = re.compile(
    r"""\s*(?:
        \$?\{(?P<reference>[^{}]{1,200})\}
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<mark>&&|\|\||==|!=|<>|<=|>=|=|<|>|!|\(|\)|\[|\]|,)
      | (?P<word>-?[A-Za-z0-9_]+(?:[.\-][A-Za-z0-9_]+)*)
    )""",
    re.VERBOSE | re.ASCII,
)
_RELATIONS = {"=": "==", "==": "==", "eq": "==", "!=": "!=", "ne": "!=", "<>": "!="}
_RELATIONS |= {"<": "<", "lt": "<", "<=": "<=", "le": "<=", ">": ">", "gt": ">", ">=": ">=", "ge": ">="}
_TURNED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_AND, _OR = {"and", "&&"}, {"or", "||"}
# SurveyJS writes what is tested behind the question.
_BEHIND = {"contains", "notcontains", "anyof", "empty", "notempty"}
_RESERVED = _AND | _OR | set(_RELATIONS) | _BEHIND | {"not", "!", "(", ")", "[", "]", ","}
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_CHOSEN = {"selected"}
_EMPTY = {"is_empty", "empty"}


def parse(text: str) -> Expression:
    """The tree of an expression; an empty one always holds. Raises `Unreadable`."""
    if len(text) > MAX_EXPRESSION:
        raise Unreadable
    tokens = list(_tokens(text.strip()))
    if not tokens:
        return Constant(True)
    parser = _Parser(tokens)
    tree = parser.either()
    if parser.next is not None:
        raise Unreadable
    return tree


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # reference, text, mark, word
    value: str

    @property
    def key(self) -> str:
        return self.value.lower() if self.kind in ("mark", "word") else ""


def _tokens(text: str) -> list[_Token]:
    found, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise Unreadable
        value = match[match.lastgroup]
        found.append(_Token(match.lastgroup, value[1:-1] if match.lastgroup == "text" else value))
        position = match.end()
    return found


class _Parser:
    """Recursive descent: either → both → single."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def next(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _key(self) -> str:
        return self.next.key if self.next else ""

    def _take(self, key: str = "") -> _Token:
        token = self.next
        if token is None or (key and token.key != key):
            raise Unreadable
        self._at += 1
        return token

    def either(self) -> Expression:
        parts = [self._both()]
        while self._key() in _OR:
            self._take()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self) -> Expression:
        parts = [self._single()]
        while self._key() in _AND:
            self._take()
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _single(self) -> Expression:
        key = self._key()
        if key == "!":
            self._take()
            # "!a == b" would mean (!a) == b: only what is whole can be turned round.
            return Negated(self._nested(self._group if self._key() == "(" else self._call))
        if key == "not":
            self._take()
            return Negated(self._nested(self._group))
        if key == "(":
            return self._nested(self._group)
        following = self._tokens[self._at + 1].key if self._at + 1 < len(self._tokens) else ""
        if self.next and self.next.kind == "word" and following == "(":
            return self._call()
        return self._comparison()

    def _nested(self, read: Callable[[], Expression]) -> Expression:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Unreadable
        tree = read()
        self._depth -= 1
        return tree

    def _group(self) -> Expression:
        self._take("(")
        tree = self.either()
        self._take(")")
        return tree

    def _call(self) -> Expression:
        name = self._take().key
        self._take("(")
        if name in ("true", "false"):
            self._take(")")
            return Constant(name == "true")
        question = self._operand()
        if _is_value(question):
            raise Unreadable
        if name in _EMPTY:
            self._take(")")
            return Compared(question.value, "==", "")
        if name not in _CHOSEN:
            raise Unreadable
        self._take(",")
        value = self._take()
        self._take(")")
        if value.kind != "text":
            raise Unreadable
        return Chosen(question.value, value.value)

    def _comparison(self) -> Expression:
        left = self._operand()
        if self._key() in _BEHIND:
            return self._tested_behind(left)
        relation = _RELATIONS.get(self._key())
        if relation is None:
            return _constant(left)
        self._take()
        right = self._operand()
        if _is_value(left) and not _is_value(right):
            left, right, relation = right, left, _TURNED[relation]
        if _is_value(left) or not _is_value(right):
            raise Unreadable  # two values, or one answer beside another
        return Compared(left.value, relation, right.value)

    def _tested_behind(self, question: _Token) -> Expression:
        if _is_value(question):
            raise Unreadable
        test = self._take().key
        if test in ("empty", "notempty"):
            return Compared(question.value, "==" if test == "empty" else "!=", "")
        if test == "anyof":
            return Either(tuple(Chosen(question.value, value) for value in self._values()))
        chosen = Chosen(question.value, self._value())
        return chosen if test == "contains" else Negated(chosen)

    def _values(self) -> list[str]:
        self._take("[")
        values = [self._value()]
        while self._key() == ",":
            self._take()
            values.append(self._value())
        self._take("]")
        return values

    def _value(self) -> str:
        token = self._operand()
        if not _is_value(token):
            raise Unreadable
        return token.value

    def _operand(self) -> _Token:
        token = self._take()
        if token.kind == "mark" or token.key in _RESERVED:
            raise Unreadable
        return token


def _is_value(token: _Token) -> bool:
    if token.kind == "word":
        return token.value in ("true", "false") or _NUMBER.fullmatch(token.value) is not None
    return token.kind == "text"


def _constant(token: _Token) -> Constant:
    if token.kind == "word" and token.value in ("0", "1"):
        return Constant(token.value == "1")
    raise Unreadable
