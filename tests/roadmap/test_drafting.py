"""Composing stores proposals with reasons and never touches what a person wrote."""

from __future__ import annotations

import pytest

from roadmap import services
from roadmap.models import EvidenceLink, Proposal, Roadmap, Step, Theme
from tests.cast import Cast
from tests.roadmap.recipes import Shelf, change, make_release, public_document
from tests.roadmap.samples import WORKSHOP

pytestmark = pytest.mark.django_db


def compose(cast: Cast) -> Roadmap:
    return services.compose_draft(project=cast.project, actor=cast.aino)


def open_keys(roadmap: Roadmap) -> list[str]:
    return list(roadmap.proposals.filter(answer="open").values_list("key", flat=True))


def accept(cast: Cast, roadmap: Roadmap, key: str) -> object:
    return services.accept_proposal(proposal=roadmap.proposals.get(key=key), actor=cast.aino)


def test_without_any_release_there_is_a_draft_and_nothing_to_propose(cast: Cast) -> None:
    roadmap = compose(cast)
    assert roadmap.title_en == "Roadmap for co-development and wellbeing at work"
    assert open_keys(roadmap) == []


def test_the_newest_release_gives_themes_with_their_reasons(cast: Cast, released: None) -> None:
    roadmap = compose(cast)
    assert open_keys(roadmap) == ["theme:KU", "theme:JO", "theme:OS", "theme:LU"]
    reasons = roadmap.proposals.get(key="theme:KU").document["reasons"]
    assert [reason["en"] for reason in reasons] == [
        "One of the lowest indexes: 58 out of 100.",
        "The largest fall since the round before: from 66 to 58. A change of this size may be chance.",
    ]


def test_an_accepted_theme_has_its_reason_its_figure_and_proposals_for_steps(
    cast: Cast, released: None
) -> None:
    roadmap = compose(cast)
    theme = accept(cast, roadmap, "theme:OS")
    assert isinstance(theme, Theme)
    assert theme.title_en == "Participation and time to develop"
    assert theme.reason_en == "One of the lowest indexes: 54 out of 100."
    assert [link.figure_key.split(":", 2)[2] for link in theme.evidence.all()] == ["index:OS"]
    assert f"step:{theme.pk}:time" in open_keys(roadmap)
    assert "theme:OS" not in open_keys(roadmap)


def test_an_accepted_step_is_whole_and_rests_on_its_item(cast: Cast, released: None) -> None:
    roadmap = compose(cast)
    theme = accept(cast, roadmap, "theme:OS")
    assert isinstance(theme, Theme)
    step = accept(cast, roadmap, f"step:{theme.pk}:answer")
    assert isinstance(step, Step)
    assert (step.title_sv, step.horizon, step.min_size) == (
        "Varje förslag får svar inom två veckor",
        "now",
        20,
    )
    link = step.evidence.get()
    assert link.figure_key.endswith("agree:OS2")
    assert link.caption_fi == "saa vastauksen ehdotuksiinsa"


def test_accepting_everything_makes_four_themes_and_fourteen_steps(draft: Roadmap) -> None:
    assert draft.themes.count() == 4
    assert Step.objects.filter(theme__roadmap=draft).count() == 14
    assert not EvidenceLink.objects.filter(step__isnull=False, figure_key="").exists()


def test_the_workshops_figure_is_proposed_where_its_words_meet(draft: Roadmap) -> None:
    proposal = draft.proposals.get(kind=Proposal.Kind.EVIDENCE, basis=WORKSHOP.key)
    assert "kehittämisen" in proposal.document["reason"]["fi"]
    assert proposal.document["reason"]["en"] == "The same words in both: development, suggestions."
    assert EvidenceLink.objects.filter(figure_key=WORKSHOP.key).count() == 1


def test_composing_again_changes_nothing_that_a_person_wrote(cast: Cast, draft: Roadmap) -> None:
    step = Step.objects.filter(theme__roadmap=draft).first()
    assert step is not None
    change(cast, step, title_en="In my own words")
    before = list(Step.objects.order_by("pk").values())
    themes = list(Theme.objects.order_by("pk").values())
    compose(cast)
    assert list(Step.objects.order_by("pk").values()) == before
    assert list(Theme.objects.order_by("pk").values()) == themes
    assert open_keys(draft) == []


def test_a_declined_proposal_stays_away_until_its_figure_is_a_new_one(cast: Cast, released: None) -> None:
    roadmap = compose(cast)
    services.decline_proposal(proposal=roadmap.proposals.get(key="theme:OS"), actor=cast.aino)
    compose(cast)
    assert "theme:OS" not in open_keys(roadmap)
    make_release(cast.project, year=2026)
    compose(cast)
    assert "theme:OS" in open_keys(roadmap)


def test_a_proposal_whose_ground_is_gone_is_withdrawn(cast: Cast, released: None) -> None:
    roadmap = compose(cast)
    assert "theme:OS" in open_keys(roadmap)
    make_release(cast.project, year=2026, document=public_document(indexes={"OS": None}))
    compose(cast)
    assert "theme:OS" not in open_keys(roadmap)


def test_a_newer_release_proposes_to_renew_the_figures_in_their_places(cast: Cast, draft: Roadmap) -> None:
    newest = make_release(cast.project, year=2026)
    compose(cast)
    renewals = draft.proposals.filter(answer="open", kind=Proposal.Kind.NEWER)
    assert renewals.count() == EvidenceLink.objects.filter(figure_key__startswith="surveys:").count()
    captions = set(EvidenceLink.objects.values_list("caption_fi", flat=True))
    services.accept_everything(roadmap=draft, actor=cast.aino)
    keys = EvidenceLink.objects.filter(figure_key__startswith="surveys:").values_list("figure_key", flat=True)
    assert all(key.startswith(f"surveys:release-{newest.pk}:") for key in keys)
    assert set(EvidenceLink.objects.values_list("caption_fi", flat=True)) == captions


def test_a_proposal_is_answered_once(cast: Cast, released: None) -> None:
    roadmap = compose(cast)
    accept(cast, roadmap, "theme:OS")
    with pytest.raises(services.Refused, match="answered already"):
        accept(cast, roadmap, "theme:OS")
    assert Theme.objects.count() == 1


def test_a_step_proposed_for_a_theme_that_is_gone_is_refused_and_stays_open(
    cast: Cast, released: None
) -> None:
    roadmap = compose(cast)
    theme = accept(cast, roadmap, "theme:OS")
    assert isinstance(theme, Theme)
    key = f"step:{theme.pk}:time"
    services.remove_theme(theme=theme, actor=cast.aino)
    with pytest.raises(services.Refused, match="not in the draft any more"):
        accept(cast, roadmap, key)
    assert roadmap.proposals.get(key=key).answer == "open"


def test_figures_of_other_rooms_are_offered_beside_surveys(cast: Cast, released: None, shelf: Shelf) -> None:
    from roadmap import evidence

    keys = evidence.figures(cast.project)
    assert WORKSHOP.key in keys
    assert any(key.endswith("index:OS") for key in keys)
