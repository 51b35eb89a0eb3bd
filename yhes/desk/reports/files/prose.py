"""Markdown as paragraphs, lists, headings and tables of a Word document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from markdown_it.token import Token

from yhes.common.text import parsed

_HEADINGS: Final = {"h3": 2, "h4": 3}  # sections of the report have level 1
_LISTS: Final = {"bullet_list_open": "List Bullet", "ordered_list_open": "List Number"}
_ADDRESSES: Final = ("https://", "http://", "mailto:")


def write(paper: Any, markdown: str) -> None:
    """To the end of the document."""
    around: list[_Around] = []
    tokens = parsed(markdown)
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "table_open":
            place = _table(paper, tokens, place)
            continue
        _follow(paper, around, token)
        if token.type == "inline":
            _inline(_paragraph(paper, tokens[place - 1], around), token.children or ())
        elif token.type in ("fence", "code_block"):
            paper.add_paragraph(token.content.rstrip("\n"))
        place += 1


@dataclass(frozen=True, slots=True)
class _Around:
    """The list or quotation a paragraph stands in; numbering: Word's number of an ordered list."""

    style: str
    numbering: int = 0


def _follow(paper: Any, around: list[_Around], token: Token) -> None:
    if token.type in _LISTS:
        depth = sum(one.style.startswith("List") for one in around) + 1
        style = _LISTS[token.type] + (f" {min(depth, 3)}" if depth > 1 else "")
        around.append(_Around(style, _numbered_anew(paper, style) if "Number" in style else 0))
    elif token.type == "blockquote_open":
        around.append(_Around("Quote"))
    elif token.type in ("bullet_list_close", "ordered_list_close", "blockquote_close"):
        around.pop()


def _numbered_anew(paper: Any, style: str) -> int:
    """A numbering that begins at 1: lists of one style would go on where the one before ended."""
    all_of_them = paper.part.numbering_part.element
    of_style = paper.styles[style].element.pPr.numPr.numId.val
    made = all_of_them.add_num(all_of_them.num_having_numId(of_style).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    number: int = made.numId
    return number


def _paragraph(paper: Any, opening: Token, around: list[_Around]) -> Any:
    if opening.type == "heading_open":
        return paper.add_heading("", level=_HEADINGS[opening.tag])
    paragraph = paper.add_paragraph("", around[-1].style if around else None)
    if around and around[-1].numbering:
        paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = around[-1].numbering
    return paragraph


def _inline(paragraph: Any, tokens: Sequence[Token]) -> None:
    """Runs of text; an address that is no link of the web or of mail stays plain text, as on pages."""
    marks: list[str] = []
    address = ""
    for token in tokens:
        if token.type in ("strong_open", "em_open"):
            marks.append(token.tag)
        elif token.type in ("strong_close", "em_close"):
            marks.remove(token.tag)
        elif token.type == "link_open":
            href = str(token.attrs.get("href", ""))
            address = href if href.lower().startswith(_ADDRESSES) else ""
        elif token.type == "link_close":
            address = ""
        else:
            _run(paragraph, token, marks, address)


def _run(paragraph: Any, token: Token, marks: list[str], address: str) -> None:
    run = paragraph.add_run()
    if token.type in ("softbreak", "hardbreak"):
        run.add_break()
        return
    run.text = token.content
    run.bold, run.italic = "strong" in marks or None, "em" in marks or None
    if address:
        _link(paragraph, run, address)


def _link(paragraph: Any, run: Any, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run.font.underline = True
    paragraph._p.replace(run._r, link)
    link.append(run._r)


def _table(paper: Any, tokens: Sequence[Token], begin: int) -> int:
    """Returns the place after the table."""
    end = next(at for at in range(begin, len(tokens)) if tokens[at].type == "table_close")
    rows = list(_rows(tokens[begin:end]))
    made = paper.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
    for row, cells in zip(made.rows, rows, strict=True):
        for cell, content in zip(row.cells, cells, strict=False):
            _inline(cell.paragraphs[0], content.children or ())
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    paper.add_paragraph()
    return end + 1


def _rows(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    row: list[Token] = []
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "inline":
            row.append(token)
        elif token.type == "tr_close":
            yield row
