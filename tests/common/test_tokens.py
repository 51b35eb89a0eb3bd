"""The design's values: readable in both schemes, kept in one file, the same for Python and pages."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from fontTools.ttLib import TTFont

from yhes.common import tokens
from yhes.site.gallery.palette import ICONS
from yhes.site.stylesheet import bundle

CSS = tokens.SOURCE.parent
SCHEMES = {"light": tokens.light, "dark": tokens.dark}

# Words on ground: at least 4.5 : 1 (WCAG 2.2, 1.4.3).
TEXT_PAIRS = [
    *[("ink", ground) for ground in ("paper", "surface", "raised", "sand", "birch", "mist")],
    *[("muted", ground) for ground in ("paper", "surface", "raised", "sand", "birch", "mist")],
    *[("spruce", ground) for ground in ("paper", "surface", "raised", "sand", "birch", "mist")],
    *[("figure", ground) for ground in ("paper", "surface", "birch", "mist")],
    *[("spruce-hover", ground) for ground in ("paper", "surface", "raised", "birch")],
    *[("ink", ground) for ground in ("amber-soft", "info-soft", "danger-soft", "ok-soft")],
    *[("spruce", ground) for ground in ("amber-soft", "info-soft", "danger-soft", "ok-soft")],
    *[(tone, f"{tone}-soft") for tone in ("info", "danger", "ok")],
    *[("danger", ground) for ground in ("paper", "surface")],
    ("amber-ink", "amber-soft"),
    ("on-spruce", "spruce"),
    ("on-spruce", "spruce-hover"),
    ("on-amber", "amber"),
    *[(words, "dark") for words in ("on-dark", "on-dark-text", "on-dark-small", "amber")],
    *[("div-end-label", f"div-{step}") for step in (1, 5)],
    *[("div-mid-label", f"div-{step}") for step in (2, 3, 4)],
    *[("seq-low-label", f"seq-{step}") for step in (1, 2, 3)],
    ("seq-mid-label", "seq-4"),
    ("seq-high-label", "seq-5"),
    ("div-1", "paper"),
    ("div-1", "surface"),
]
# Borders of controls, marks that carry meaning, the focus ring: at least 3 : 1 (1.4.11).
MARK_PAIRS = [
    *[("edge", ground) for ground in ("paper", "surface", "sand", "birch")],
    *[("spruce", ground) for ground in ("paper", "surface", "mist")],
    *[("danger", ground) for ground in ("paper", "surface")],
    *[("focus", ground) for ground in ("paper", "surface", "sand", "birch")],
    *[("on-dark-path", "dark"), ("on-dark-edge", "dark"), ("on-dark", "dark"), ("amber", "dark")],
    ("low", "surface"),
]


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB (WCAG 2.2)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("words", "ground"), TEXT_PAIRS)
def test_words_can_be_read_on_every_ground(scheme: str, words: str, ground: str) -> None:
    values = SCHEMES[scheme]
    assert contrast(values[words], values[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_borders_of_controls_can_be_seen(scheme: str, mark: str, ground: str) -> None:
    values = SCHEMES[scheme]
    assert contrast(values[mark], values[ground]) >= 3


@pytest.mark.parametrize(
    ("scheme", "words", "ground", "ratio"),
    [
        ("light", "ink", "paper", 14.2),
        ("light", "muted", "paper", 6.1),
        ("light", "edge", "paper", 3.8),
        ("light", "spruce", "paper", 7.8),
        ("light", "dark", "paper", 11.6),
        ("light", "amber-ink", "amber-soft", 7.2),
        ("dark", "ink", "paper", 15.3),
        ("dark", "edge", "surface", 4.2),
        ("dark", "spruce", "paper", 9.7),
    ],
)
def test_ratios_are_those_the_design_names(scheme: str, words: str, ground: str, ratio: float) -> None:
    values = SCHEMES[scheme]
    assert contrast(values[words], values[ground]) == pytest.approx(ratio, abs=0.1)


def test_both_schemes_hold_the_same_tokens_and_resolve_them() -> None:
    assert tokens.light.keys() == tokens.dark.keys()
    assert tokens.light["spruce"] == "#17594A"
    assert tokens.dark["spruce"] == "#7CCFB4"
    assert not any("var(" in value for values in SCHEMES.values() for value in values.values())


def test_larger_type_of_wide_screens_stays_out_of_python() -> None:
    light, dark = tokens.read(
        ":root { --size:1rem; --ink:#111111; } "
        "@media (min-width: 48rem) { :root { --size:2rem; } } "
        "@media (prefers-color-scheme: dark) { :root { --ink:#EEEEEE; } }"
    )
    assert light == {"size": "1rem", "ink": "#111111"}
    assert dark == {"size": "1rem", "ink": "#EEEEEE"}


def page_styles() -> Mapping[str, str]:
    """Every stylesheet of the pages (not the PDF's) by its path under static/css."""
    paths = [path for path in CSS.rglob("*.css") if "pdf" not in path.parts]
    return {str(path.relative_to(CSS)): path.read_text(encoding="utf-8") for path in paths}


def test_colours_stand_in_one_file_only() -> None:
    for name, css in page_styles().items():
        if name != "tokens.css":
            assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", css), name


def test_every_token_in_use_exists() -> None:
    for name, css in page_styles().items():
        own = set(re.findall(r"--([\w-]+)\s*:", css))
        used = set(re.findall(r"var\(--([\w-]+)", css))
        missing = used - own - tokens.light.keys() - own_properties()
        assert not missing, name


def own_properties() -> set[str]:
    """Properties that a component sets for its own parts."""
    return {found for css in page_styles().values() for found in re.findall(r"--([\w-]+)\s*:", css)}


def test_every_stylesheet_is_imported_once() -> None:
    imported = [
        name
        for entry in ("site.css", "components.css", "desk.css")
        for name in re.findall(r'@import url\("([^"]+)"\)', page_styles()[entry])
    ]
    assert len(imported) == len(set(imported))
    assert set(imported) == set(page_styles()) - {"desk.css"}


def test_a_visitors_stylesheet_is_at_most_40_kilobytes() -> None:
    """As it is served and before compression (decision 0054)."""
    sheet = bundle("css/site.css", lambda name: page_styles()[name.removeprefix("css/")])
    assert len(sheet.encode()) <= 40 * 1024


def test_fonts_hold_the_letters_and_marks_in_use() -> None:
    folder = CSS.parent / "fonts"
    faces = sorted(folder.glob("*.woff2"))
    declared = re.findall(r"fonts/([\w-]+\.woff2)", (CSS / "fonts.css").read_text(encoding="utf-8"))
    assert [path.name for path in faces] == sorted(declared)
    for path in faces:
        known = TTFont(path).getBestCmap()
        wanted = "åäöÅÄÖšžŠŽéüđ–—−”“’…·›‹€\u00a0\u202f\u2011\u00ad0123456789"
        assert not [letter for letter in wanted if ord(letter) not in known], path.name
        assert path.stat().st_size < 30_000, path.name


def test_icons_named_by_the_gallery_are_in_the_sprite() -> None:
    sprite = (CSS.parent / "img" / "icons.svg").read_text(encoding="utf-8")
    assert sorted(re.findall(r'<symbol id="([\w-]+)"', sprite)) == sorted(ICONS)
