"""An edition as data: it reads back as it was written, and its fingerprint depends on content alone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.snapshot import canonical, figure_from, fingerprint, from_document, to_document
from tests.roadmap.samples import publication, say
from yhes.common.figures import Bar, Figure

texts = st.builds(say, st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
shares = st.one_of(st.none(), st.tuples(*[st.integers(0, 100)] * 5))
bands = st.one_of(st.none(), st.tuples(st.integers(0, 4), st.integers(0, 4)))
figures = st.builds(
    Figure,
    key=st.text(min_size=1, max_size=20),
    source=st.sampled_from(["surveys", "workshops"]),
    value=st.one_of(st.none(), st.integers(0, 1000)),
    unit=st.sampled_from(["index", "percent", "count", "share"]),
    label=texts,
    source_line=texts,
    as_of=st.dates(date(2018, 1, 1), date(2040, 1, 1)),
    of=st.one_of(st.none(), st.integers(0, 1000)),
    n_band=st.one_of(st.none(), st.just("10–19")),
    scale=st.lists(texts, max_size=5).map(tuple),
    bars=st.lists(
        st.builds(Bar, code=st.text(max_size=4), text=texts, percents=shares, agree=st.none(), band=bands),
        max_size=3,
    ).map(tuple),
    quote=st.one_of(st.none(), texts),
)


@given(figures)
def test_every_figure_reads_back_as_it_was_written(figure: Figure) -> None:
    assert figure_from(json.loads(json.dumps(figure.to_document()))) == figure


def test_a_publication_reads_back_as_it_was_written() -> None:
    written = publication()
    stored = json.loads(json.dumps(to_document(written)))
    assert from_document(stored) == written
    assert to_document(from_document(stored)) == stored


def test_the_fingerprint_depends_on_content_and_not_on_the_order_of_keys() -> None:
    document = to_document(publication())
    shuffled = dict(reversed(list(document.items())))
    assert list(shuffled) != list(document)
    assert fingerprint(shuffled) == fingerprint(document)
    assert canonical(shuffled) == canonical(document)


def test_the_fingerprint_changes_with_a_single_figure() -> None:
    made = publication()
    key, figure = next(iter(made.figures.items()))
    other = replace(made, figures={**made.figures, key: replace(figure, value=(figure.value or 0) + 1)})
    assert fingerprint(to_document(other)) != fingerprint(to_document(made))


def test_a_snapshot_of_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown snapshot format 2"):
        from_document(to_document(publication()) | {"format": 2})
