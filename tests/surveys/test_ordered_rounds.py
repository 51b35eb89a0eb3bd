"""A round that an organisation ordered: its contact prepares and opens it, and nothing of it is public."""

from __future__ import annotations

import re
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from projects.register.models import Role, Unit
from roadmap import evidence as quotable
from surveys import access, evidence, offers
from surveys.ballot import collecting
from surveys.demo.opinions import answer
from surveys.models import Envelope, Group, Invitation, Release, ReleasedGroup, Round
from surveys.presenting import front, standing_releases
from surveys.questionnaire import Submission
from surveys.services import assurances, closing, groups, opening, releasing, repeating
from surveys.services.groups import OrganisationChoice
from surveys.services.rounds import RoundRefused
from tests.cast import Cast, give_role, make_person, sign_in
from tests.surveys import ordering
from tests.surveys.fielding import ASSURED, leaf, silent, url
from yhes.common.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def ordered(cast: Cast) -> Round:
    """Esimerkkiopisto's own: Keittiö (18) and Toimisto (12)."""
    return ordering.accepted(cast)


def page(name: str, round_: Round, *more: Any) -> str:
    return url(name, round_.project.slug, round_.pk, *more)


def open_it(cast: Cast, round_: Round) -> Round:
    assurances.assure(round_=round_, user=cast.bertil, given=ASSURED)
    job = opening.request_opening(round_=round_, user=cast.bertil)
    opening.open_round(round_id=round_.pk, report=silent)
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE)
    round_.refresh_from_db()
    return round_


def released(cast: Cast, round_: Round) -> Release:
    """Opened, answered by everybody, closed, counted and released."""
    opened, random = open_it(cast, round_), Random(11)
    for name, count in (("Keittiö", 18), ("Toimisto", 12)):
        group = leaf(opened, name)
        Invitation.objects.bulk_create(
            Invitation(round=opened, group=group, channel=Invitation.Channel.SLIP, is_spent=True)
            for _person in range(count)
        )
        asked = opened.asked
        Envelope.objects.bulk_create(
            Envelope(
                round=opened,
                ciphertext=collecting.seal(
                    opened, group, Submission(choices=answer(asked, random, 0.0), texts={})
                ),
            )
            for _person in range(count)
        )
    closing.stop_accepting(opened.pk)
    closing.count_round(round_id=opened.pk, report=silent)
    closing.purge_round(round_id=opened.pk)
    opened.refresh_from_db()
    return releasing.publish_release(round_=opened, user=cast.aino, report=silent)


# --- Who prepares it -----------------------------------------------------------------------------


def test_the_contact_completes_the_draft_and_opens_it(
    cast: Cast, ordered: Round, as_bertil: Client, settings: Any, tmp_path: Any
) -> None:
    settings.SURVEY_KEY_DIR = tmp_path
    (task,) = offers.todo(cast.bertil, cast.project)
    assert task.url.endswith(f"/{ordered.pk}/")
    round_page = as_bertil.get(page("round", ordered)).content.decode()
    for manager_only in ("round_edit", "round_groups", "headcounts_ask", "round_delete", "round_repeat"):
        assert page(manager_only, ordered) not in round_page, manager_only
    assert page("own_round", ordered) in round_page
    shown = round_page.partition("<main")[2].partition("</main>")[0]
    for linked in set(re.findall(r'<a [^>]*href="(/[^"#]+)"', shown)):
        assert as_bertil.get(linked).status_code in (200, 302), linked
    kitchen, office = Unit.objects.get(name_fi="Keittiö"), Unit.objects.get(name_fi="Toimisto")
    closes = timezone.localtime() + timedelta(days=20)
    sent = {
        "closes_at": closes.strftime("%Y-%m-%dT%H:%M"),
        "purpose_fi": "Arjen parantamiseen",
        "purpose_sv": "För en bättre vardag",
        f"unit-{kitchen.pk}": "20",
        f"unit-{office.pk}": "",
        "added_name": "Varasto",
        "added_count": "9",
    }
    wrong = as_bertil.post(page("own_round", ordered), {**sent, "closes_at": "2020-01-01T10:00"})
    assert wrong.status_code == 400
    assert "Arjen parantamiseen" in wrong.content.decode()
    assert as_bertil.post(page("own_round", ordered), sent).status_code == 302
    ordered.refresh_from_db()
    assert (ordered.purpose_fi, ordered.purpose_en or "") == ("Arjen parantamiseen", "")
    sizes = {str(g): g.headcount for g in Group.objects.filter(round=ordered, unit__isnull=False)}
    assert sizes == {"Keittiö": 20, "Varasto": 9}
    assert str(Group.objects.get(round=ordered, level=0)) == "Esimerkkiopisto", "the whole is who ordered"

    assert as_bertil.post(page("letters", ordered), {"greeting_fi": "Hei kaikki!"}).status_code == 302
    refused = as_bertil.post(page("round_open", ordered))
    ordered.refresh_from_db()
    assert (refused.status_code, ordered.state) == (302, Round.State.DRAFT), "nothing is assured yet"
    ticks = {
        "assured": "1",
        "is_staff_informed": "on",
        "is_cooperation_handled": "on",
        "research_permit": "not_needed",
    }
    assert as_bertil.post(page("round_open", ordered), ticks).status_code == 302
    ordered.refresh_from_db()
    assert (ordered.state, ordered.greeting_fi) == (Round.State.OPENING, "Hei kaikki!")
    opening.open_round(round_id=ordered.pk, report=silent)
    assert as_bertil.get(page("invitations", ordered)).status_code == 200
    kitchen_group = leaf(ordered, "Keittiö")
    names = as_bertil.get(page("group_invitations", ordered, kitchen_group.pk))
    assert names.status_code == 302, "names and addresses need a second factor as elsewhere"
    late = as_bertil.post(page("own_round", ordered), sent)
    assert late.status_code == 302
    assert Group.objects.get(pk=kitchen_group.pk).headcount == 20


def test_others_neither_see_the_draft_nor_do_what_the_contact_may(
    cast: Cast, ordered: Round, as_maija: Client, as_cecilia: Client, as_eero: Client
) -> None:
    give_role(cast.eero, cast.project, Role.CONTACT, cast.institute)
    stranger = give_role(make_person("Sanna Salo"), cast.other_project, Role.CONTACT, cast.college).user
    for person in (cast.maija, cast.eero, stranger, cast.cecilia):
        assert not Round.objects.filter(access.visible_to(person), pk=ordered.pk).exists()
        assert not access.can_prepare(person, ordered)
    assert access.can_prepare(cast.bertil, ordered)
    assert access.can_prepare(cast.aino, ordered)
    assert not access.can_manage(cast.bertil, cast.project), "one round is not all rounds"
    assert as_eero.get(page("round", ordered)).status_code == 404
    assert as_eero.post(page("own_round", ordered)).status_code == 404
    assert as_eero.post(page("round_open", ordered)).status_code == 403
    assert as_maija.post(page("own_round", ordered)).status_code == 403
    assert as_maija.get(page("letters", ordered)).status_code == 403
    assert as_cecilia.post(page("round_open", ordered)).status_code == 403


def test_it_asks_nobody_elses_staff_and_stays_so_when_it_is_repeated(
    cast: Cast, ordered: Round, settings: Any, tmp_path: Any
) -> None:
    settings.SURVEY_KEY_DIR = tmp_path
    with pytest.raises(RoundRefused):
        groups.choose_groups(
            round_=ordered,
            user=cast.aino,
            choices=[OrganisationChoice(cast.institute, 20)],
            with_regions=False,
        )
    again = repeating.repeat_round(round_=open_it(cast, ordered), user=cast.aino)
    assert again.ordered_by == cast.college


# --- Who sees the results ------------------------------------------------------------------------


def test_nothing_of_it_is_public_or_quoted_and_the_organisation_sees_it(
    cast: Cast, ordered: Round, visitor: Client, as_aino: Client, as_bertil: Client, as_maija: Client
) -> None:
    release = released(cast, ordered)
    audiences = set(ReleasedGroup.objects.filter(release=release).values_list("audience", flat=True))
    assert audiences == {"inside"}, "no public document is written"
    shown = Group.objects.filter(round=ordered).exclude(audience="")
    assert set(shown.values_list("audience", flat=True)) == {Group.Audience.INSIDE}
    assert shown.filter(level=Group.Level.UNIT).count() == 2, "and inside everything large enough is there"
    assert releasing.is_intact(release)

    for client in (visitor, as_aino):
        assert client.get(url("release", release.pk)).status_code == 404
        assert client.get(url("public_file", release.pk, "figures.csv")).status_code == 404
        assert client.get(f"/id/release/{release.pk}").status_code == 404
    for text in (visitor.get("/fi/"), visitor.get(f"/fi/hankkeet/{cast.project.slug}/")):
        assert ordered.title_fi not in text.content.decode()
    assert not list(front.home())
    for audience in ("public", "inside"):
        assert not evidence.figures(cast.project, audience=audience)
        assert not evidence.dimension_facts(cast.project, audience=audience)
        assert not [key for key in quotable.figures(cast.project, audience=audience) if "surveys" in key]

    for client in (as_aino, as_bertil, as_maija):
        answer = client.get(page("results", ordered), follow=True)
        assert answer.status_code == 200
        sheet = client.get(page("inside_file", ordered, "figures.csv"))
        assert sheet.status_code == 200
        assert f"/id/release/{release.pk}" not in sheet.content.decode("utf-8-sig")
    give_role(cast.eero, cast.project, Role.CONTACT, cast.institute)
    as_other = sign_in(Client(), cast.eero)
    assert as_other.get(page("results", ordered)).status_code == 404
    assert as_other.get(page("inside_file", ordered, "figures.csv")).status_code == 404


def test_it_is_compared_with_the_organisations_own_rounds_only(cast: Cast, ordered: Round) -> None:
    mine = released(cast, ordered)
    projects = Round.objects.get(pk=ordered.pk)
    projects.pk, projects.ordered_by = None, None
    projects.closes_at = ordered.closes_at + timedelta(days=1)
    projects.save()
    assert standing_releases(projects) == (None, None), "the project's round does not continue it"
    again = Round.objects.get(pk=ordered.pk)
    again.pk, again.closes_at = None, ordered.closes_at + timedelta(days=2)
    again.save()
    assert standing_releases(again) == (None, mine)
