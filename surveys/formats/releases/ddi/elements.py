"""Writing XML of DDI-Codebook 2.5 (https://ddialliance.org/Specification/DDI-Codebook/2.5/).

Texts come in three languages, each an element of its own. Nothing is read here, so no entity is ever
resolved; what XML does not allow is left out.
"""

from __future__ import annotations

from xml.etree import ElementTree

from surveys.formats.texts import printable
from surveys.questionnaire import LANGUAGES, Text

Element = ElementTree.Element
NAMESPACE = "ddi:codebook:2_5"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_PLACE = "https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"


def root(language: str) -> Element:
    """An empty codebook; `language` is that of texts that stand in one language only."""
    return Element("codeBook", {"version": "2.5", _LANG: language, _SCHEMA: f"{NAMESPACE} {_PLACE}"})


def add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """A child with a text."""
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = printable(text) or None
    return child


def add_each(parent: Element, name: str, text: Text, /, **attributes: str) -> None:
    """A child for each language into which the text has been translated."""
    for language in LANGUAGES:
        if words := getattr(text, language):
            child = add(parent, name, words, **attributes)
            child.set(_LANG, language)


def written(codebook: Element) -> bytes:
    """The document in UTF-8."""
    codebook.set("xmlns", NAMESPACE)
    content: bytes = ElementTree.tostring(codebook, encoding="utf-8", xml_declaration=True)
    return content
