"""Text that people write: Markdown in, clean HTML out."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "code", "hr"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}


def to_html(markdown: str) -> SafeString:
    """Clean HTML of a Markdown text. Pages own h1 and h2: its first heading is h3, whatever its level."""
    tokens = parsed(markdown)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"})
    # Safe because nh3 has just cleaned it: the only such place in the portal besides the charts.
    return SafeString(clean)


def parsed(markdown: str) -> list[Token]:
    """What `to_html` writes, as markdown-it's tokens with the same levels of headings: for other papers."""
    tokens = _markdown.parse(markdown or "")
    _set_levels(tokens)
    return tokens


def _set_levels(tokens: list[Token]) -> None:
    """Headings as h3, and h4 below one of those: a level that is skipped misleads a screen reader."""
    top = ""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            top = min(top, token.tag) if top else token.tag
            token.tag = "h3" if token.tag == top else "h4"
