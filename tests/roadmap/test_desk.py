"""The coordinator's room: who may enter, what the pages do, and two who edit at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roadmap import services
from roadmap.models import Edition, EvidenceLink, Proposal, Roadmap, Step, Theme
from tests.cast import Cast, sign_in
from tests.roadmap.recipes import Shelf, change
from tests.roadmap.samples import COACHES, PROTECTED, WORKSHOP
from yhes.common import registry
from yhes.common.models import Job

pytestmark = pytest.mark.django_db


def address(cast: Cast, name: str, *args: Any) -> str:
    return reverse(f"roadmap:{name}", args=[cast.project.slug, *args])


def step_form(step: Step, **changes: Any) -> dict[str, Any]:
    """What the edit page posts when nothing is changed, but for `changes`."""
    texts = ("title", "why", "for_whom", "responsible", "done_when", "how_to_start", "change_reason")
    values = {
        f"{text}_{code}": getattr(step, f"{text}_{code}") or ""
        for text in texts
        for code in ("fi", "sv", "en")
    }
    values |= {"theme": step.theme_id, "horizon": step.horizon, "state": step.state, "sector": step.sector}
    return values | {"min_size": step.min_size, "closed_on": "", "version": step.version} | changes


def first_step(roadmap: Roadmap) -> Step:
    return Step.objects.filter(theme__roadmap=roadmap).order_by("theme__order", "id")[0]


# --- Who may enter ------------------------------------------------------------------------------


def desk_pages(cast: Cast, roadmap: Roadmap) -> list[str]:
    step = first_step(roadmap)
    link = EvidenceLink.objects.filter(step=step)[0]
    return [
        address(cast, "draft"),
        address(cast, "words"),
        address(cast, "theme_add"),
        address(cast, "theme", step.theme_id),
        address(cast, "theme_remove", step.theme_id),
        address(cast, "theme_evidence", step.theme_id),
        address(cast, "step_add", step.theme_id),
        address(cast, "step_edit", step.pk),
        address(cast, "step_remove", step.pk),
        address(cast, "step_evidence", step.pk),
        address(cast, "preview"),
        address(cast, "publish"),
        address(cast, "editions"),
        address(cast, "caption", link.pk),
    ]


def actions(cast: Cast, roadmap: Roadmap) -> list[str]:
    step = first_step(roadmap)
    link = EvidenceLink.objects.filter(step=step)[0]
    return [
        address(cast, "compose"),
        address(cast, "answer"),
        address(cast, "theme_move", step.theme_id),
        address(cast, "step_move", step.pk),
        address(cast, "caption", link.pk),
        address(cast, "unlink", link.pk),
        address(cast, "show_first", link.pk),
        address(cast, "publish"),
        address(cast, "make_main"),
        address(cast, "render_again", 1),
    ]


@pytest.mark.parametrize("who", ["bertil", "maija", "cecilia", "eero"])
def test_nobody_but_the_coordinator_learns_that_there_is_a_draft(
    cast: Cast, draft: Roadmap, who: str
) -> None:
    client = sign_in(Client(), getattr(cast, who))
    before = services.freeze_for_preview(draft)
    for url in desk_pages(cast, draft):
        assert client.get(url).status_code in (404, 405), url
    for url in actions(cast, draft):
        assert (
            client.post(url, {"accept": "all", "language": "fi", "direction": "down"}).status_code == 404
        ), url
    assert services.freeze_for_preview(draft) == before
    assert not Edition.objects.exists()


def test_a_visitor_is_asked_to_sign_in(cast: Cast, draft: Roadmap, visitor: Client) -> None:
    for url in [*desk_pages(cast, draft), *actions(cast, draft)]:
        assert visitor.get(url).status_code in (302, 405), url


def test_a_coordinator_of_another_project_cannot_reach_this_ones_rows(cast: Cast, draft: Roadmap) -> None:
    """Not even by naming them under the other project."""
    other = Roadmap.objects.create(project=cast.other_project, title_fi="Toinen")
    type(cast.aino.memberships.get()).objects.filter(user=cast.aino).update(project=cast.other_project)
    client, step = sign_in(Client(), cast.aino), first_step(draft)
    slug = other.project.slug
    assert client.get(reverse("roadmap:draft", args=[slug])).status_code == 200
    for name, row in (("step_edit", step), ("theme", step.theme), ("caption", step.evidence.all()[0])):
        url = reverse(f"roadmap:{name}", args=[slug, row.pk])
        assert client.post(url, {"caption_fi": "x"}).status_code == 404, name
    assert client.get(address(cast, "draft")).status_code == 404


def test_the_coordinator_opens_every_page(cast: Cast, draft: Roadmap, as_aino: Client) -> None:
    for url in desk_pages(cast, draft):
        assert as_aino.get(url).status_code in (200, 405), url


def test_the_room_is_in_the_rail_of_coordinators_only(cast: Cast, draft: Roadmap) -> None:
    rail = registry.providers("rail")["roadmap"]
    assert [item.order for item in rail(cast.aino, cast.project)] == [80]
    for person in (cast.bertil, cast.maija, cast.cecilia, cast.eero):
        assert list(rail(person, cast.project)) == []


def test_waiting_proposals_are_one_thing_to_do(cast: Cast, released: None) -> None:
    todo = registry.providers("todo")["roadmap"]
    assert list(todo(cast.aino, cast.project)) == []
    services.compose_draft(project=cast.project, actor=cast.aino)
    assert [item.title for item in todo(cast.aino, cast.project)] == ["The roadmap has 4 proposals to answer"]
    assert list(todo(cast.bertil, cast.project)) == []


# --- From nothing to an edition ----------------------------------------------------------------------


def test_from_an_empty_room_to_a_published_edition(
    cast: Cast, released: None, shelf: Shelf, as_aino: Client
) -> None:
    assert b"There is no draft yet" in as_aino.get(address(cast, "draft")).content
    as_aino.post(address(cast, "compose"))
    page = as_aino.get(address(cast, "draft")).content.decode()
    assert "The lowest index of all 6 dimensions: 51 out of 100." in page
    assert as_aino.post(address(cast, "publish")).status_code == 302
    assert not Edition.objects.exists()
    as_aino.post(address(cast, "answer"), {"accept": "all"})
    assert Theme.objects.count() == 4
    response = as_aino.post(address(cast, "publish"), follow=True)
    assert b"Edition 1 was published." in response.content
    assert response.content.count(b"Making the PDF") == 3
    assert Job.objects.filter(kind="roadmap.render_edition", started_by=cast.aino).count() == 3


def test_one_proposal_is_taken_and_another_left(cast: Cast, released: None, as_aino: Client) -> None:
    as_aino.post(address(cast, "compose"))
    os, lu = Proposal.objects.get(key="theme:OS"), Proposal.objects.get(key="theme:LU")
    as_aino.post(address(cast, "answer"), {"accept": os.pk})
    as_aino.post(address(cast, "answer"), {"decline": lu.pk})
    assert list(Theme.objects.values_list("dimension", flat=True)) == ["OS"]
    lu.refresh_from_db()
    assert lu.answer == "declined"
    again = as_aino.post(address(cast, "answer"), {"accept": os.pk}, follow=True)
    assert b"answered already" in again.content
    assert as_aino.post(address(cast, "answer"), {"accept": "999999"}).status_code == 404
    assert as_aino.post(address(cast, "answer"), {"accept": "x"}).status_code == 404


def test_the_checklist_says_what_is_missing_and_where_to_mend_it(
    cast: Cast, draft: Roadmap, as_aino: Client
) -> None:
    step = first_step(draft)
    step.evidence.all().delete()
    page = as_aino.get(address(cast, "publish")).content.decode()
    assert "rests on no evidence" in page
    assert address(cast, "step_edit", step.pk) in page
    assert "Publish the edition" not in page


def test_the_preview_shows_the_draft_and_publishes_nothing(
    cast: Cast, edition: Edition, as_aino: Client
) -> None:
    change(cast, first_step(edition.roadmap), title_en="Not yet for everyone")
    page = as_aino.get(address(cast, "preview")).content.decode()
    assert "Not yet for everyone" in page
    assert "As edition 2 would show it now." in page
    public = as_aino.get(reverse("roadmap:edition", args=[cast.project.slug, 1])).content.decode()
    assert "Not yet for everyone" not in public


# --- Editing ----------------------------------------------------------------------------------------


def test_a_step_is_written_with_its_translations(cast: Cast, draft: Roadmap, as_aino: Client) -> None:
    theme = draft.themes.all()[0]
    form = step_form(
        Step(theme=theme, title_fi="Uusi askel", title_sv="Nytt steg", horizon="next", version=0)
    )
    assert as_aino.post(address(cast, "step_add", theme.pk), form).status_code == 302
    step = Step.objects.get(title_fi="Uusi askel")
    assert (step.theme, step.title_sv, step.horizon, step.state) == (theme, "Nytt steg", "next", "planned")


def test_a_step_moves_to_another_theme(cast: Cast, draft: Roadmap, as_aino: Client) -> None:
    step, other = first_step(draft), draft.themes.all()[3]
    as_aino.post(address(cast, "step_edit", step.pk), step_form(step, theme=other.pk))
    step.refresh_from_db()
    assert step.theme == other


def test_a_step_cannot_be_moved_to_another_projects_theme(
    cast: Cast, draft: Roadmap, as_aino: Client
) -> None:
    foreign = Theme.objects.create(
        roadmap=Roadmap.objects.create(project=cast.other_project, title_fi="Toinen"), title_fi="Vieras"
    )
    step = first_step(draft)
    response = as_aino.post(address(cast, "step_edit", step.pk), step_form(step, theme=foreign.pk))
    assert response.status_code == 400
    step.refresh_from_db()
    assert step.theme != foreign


@pytest.mark.parametrize(
    "wrong", [{"title_fi": ""}, {"horizon": "someday"}, {"state": "dropped"}, {"min_size": "7"}]
)
def test_what_cannot_be_is_refused_and_the_text_is_kept(
    cast: Cast, draft: Roadmap, as_aino: Client, wrong: dict[str, str]
) -> None:
    step = first_step(draft)
    form = step_form(step, why_en="Written with care", **wrong)
    response = as_aino.post(address(cast, "step_edit", step.pk), form)
    assert response.status_code == 400
    assert b"Written with care" in response.content
    assert b"error-summary" in response.content
    step.refresh_from_db()
    assert step.why_en != "Written with care"


def test_the_second_editor_sees_what_changed_and_keeps_their_text(
    cast: Cast, draft: Roadmap, as_aino: Client
) -> None:
    step = first_step(draft)
    mine = step_form(step, title_en="Mine")
    change(cast, step, title_en="Theirs", responsible_en="somebody")
    response = as_aino.post(address(cast, "step_edit", step.pk), mine)
    page = response.content.decode()
    assert response.status_code == 400
    assert "Somebody else has changed this while you were writing." in page
    assert "<td>Theirs</td><td>Mine</td>" in page
    assert 'value="Mine"' in page
    step.refresh_from_db()
    assert step.title_en == "Theirs"
    # Having seen it, they save over it.
    assert (
        as_aino.post(address(cast, "step_edit", step.pk), mine | {"version": step.version}).status_code == 302
    )
    step.refresh_from_db()
    assert step.title_en == "Mine"


def test_themes_and_the_roadmaps_own_words_are_edited(cast: Cast, draft: Roadmap, as_aino: Client) -> None:
    theme = draft.themes.all()[0]
    form = {"title_fi": "Toisin sanoin", "version": theme.version}
    assert as_aino.post(address(cast, "theme", theme.pk), form).status_code == 302
    own = {"title_fi": "Meidän tiekartta", "now_period_fi": "2027", "version": draft.version}
    assert as_aino.post(address(cast, "words"), own).status_code == 302
    theme.refresh_from_db()
    draft.refresh_from_db()
    assert (theme.title_fi, draft.title_fi, draft.now_period_fi) == (
        "Toisin sanoin",
        "Meidän tiekartta",
        "2027",
    )


def test_removing_asks_first_and_names_what_goes_with_it(cast: Cast, draft: Roadmap, as_aino: Client) -> None:
    theme = draft.themes.all()[0]
    url = address(cast, "theme_remove", theme.pk)
    page = as_aino.get(url).content.decode()
    assert all(step.title_en in page for step in theme.steps.all())
    assert Theme.objects.filter(pk=theme.pk).exists()
    as_aino.post(url)
    assert not Theme.objects.filter(pk=theme.pk).exists()


def test_a_published_step_is_not_removed_from_its_page(cast: Cast, edition: Edition, as_aino: Client) -> None:
    step = first_step(edition.roadmap)
    response = as_aino.post(address(cast, "step_remove", step.pk), follow=True)
    assert b"has been published" in response.content
    assert Step.objects.filter(pk=step.pk).exists()


# --- Evidence ------------------------------------------------------------------------------------------


def test_figures_are_offered_with_values_and_protected_ones_as_such(
    cast: Cast, draft: Roadmap, shelf: Shelf, as_aino: Client
) -> None:
    shelf.figures.append(PROTECTED)
    page = as_aino.get(address(cast, "step_evidence", first_step(draft).pk)).content.decode()
    assert ">11/19<" in page
    assert PROTECTED.key in page
    assert 'class="suppressed"' in page


def test_a_figure_is_linked_captioned_put_first_and_removed(
    cast: Cast, draft: Roadmap, as_aino: Client
) -> None:
    step = first_step(draft)
    url = address(cast, "step_evidence", step.pk)
    assert as_aino.post(url, {"figure": COACHES.key}).status_code == 302
    link = step.evidence.get(figure_key=COACHES.key)
    as_aino.post(
        address(cast, "caption", link.pk), {"caption_fi": "maakunnassa valmentaja", "caption_sv": ""}
    )
    as_aino.post(address(cast, "show_first", link.pk))
    first = step.evidence.all()[0]
    assert (first.figure_key, first.caption_fi) == (COACHES.key, "maakunnassa valmentaja")
    as_aino.post(address(cast, "unlink", link.pk))
    assert not step.evidence.filter(figure_key=COACHES.key).exists()


def test_an_unknown_figure_and_a_long_caption_are_refused_in_words(
    cast: Cast, draft: Roadmap, as_aino: Client
) -> None:
    step = first_step(draft)
    response = as_aino.post(address(cast, "step_evidence", step.pk), {"figure": "x" * 300}, follow=True)
    assert b"not available any more" in response.content
    link = step.evidence.all()[0]
    response = as_aino.post(address(cast, "caption", link.pk), {"caption_fi": "a" * 121}, follow=True)
    assert b"at most 120 characters" in response.content


def test_a_figure_that_is_gone_says_so_on_the_evidence_page(
    cast: Cast, draft: Roadmap, shelf: Shelf, as_aino: Client
) -> None:
    target = EvidenceLink.objects.get(figure_key=WORKSHOP.key)
    shelf.figures = []
    name, pk = ("step_evidence", target.step_id) if target.step_id else ("theme_evidence", target.theme_id)
    assert b"not available any more" in as_aino.get(address(cast, name, pk)).content


# --- Editions --------------------------------------------------------------------------------------------


def test_a_pdf_is_made_again_on_request(cast: Cast, edition: Edition, as_aino: Client) -> None:
    Job.objects.all().delete()
    assert as_aino.post(address(cast, "render_again", 1), {"language": "sv"}).status_code == 302
    assert Job.objects.get().payload == {"edition": edition.pk, "language": "sv"}
    as_aino.post(address(cast, "render_again", 1), {"language": "xx"})
    assert Job.objects.count() == 1


def test_who_did_not_ask_for_a_pdf_sees_that_it_is_being_made_and_asks_for_no_progress(
    cast: Cast, edition: Edition, as_aino: Client, as_admin: Client
) -> None:
    """How far a job is, is told only to who started it."""
    Job.objects.all().delete()
    as_aino.post(address(cast, "render_again", 1), {"language": "sv"})
    poll = reverse("desk:job", args=[Job.objects.get().pk])
    assert poll in as_aino.get(address(cast, "editions")).content.decode()
    seen = as_admin.get(address(cast, "editions")).content.decode()
    assert "is being made" in seen
    assert poll not in seen
    assert as_admin.get(poll).status_code == 404


def test_only_an_administrator_chooses_the_main_roadmap(
    cast: Cast, edition: Edition, as_aino: Client, as_admin: Client
) -> None:
    other = Roadmap.objects.create(project=cast.other_project, title_fi="Toinen")
    url = reverse("roadmap:make_main", args=[cast.other_project.slug])
    assert as_aino.post(address(cast, "make_main")).status_code == 404
    assert as_admin.post(url).status_code == 302
    assert Roadmap.objects.get(is_main=True) == other
