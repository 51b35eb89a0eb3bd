"""A report as a Word document that a person goes on editing: real headings, tables with header rows."""

from __future__ import annotations

import base64
import io
from datetime import datetime
from typing import Any, Final

import docx
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from yhes.common.reporting import ReportSection, Table, text_of
from yhes.desk.reports.files.prose import write
from yhes.desk.reports.presenting import facts
from yhes.desk.reports.snapshot import Document, Part

_LOCALES: Final = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
_DARK: Final = RGBColor(0x14, 0x3A, 0x3A)
_FONT: Final = "Calibri"
_SHEET: Final = 166.0  # mm between the margins
_LETTER: Final = 1.75  # mm, a bold letter of a table
_GAP: Final = 4.5  # mm of a column that are the cell's own


def render(document: Document, mark: str) -> bytes:
    """mark: the fingerprint of the report, written at its end."""
    with translation.override(document.language):
        paper = docx.Document()
        _set_up(paper, document)
        _head(paper, document)
        for part in document.parts:
            _part(paper, part)
        paper.add_paragraph(_("Fingerprint of the report (SHA-256): %(mark)s") % {"mark": mark}, "Caption")
        file = io.BytesIO()
        paper.save(file)
    return file.getvalue()


# --- The paper ----------------------------------------------------------------------------------------


def _set_up(paper: Any, document: Document) -> None:
    """A4, the portal's colours, the language for screen readers, and what the file says of itself."""
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(22)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Caption"):
        _style(paper.styles[name], is_text=name in ("Normal", "Caption"))
    for line in paper.styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
        line.getparent().remove(line)  # Word's own blue rule
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LOCALES[document.language])
    defaults = paper.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(language)
    about, moment = paper.core_properties, datetime.fromisoformat(document.figures_at)
    about.title, about.language = document.title, _LOCALES[document.language]
    about.author, about.subject, about.comments = document.project, _("Report to the funder"), ""
    about.created = about.modified = moment
    _footer(section.footer, document)


def _style(style: Any, *, is_text: bool) -> None:
    style.font.name = _FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for old in [name for name in fonts.attrib if "Theme" in name]:
        del fonts.attrib[old]  # a theme's typeface would win over the named one
    fonts.set(qn("w:hAnsi"), _FONT)
    if is_text:
        style.font.size, style.font.italic, style.font.bold = Pt(10.5), False, False
    style.font.color.rgb = RGBColor(0x1F, 0x2A, 0x2A) if is_text else _DARK


def _footer(footer: Any, document: Document) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.add_run(f"{document.project} · {document.title} · ")
    run = paragraph.add_run()
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = words
        run._r.append(element)


# --- What stands on it --------------------------------------------------------------------------------


def _head(paper: Any, document: Document) -> None:
    for logo in document.logos:
        _logo(paper, logo)
    paper.add_paragraph(document.project)
    paper.add_paragraph(document.title, "Title")
    for line in head_lines(document):
        paper.add_paragraph(line)


def head_lines(document: Document) -> list[str]:
    """What stands under the title, in the active language."""
    known = facts(document)
    day = {name: date_format(known[name], "SHORT_DATE_FORMAT") for name in ("first", "last", "figures_at")}
    lines = [
        _("Period %(first)s–%(last)s") % day,
        _("Version %(number)s") % {"number": document.version},
        _("Figures as of %(figures_at)s") % day,
    ]
    if known["submitted_on"]:
        lines.append(
            _("Submitted %(day)s") % {"day": date_format(known["submitted_on"], "SHORT_DATE_FORMAT")}
        )
    if document.corrects:
        corrected = date_format(known["corrected_on"], "SHORT_DATE_FORMAT")
        words = _("Corrects version %(number)s, which was submitted on %(day)s")
        lines.append(words % {"number": document.corrects["version"], "day": corrected})
    if document.is_example:
        lines.append(_("Example data"))
    return lines


def _logo(paper: Any, logo: Any) -> None:
    run = paper.add_paragraph().add_run()
    run.add_picture(io.BytesIO(base64.b64decode(logo["picture"])), height=Mm(14))
    run._r.xpath(".//wp:docPr")[0].set("descr", logo["text"])


def _part(paper: Any, part: Part) -> None:
    section: ReportSection = part.section
    paper.add_heading(section.title, level=1)
    if section.lead:
        paper.add_paragraph(section.lead)
    write(paper, part.before)
    for table in section.tables:
        _table(paper, table)
    if section.missing:
        paper.add_paragraph(section.missing)
    write(paper, part.after)
    if section.asks_deviation or part.deviation:
        paper.add_heading(_("Deviations from the plan"), level=2)
        write(paper, part.deviation)


def _table(paper: Any, table: Table) -> None:
    caption = paper.add_paragraph(table.title, "Caption")
    caption.paragraph_format.keep_with_next = True
    caption.runs[0].font.bold = True
    made = paper.add_table(rows=1 + len(table.rows), cols=len(table.head), style="Table Grid")
    made.autofit = False
    _describe(made, table)
    widths = [Mm(width) for width in _widths(_texts(table))]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for row, texts in zip(made.rows, _texts(table), strict=True):
        for cell, column, text, width in zip(row.cells, table.head, texts, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text).font.size = Pt(9)
            if column.kind == "number":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    _embolden(made.rows[0])
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    if table.is_summed:
        _embolden(made.rows[-1])
    paper.add_paragraph(table.note, "Caption").paragraph_format.space_before = Pt(4)


def _texts(table: Table) -> list[list[str]]:
    """The head and the rows as they are read."""
    return [[column.label for column in table.head], *([text_of(cell) for cell in row] for row in table.rows)]


def _widths(texts: list[list[str]]) -> list[float]:
    """Millimetres of each column: room for its longest word, and what is left to those with most to say."""
    columns = list(zip(*texts, strict=True))
    words = [max(len(word) for text in column for word in text.split() or [""]) for column in columns]
    lines = [max(len(text) for text in column) for column in columns]
    least = _fitted([count * _LETTER + _GAP for count in words])
    left = _SHEET - sum(least)
    wishes = [line - word + 1 for line, word in zip(lines, words, strict=True)]
    return [width + left * wish / sum(wishes) for width, wish in zip(least, wishes, strict=True)]


def _fitted(widths: list[float]) -> list[float]:
    """Where they are too much for the sheet, the widest give way, so that days and figures stay whole."""
    left, columns = _SHEET, len(widths)
    for width in sorted(widths):
        share = left / columns
        if width > share:
            return [min(each, share) for each in widths]
        left, columns = left - width, columns - 1
    return widths


def _describe(made: Any, table: Table) -> None:
    """The title and the text instead that Word keeps for a table."""
    for name, text in (("w:tblCaption", table.title), ("w:tblDescription", table.note or table.title)):
        element = OxmlElement(name)
        element.set(qn("w:val"), text)
        made._tbl.tblPr.append(element)


def _embolden(row: Any) -> None:
    for cell in row.cells:
        for run in cell.paragraphs[0].runs:
            run.font.bold = True
