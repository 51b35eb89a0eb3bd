"""The publication: accessible, whole, in its typefaces, with the snapshot's figures, and no way out of it."""

from __future__ import annotations

import base64
import re
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest
from django.conf import settings
from django.utils import translation

from roadmap import pdf
from roadmap.reading import Reader
from roadmap.snapshot import Publication
from tests.roadmap.samples import NOTE, WORKSHOP, publication, say
from yhes.common import pdf as paper

LANGUAGES = ("fi", "sv", "en")
ADDRESS = "https://yhes.example/id/edition/2"
LETTERS = "å ä ö š ž Å Ä Ö Š Ž"


def made() -> Publication:
    """The pictures' roadmap, with letters in it that a poor subset of a typeface would lose."""
    whole = publication()
    first = replace(whole.themes[0], lead=say(LETTERS, LETTERS, LETTERS))
    return replace(whole, themes=(first, *whole.themes[1:]))


def older() -> Publication:
    whole = replace(publication(), number=1, published_on="2025-11-12")
    first = whole.themes[0]
    return replace(whole, themes=(replace(first, steps=first.steps[1:]), *whole.themes[1:]))


def render(
    language: str, whole: Publication | None = None, previous: Publication | None = None
) -> pdf.Rendered:
    return pdf.render(
        whole or made(),
        previous=previous,
        address=ADDRESS,
        fingerprint="0123456789abcdef" * 4,
        language=language,
        progress=lambda done, total: None,
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The PDF in each language, rendered once for all these tests."""
    folder = tmp_path_factory.mktemp("pdf")
    found = {}
    for language in LANGUAGES:
        found[language] = folder / f"{language}.pdf"
        found[language].write_bytes(render(language, previous=older()).content)
    return found


def read(content: bytes) -> list[str]:
    """The pages' text in the order of their content, with single spaces; running heads come last."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return [" ".join(words.split()) for words in done.stdout.decode().split("\f")[:-1]]


def pages(path: Path) -> list[str]:
    return read(path.read_bytes())


def text(path: Path) -> str:
    return " ".join(pages(path))


def elements(document: pikepdf.Pdf, kind: str) -> Iterator[Any]:
    """Every structure element of a kind ("/Table"), in reading order."""

    def walk(node: Any) -> Iterator[Any]:
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if node.get("/S") == kind:
                yield node
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(document.Root.StructTreeRoot)


@pytest.fixture(scope="module")
def variant() -> list[str]:
    """A first edition with real data, a protected figure and a text that looks like markup."""
    whole = publication()
    evil = '<img src="file:///etc/passwd"><b>lihava</b>'
    first = replace(whole.themes[0], lead=say(evil, evil, evil))
    key = "surveys:release-3:agree:LU1"
    shown = {**whole.figures, key: replace(whole.figures[key], value=None)}
    whole = replace(whole, is_example=False, themes=(first, *whole.themes[1:]), figures=shown)
    with translation.override("fi"):
        return read(render("fi", whole).content)


# --- Accessible ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rule_of_pdf_ua_1_fails(files: dict[str, Path], language: str) -> None:
    report = page_validation.validate_pdf(files[language], profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.rules.failed == 0
    assert report.rules.total > 100
    assert report.is_compliant


@pytest.mark.parametrize("language", LANGUAGES)
def test_title_and_language_are_set(files: dict[str, Path], language: str) -> None:
    with pikepdf.open(files[language]) as document:
        assert str(document.Root.Lang) == language
        assert str(document.docinfo["/Title"]) == publication().title[language]  # type: ignore[literal-required]
        assert document.Root.ViewerPreferences.DisplayDocTitle


def test_every_table_has_header_cells_and_every_cell_names_its_headers(files: dict[str, Path]) -> None:
    """The checker does not notice a table without them."""
    with pikepdf.open(files["fi"]) as document:
        tables = list(elements(document, "/Table"))
        assert len(tables) >= 5
        for table in tables:
            heads = [str(cell.ID) for cell in walk_kind(table, "/TH")]
            cells = list(walk_kind(table, "/TD"))
            assert heads
            assert cells
            for cell in cells:
                named = [str(name) for name in cell.A.Headers]
                assert named
                assert set(named) <= set(heads)


def walk_kind(node: Any, kind: str) -> Iterator[Any]:
    for child in node.get("/K", []):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            if kind == child.S:
                yield child
            yield from walk_kind(child, kind)


def test_every_picture_has_words_and_decoration_is_no_picture(files: dict[str, Path]) -> None:
    with pikepdf.open(files["fi"]) as document:
        pictures = [str(figure.Alt) for figure in elements(document, "/Figure")]
    assert len(pictures) == 5  # four charts and the QR code
    assert all(len(words) > 20 for words in pictures)
    assert ADDRESS in pictures[-1]


def test_bookmarks_lead_to_every_theme_and_appendix(files: dict[str, Path]) -> None:
    with pikepdf.open(files["sv"]) as document, document.open_outline() as outline:
        titles = [item.title for item in outline.root]
    themes = [theme.title["sv"] for theme in publication().themes]
    assert [title for title in titles if title in themes] == themes
    assert len(titles) == len(themes) + 9


# --- Typeset -----------------------------------------------------------------------------------


def test_only_the_two_families_are_used_and_they_are_embedded(files: dict[str, Path]) -> None:
    for path in files.values():
        listing = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, text=True).stdout
        fonts = [line.split() for line in listing.splitlines()[2:]]
        assert fonts
        for row in fonts:
            assert re.fullmatch(r"[A-Z]{6}\+Source-(Sans|Serif)-Pro(-[\w-]+)?", row[0]), row[0]
            embedded, subset, has_unicode = row[-5:-2]
            assert (embedded, subset, has_unicode) == ("yes", "yes", "yes")


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_of_our_languages_can_be_read_from_the_text(files: dict[str, Path], language: str) -> None:
    assert LETTERS in text(files[language])


def test_a_theme_is_one_spread_that_begins_on_a_left_page(files: dict[str, Path]) -> None:
    for language, path in files.items():
        printed = pages(path)
        for theme in publication().themes:
            title = theme.title[language]  # type: ignore[literal-required]
            found = [number for number, words in enumerate(printed, 1) if opens(words, title)]
            assert len(found) == 1, (language, title, found)
            assert found[0] % 2 == 0, (language, title, found)


def opens(words: str, title: str) -> bool:
    """Whether the page begins with "Theme n" and this title."""
    return re.match(rf"\w+ \d {re.escape(title)} ", words) is not None


def test_no_page_is_left_blank_and_the_contents_tell_true_page_numbers(files: dict[str, Path]) -> None:
    printed = pages(files["fi"])
    assert all(len(words.split()) > 20 for words in printed)
    entries = re.findall(r"\d (\w[^.]+?)[ .]+ (\d+) ", printed[2].partition("Teemat")[2])
    told = {title.strip(): int(number) for title, number in entries}
    for theme in publication().themes:
        assert opens(printed[told[theme.title["fi"]] - 1], theme.title["fi"])


def test_the_last_page_is_a_cover_that_tells_how_to_go_on_and_how_to_cite(files: dict[str, Path]) -> None:
    last = pages(files["fi"])[-1]
    assert last.startswith("YHES Ota seuraava askel kanssamme")
    assert "Viittaa näin" in last
    assert ADDRESS in last.replace(" ", "")
    assert "Mitä muuttui" not in last


def test_a_theme_that_would_run_over_gets_less_on_its_right_page() -> None:
    """Long descriptions stay on the spread by leaving them to the appendix."""
    whole = publication()
    long = say("Perustelu on pitkä. " * 25)
    steps = tuple(replace(step, why=long) for step in whole.themes[0].steps)
    crowded = replace(whole, themes=(replace(whole.themes[0], steps=steps), *whole.themes[1:]))
    printed = read(render("fi", crowded).content)
    starts = [number for number, words in enumerate(printed, 1) if opens(words, whole.themes[1].title["fi"])]
    assert starts == [8]
    assert "Perustelu on pitkä." not in printed[6]
    assert "Perustelu on pitkä." in " ".join(printed[13:])


def test_a_first_edition_has_no_chapter_of_changes(files: dict[str, Path], variant: list[str]) -> None:
    assert "Mitä muuttui painoksesta 1" in text(files["fi"])
    assert "Mitä muuttui painoksesta" not in " ".join(variant)


def test_example_data_is_marked_on_every_page_and_real_data_on_none(
    files: dict[str, Path], variant: list[str]
) -> None:
    assert all("simerkkiaineisto" in words for words in pages(files["fi"]))
    assert "simerkkiaineisto" not in " ".join(variant)


# --- Whole -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_are_those_of_the_snapshot(files: dict[str, Path], language: str) -> None:
    """Each step's row has its figures; the charts have every percentage, read from the drawing's text."""
    printed = pages(files[language])
    with translation.override(language):
        reader = Reader(made(), language)
        for theme in reader.themes:
            left = next(place for place, words in enumerate(printed) if opens(words, theme.title))
            for step in theme.steps:
                row = printed[left + 1].partition(f"{step.number} {step.title}")[2]
                for figure in step.figures[:2]:
                    assert plain(figure.value) in row
            assert theme.index is not None
            assert theme.index.value in printed[left]
            for bar in theme.index.figure.bars:
                assert bar.percents is not None
                labelled = [str(share) for share in bar.percents if share >= 8]  # too narrow below that
                assert " ".join(labelled) in printed[left]
                assert f"{bar.agree} %" in printed[left].replace(f"{bar.agree}%", f"{bar.agree} %")


def plain(words: str) -> str:
    return " ".join(words.split())


def test_every_step_is_told_in_full_in_the_appendix(files: dict[str, Path]) -> None:
    words = text(files["fi"])
    for _theme, step in publication().steps():
        for line in step.how_to_start["fi"].splitlines():
            assert line in words
        assert step.done_when["fi"] in words


def test_the_address_the_licence_the_quote_and_what_the_survey_is_are_there(files: dict[str, Path]) -> None:
    words = text(files["fi"])
    assert words.count(NOTE["fi"]) == 4  # under each chart
    assert ADDRESS in words
    assert "CC BY 4.0" in words
    assert WORKSHOP.quote is not None
    assert WORKSHOP.quote["fi"] in words


def test_a_protected_figure_is_marked_as_protected_and_never_as_zero(
    files: dict[str, Path], variant: list[str]
) -> None:
    left = next(n for n, words in enumerate(variant) if opens(words, publication().themes[1].title["fi"]))
    spread = " ".join(variant[left : left + 2])
    assert spread.count("Suojattu") == 2  # among the theme's figures and under its step
    assert "Suojattu" not in " ".join(pages(files["fi"])[left : left + 2])


def test_markup_in_a_text_is_printed_as_text(variant: list[str]) -> None:
    assert '<img src="file:///etc/passwd"><b>lihava</b>' in " ".join(variant)


# --- No way out ----------------------------------------------------------------------------------------

SECRET = "root:x:0:0"


def everything_in(content: bytes) -> bytes:
    """The file's bytes with its compressed streams opened, attachments among them."""
    found = [content]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            found.append(match[1])
    return b"".join(found)


def lay_out(body: str, style: str = "") -> bytes:
    document = pdf.lay_out(
        f'<html lang="en"><head><title>x</title><style>{style}</style></head><body><h1>x</h1>{body}</body></html>'
    )
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return written


@pytest.mark.parametrize(
    ("body", "style"),
    [
        ('<a rel="attachment" href="file:///etc/passwd">here</a>', ""),
        ('<link rel="attachment" href="file:///etc/passwd">', ""),
        ('<img alt="x" src="file:///etc/passwd">', ""),
        ('<object data="file:///etc/passwd">x</object>', ""),
        ("", '@import url("file:///etc/passwd");'),
        ("", 'h1 { background: url("file:///etc/passwd") }'),
        ("", '@font-face { font-family: x; src: url("file:///etc/passwd") } h1 { font-family: x }'),
        ('<a rel="attachment" href="https://files.invalid/static/../../../../etc/passwd">x</a>', ""),
        ('<a rel="attachment" href="https://files.invalid/media/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd">x</a>', ""),
        ('<a rel="attachment" href="data:text/plain;base64,cm9vdDp4OjA6MA==">x</a>', ""),
    ],
)  # fmt: skip
def test_a_document_cannot_fetch_what_is_not_the_portals(body: str, style: str) -> None:
    assert SECRET in Path("/etc/passwd").read_text()
    assert SECRET.encode() not in everything_in(lay_out(body, style))


def test_the_check_would_notice_a_secret_that_got_in() -> None:
    name = "secret-for-the-test.txt"
    place = Path(settings.MEDIA_ROOT) / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(SECRET)
    content = lay_out(f'<a rel="attachment" href="{paper.ORIGIN}/media/{name}">x</a>')
    place.unlink()
    assert SECRET.encode() in everything_in(content)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data",
        "https://example.org/style.css",
        "ftp://example.org/x",
        "data:text/html;base64,PGI+",
        f"{paper.ORIGIN}/static/../yhes/settings.py",
        f"{paper.ORIGIN}/media/../../etc/passwd",
        f"{paper.ORIGIN}/etc/passwd",
        f"{paper.ORIGIN}:8080/static/css/tokens.css",
        "//etc/passwd",
        "",
    ],
)
def test_the_fetcher_refuses_every_address_that_is_not_a_name_of_ours(address: str) -> None:
    with pytest.raises((paper.RefusedAddress, FileNotFoundError)):
        paper.OwnFiles().fetch(address)


def test_a_link_out_of_the_media_folder_is_not_followed() -> None:
    inside = Path(settings.MEDIA_ROOT) / "to-passwd.txt"
    inside.parent.mkdir(parents=True, exist_ok=True)
    inside.unlink(missing_ok=True)
    inside.symlink_to("/etc/passwd")
    try:
        with pytest.raises(paper.RefusedAddress):
            paper.OwnFiles().fetch(f"{paper.ORIGIN}/media/to-passwd.txt")
    finally:
        inside.unlink()


def test_the_fetcher_serves_static_files_and_pictures_in_the_document() -> None:
    style = paper.OwnFiles().fetch(f"{paper.ORIGIN}/static/css/tokens.css")
    assert (style.content_type, b"--spruce" in style.read()) == ("text/css", True)
    drawing = base64.b64encode(b"<svg/>").decode()
    picture = paper.OwnFiles().fetch(f"data:image/svg+xml;base64,{drawing}")
    assert (picture.content_type, picture.read()) == ("image/svg+xml", b"<svg/>")
