"""Text that people write: Markdown in, clean HTML out."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "code", "hr"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}


def to_html(markdown: str) -> SafeString:
    """Clean HTML of a Markdown text; headings start at h3, as pages own h1 and h2."""
    html = _markdown.render(markdown or "")
    for level, target in (("1", "3"), ("2", "4"), ("5", "4"), ("6", "4")):
        html = html.replace(f"<h{level}>", f"<h{target}>").replace(f"</h{level}>", f"</h{target}>")
    clean = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"})
    # Safe because nh3 has just cleaned it: the only such place in the portal besides the charts.
    return SafeString(clean)
