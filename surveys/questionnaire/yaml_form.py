"""A questionnaire as a YAML file that people write and read."""

from __future__ import annotations

from typing import Any

import yaml

from surveys.questionnaire.document import readable_document
from surveys.questionnaire.errors import QuestionnaireError
from surveys.questionnaire.reading import from_document
from surveys.questionnaire.whole import Questionnaire

MAX_YAML_BYTES = 512 * 1024
MAX_DEPTH = 20
MERGE = "tag:yaml.org,2002:merge"


def from_yaml(text: str | bytes, *, complete: bool = True) -> Questionnaire:
    """Read a questionnaire from YAML.

    Only plain values are constructed; aliases, repeated keys, nesting deeper than `MAX_DEPTH` and
    files over `MAX_YAML_BYTES` are refused. With `complete` (the default) every text must be there
    in three languages. Raises `QuestionnaireError`.
    """
    if len(text if isinstance(text, bytes) else text.encode(errors="surrogatepass")) > MAX_YAML_BYTES:
        raise QuestionnaireError("", "too_large", limit=MAX_YAML_BYTES)
    try:
        document = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 (a SafeLoader, made stricter)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise QuestionnaireError(_where(error), "not_yaml", problem=_what(error)) from None
    return from_document(document, complete=complete)


def to_yaml(questionnaire: Questionnaire) -> str:
    """Write a questionnaire as YAML, keys in reading order."""
    return yaml.safe_dump(readable_document(questionnaire), sort_keys=False, allow_unicode=True, width=10_000)


class _PlainLoader(yaml.SafeLoader):
    """Refuses what a questionnaire never needs and an attack or a slip would use."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            # Nested aliases turn a small file into an endless document.
            raise yaml.composer.ComposerError(None, None, "aliases are not allowed", self.get_mark())
        if self.depth >= MAX_DEPTH:
            raise yaml.composer.ComposerError(None, None, "nested too deeply", self.get_mark())
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            # YAML would keep the last of two equal keys and lose the other without a word.
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag == MERGE or key_node.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, "a key is repeated or is not a plain word", key_node.start_mark
                )
            seen.add(key_node.value)
        return super().construct_mapping(node, deep)


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""


def _what(error: Exception) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None)
    return str(problem) if problem else type(error).__name__
