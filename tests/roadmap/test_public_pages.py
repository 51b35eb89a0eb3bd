"""What a visitor sees: the path, the steps, earlier editions; without cookies and with few queries."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from roadmap import services
from roadmap.models import Edition, Roadmap, Step
from tests.cast import Cast
from tests.roadmap.recipes import change, publish_changes

pytestmark = pytest.mark.django_db

LIMIT = 10


def page(client: Client, name: str, *args: Any, language: str = "en", **query: str) -> str:
    with translation.override(language):
        response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def roadmap_page(client: Client, edition: Edition, language: str = "en", **query: str) -> str:
    slug = edition.roadmap.project.slug
    return page(client, "roadmap:edition", slug, edition.number, language=language, **query)


def cards(html: str) -> list[str]:
    """Numbers of the steps on the page, in its order."""
    return re.findall(r'<div class="step-head meta"><span>(\d+\.\d+)</span>', html)


def every_address(edition: Edition) -> list[str]:
    slug, number = edition.roadmap.project.slug, edition.number
    step = edition.snapshot["themes"][0]["steps"][0]["id"]
    return [
        reverse("roadmap:current"),
        reverse("roadmap:newest", args=[slug]),
        reverse("roadmap:archive", args=[slug]),
        reverse("roadmap:edition", args=[slug, number]),
        reverse("roadmap:edition", args=[slug, number]) + "?compare=1&view=table&size=1&sector=education",
        reverse("roadmap:step", args=[slug, number, step]),
        reverse("roadmap_id:json", args=[edition.pk]),
        reverse("roadmap_id:csv", args=[edition.pk, "sv"]),
        reverse("roadmap_id:bibtex", args=[edition.pk, "en"]),
    ]


def test_public_pages_set_no_cookie_vary_by_none_and_ask_the_database_little(
    visitor: Client, second_edition: Edition
) -> None:
    for address in every_address(second_edition):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = visitor.get(address)
        assert response.status_code == 200, address
        assert not response.cookies, address
        assert "Cookie" not in response.get("Vary", ""), address
        assert "public" in response["Cache-Control"], address
        assert len(queries) <= LIMIT, (address, [query["sql"] for query in queries])


def test_the_query_count_does_not_grow_with_the_roadmap(
    visitor: Client, cast: Cast, edition: Edition
) -> None:
    def count(number: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(visitor, "roadmap:edition", cast.project.slug, number, compare="1")
        return len(queries)

    publish_changes(cast, edition)
    theme = edition.roadmap.themes.all()[0]
    figure = theme.evidence.all()[0].figure_key
    for place in range(10):
        values = {"title_fi": f"Askel {place}", "horizon": "now"}
        step = services.add_step(theme=theme, values=values, actor=cast.aino)
        services.link_evidence(target=step, figure_key=figure, actor=cast.aino)
    services.publish_edition(roadmap=edition.roadmap, actor=cast.aino)
    assert count(3) == count(2)


def test_every_step_stands_on_the_path_with_its_evidence_and_source(
    visitor: Client, edition: Edition
) -> None:
    html = roadmap_page(visitor, edition)
    numbers = [step["number"] for theme in edition.snapshot["themes"] for step in theme["steps"]]
    assert sorted(cards(html)) == sorted(numbers)
    assert len(numbers) == 14
    assert "find that there is enough time" in html
    assert "Survey 2025, n 200+" in html
    assert "Example data" in html


def test_the_path_is_a_list_of_lists_under_its_horizons(visitor: Client, edition: Edition) -> None:
    html = roadmap_page(visitor, edition)
    headings = re.findall(r"<h([123])", html)
    assert headings.count("1") == 1
    assert re.findall(r'<h2 id="horizon-(\w+)"', html) == ["now", "next", "later"]
    assert html.count('<ul class="lane-cards"') == 4 * 3 - html.count("lane-empty")


def test_filters_are_a_link_and_unknown_choices_are_no_choice(visitor: Client, edition: Edition) -> None:
    theme = edition.snapshot["themes"][1]
    assert all(
        number.startswith("2.") for number in cards(roadmap_page(visitor, edition, theme=str(theme["id"])))
    )
    small = cards(roadmap_page(visitor, edition, size="1"))
    assert 0 < len(small) < 14
    for odd in (
        {"theme": "nonsense"},
        {"size": "-7"},
        {"sector": "'; drop"},
        {"theme": "9" * 40},
        {"view": "x"},
    ):
        assert len(cards(roadmap_page(visitor, edition, **odd))) == 14


def test_a_filter_keeps_the_other_choices_in_its_links(visitor: Client, edition: Edition) -> None:
    html = roadmap_page(visitor, edition, size="1", view="table")
    theme = edition.snapshot["themes"][0]["id"]
    assert f'href="?size=1&amp;view=table&amp;theme={theme}"' in html


def test_a_choice_that_suits_no_step_says_so(visitor: Client, cast: Cast, edition: Edition) -> None:
    for step in Step.objects.all():
        change(cast, step, min_size=250, change_reason_en="for large workplaces")
    newer = services.publish_edition(roadmap=edition.roadmap, actor=cast.aino)
    html = roadmap_page(visitor, newer, size="1")
    assert "No step suits these choices" in html


def test_the_table_has_the_same_steps_with_header_cells(visitor: Client, edition: Edition) -> None:
    html = roadmap_page(visitor, edition, view="table")
    assert html.count('<th scope="row">') == 14
    assert html.count('<th scope="col"') == 8


def test_comparing_marks_new_changed_and_dropped_and_gives_reasons(
    visitor: Client, second_edition: Edition
) -> None:
    plain, compared = (
        roadmap_page(visitor, second_edition),
        roadmap_page(visitor, second_edition, compare="1"),
    )
    assert "did not fit into working time" not in plain
    assert compared.count("step-dropped") == 1
    for words in (
        "did not fit into working time",
        "Reason: tried and tested",
        "A new step",
        ">New<",
        ">Changed<",
    ):
        assert words in compared
    assert "What changed since edition 1" in compared


def test_a_first_edition_offers_no_comparison(visitor: Client, edition: Edition) -> None:
    assert "Compare with edition" not in roadmap_page(visitor, edition, compare="1")


def test_an_earlier_edition_stays_readable_and_points_to_the_newest(
    visitor: Client, edition: Edition, second_edition: Edition
) -> None:
    html = roadmap_page(visitor, edition)
    assert len(cards(html)) == 14
    assert "This is edition 1. The newest one is edition 2." in html
    assert "The newest one is" not in roadmap_page(visitor, second_edition)


def test_the_step_page_shows_evidence_beginning_and_what_comes_next(
    visitor: Client, edition: Edition
) -> None:
    theme = next(theme for theme in edition.snapshot["themes"] if theme["dimension"] == "OS")
    step = theme["steps"][0]
    html = page(visitor, "roadmap:step", edition.roadmap.project.slug, 1, step["id"])
    assert "I have enough working time for development." in html
    assert html.count("<svg xmlns") == 2  # one drawing for wide and one for narrow places
    assert "Agree in the team which day and time suits most people." in html
    assert theme["steps"][1]["title"]["en"] in html
    assert f"/id/edition/{edition.pk}/step/{step['id']}" in html
    assert "None since" not in html


def test_a_dropped_step_keeps_its_page_with_the_reason(visitor: Client, second_edition: Edition) -> None:
    dropped = Step.objects.get(state="dropped")
    html = page(visitor, "roadmap:step", second_edition.roadmap.project.slug, 2, dropped.pk)
    assert "did not fit into working time" in html


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_pages_speak_the_readers_language(visitor: Client, edition: Edition, language: str) -> None:
    html = roadmap_page(visitor, edition, language=language)
    assert f'<html lang="{language}"' in html
    assert edition.snapshot["themes"][0]["title"][language] in html
    assert edition.snapshot["themes"][0]["steps"][0]["title"][language] in html


def test_what_is_not_translated_is_marked_and_the_page_says_so(
    visitor: Client, cast: Cast, edition: Edition
) -> None:
    step = Step.objects.order_by("pk")[0]
    change(cast, step, title_sv="", change_reason_fi="otsikko muuttui")
    newer = services.publish_edition(roadmap=edition.roadmap, actor=cast.aino)
    html = roadmap_page(visitor, newer, language="sv")
    assert html.count('<li lang="fi">') + html.count('class="fold" lang="fi"') == 1
    assert step.title_fi in html
    assert "alert-info" in html
    assert "alert-info" not in roadmap_page(visitor, newer, language="fi")


def test_permanent_addresses_lead_to_the_page_in_the_readers_language(
    visitor: Client, edition: Edition
) -> None:
    step = edition.snapshot["themes"][0]["steps"][0]["id"]
    for name, args in (("edition", [edition.pk]), ("step", [step]), ("edition_step", [edition.pk, step])):
        response = visitor.get(reverse(f"roadmap_id:{name}", args=args), headers={"accept-language": "sv"})
        assert response.status_code == 302
        assert response["Location"].startswith("/sv/")
        assert visitor.get(response["Location"]).status_code == 200


def test_the_address_of_a_step_leads_to_the_newest_edition_that_shows_it(
    visitor: Client, second_edition: Edition
) -> None:
    step = second_edition.snapshot["themes"][0]["steps"][0]["id"]
    assert "/2/" in visitor.get(reverse("roadmap_id:step", args=[step]))["Location"]


def test_what_does_not_exist_is_not_found(visitor: Client, edition: Edition) -> None:
    slug = edition.roadmap.project.slug
    for address in (
        reverse("roadmap:edition", args=[slug, 9]),
        reverse("roadmap:newest", args=["nobody"]),
        reverse("roadmap:archive", args=["nobody"]),
        reverse("roadmap:step", args=[slug, 1, 999999]),
        "/id/edition/999999",
        "/id/step/999999",
        f"/id/edition/{edition.pk}/xx.csv",
        f"/id/edition/{edition.pk}/figure/nothing/en.svg",
        f"/id/edition/{edition.pk}/fi.pdf",
    ):
        assert visitor.get(address).status_code == 404, address


def test_editions_of_a_project_that_is_not_public_do_not_exist(
    visitor: Client, cast: Cast, edition: Edition
) -> None:
    type(cast.project).objects.filter(pk=cast.project.pk).update(is_public=False)
    for address in every_address(edition)[1:]:
        assert visitor.get(address).status_code == 404, address
    assert "The first edition is being prepared" in page(visitor, "roadmap:current")


def test_before_the_first_edition_the_page_says_what_is_coming(visitor: Client, draft: Roadmap) -> None:
    html = page(visitor, "roadmap:current")
    assert "The first edition is being prepared" in html
    assert draft.themes.all()[0].title_en not in html


def test_pages_may_only_be_read(visitor: Client, edition: Edition) -> None:
    for address in every_address(edition):
        assert visitor.post(address).status_code == 405, address


def test_text_that_looks_like_markup_is_shown_as_text(visitor: Client, cast: Cast, draft: Roadmap) -> None:
    step = Step.objects.order_by("pk")[0]
    change(cast, step, title_en="<script>alert(1)</script>", why_en="<b>bold</b>")
    edition = services.publish_edition(roadmap=draft, actor=cast.aino)
    html = roadmap_page(visitor, edition)
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_the_front_page_shows_the_first_steps_of_each_horizon(visitor: Client, edition: Edition) -> None:
    with CaptureQueriesContext(connection) as queries:
        html = visitor.get(reverse("site:home")).content.decode()
    assert len(queries) <= LIMIT
    assert 'class="horizon horizon-now"' in html
    assert edition.snapshot["themes"][0]["steps"][0]["title"]["en"] in html
