"""What no template may hold: it would break the Content Security Policy or let markup through."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {
    r"\|\s*safe\b": "|safe lets markup through",
    r"{%\s*autoescape\s+off": "autoescape off lets markup through",
    r"\son[a-z]+\s*=\s*[\"']": "an inline handler is refused by the CSP",
    r"<script(?![^>]*\b(src|nonce|type=\"application/(ld\+)?json\"))[^>]*>": (
        "an inline script is refused by the CSP"
    ),
    r"<style(?![^>]*\bnonce)[^>]*>": "an inline style sheet is refused by the CSP",
    r"\bjavascript:": "a javascript: address is refused by the CSP",
}
ON_PAGES = {r"\sstyle\s*=\s*[\"']": "an inline style is refused by the CSP"}
# Letters and the PDF are no pages: mail programs know only inline styles, and WeasyPrint has no CSP.
NO_PAGES = ("mail", "pdf")


def problems(path: Path) -> list[str]:
    place = path.relative_to(ROOT / "templates")
    is_page = place.parts[0] not in NO_PAGES
    rules = {**FORBIDDEN, **ON_PAGES} if is_page else {r"\|\s*safe\b": FORBIDDEN[r"\|\s*safe\b"]}
    text = re.sub(r"{% comment %}.*?{% endcomment %}", _blank, path.read_text(), flags=re.DOTALL)
    return [
        f"templates/{place}:{text[: match.start()].count(chr(10)) + 1}: {why}"
        for rule, why in rules.items()
        for match in re.finditer(rule, text, flags=re.IGNORECASE)
    ]


def _blank(comment: re.Match[str]) -> str:
    return "\n" * comment.group().count("\n")


def main() -> None:
    found = [line for path in sorted((ROOT / "templates").rglob("*.html")) for line in problems(path)]
    if found:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
