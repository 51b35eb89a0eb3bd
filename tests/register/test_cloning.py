"""A new project after an old one: told first, copied whole, and without people, answers and papers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from projects.register import services
from projects.register.models import (
    Decision,
    Deliverable,
    FunderLogo,
    Measure,
    Milestone,
    Objective,
    Project,
    ProjectGroup,
    Result,
    Risk,
    WorkPackage,
)
from projects.register.services.logos import add_logo, forget_logos
from tests.cast import Cast
from tests.register.meetings import make_group, make_meeting, make_member
from tests.register.pages import address
from tests.register.test_logos import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def furnished(cast: Cast) -> Cast:
    project = cast.project
    services.update_project(
        project=project,
        facts={
            "summary_fi": "Kuvaus",
            "granted": Decimal(100),
            "total_costs": Decimal(120),
            "contact_email": "hanke@example.org",
        },
        regions=[services.load_regions()["06"]],
    )
    goal = services.save_plan_item(item=Objective(project=project), facts={"title_fi": "Tavoite"})
    services.save_plan_item(item=Measure(project=project), facts={"title_fi": "Toimi", "objective": goal})
    services.save_plan_item(item=Result(project=project), facts={"title_fi": "Tulos"})
    package = services.save_plan_item(
        item=WorkPackage(project=project), facts={"title_fi": "TP1"}, co_implementers=[cast.institute]
    )
    day = date(2025, 3, 1)
    dated = {"due_on": day, "state": "done", "done_on": day}
    services.save_followed_up(item=Milestone(project=project), facts={"title_fi": "Alku", **dated})
    gone = services.save_followed_up(
        item=Milestone(project=project), facts={"title_fi": "Poistettu", "due_on": day}
    )
    services.remove_followed_up(item=gone)
    services.save_followed_up(
        item=Deliverable(project=project),
        facts={"title_fi": "Opas", "visibility": "public", "work_package": package, **dated},
    )
    services.save_followed_up(
        item=Risk(project=project),
        facts={"title": "Kiire", "likelihood": 4, "impact": 4, "review_on": day, "state": "closed"},
    )
    services.save_followed_up(item=Decision(project=project), facts={"title": "P", "decided_on": day})
    group = make_group(cast, description_fi="Ohjaa")
    make_member(group, cast.bertil)
    make_meeting(group, 3)
    services.remove_followed_up(item=make_group(cast, kind="theme", title_fi="Poistettu"))
    logo = {"title_fi": "Rahasto", "title_sv": "Fonden", "link": "https://example.org/", "order": 2}
    add_logo(project=project, file=SimpleUploadedFile("logo.png", picture()), facts=logo)
    services.add_document(project=project, file=SimpleUploadedFile("a.txt", b"x"))
    return cast


def test_an_administrator_is_told_what_is_copied_and_gets_just_that(
    furnished: Cast, as_admin: Client
) -> None:
    url = address("project_clone", furnished.project.slug)
    page = as_admin.get(url)
    copied = page.context["copied"]
    assert (copied.objectives, copied.measures, copied.work_packages) == (1, 1, 1)
    assert (copied.milestones, copied.deliverables, copied.risks) == (1, 1, 1)
    assert (copied.groups, copied.logos) == (1, 1)
    assert "People and roles" in page.content.decode()
    response = as_admin.post(url, {"name_fi": "Uusi polku", "starts_on": "2028-01-11"})
    made = Project.objects.get(name_fi="Uusi polku")
    assert response["Location"] == address("members", made.slug)
    assert (made.summary_fi, made.is_public, made.state) == ("Kuvaus", False, "")
    assert (made.granted, made.total_costs, made.contact_email, made.predecessor) == (None, None, "", None)
    assert [region.code for region in made.regions.all()] == ["06"]
    assert made.measures.get().objective == made.objectives.get()
    assert not made.work_packages.get().co_implementers.exists()
    milestone = Milestone.objects.get(project=made)
    assert (milestone.title_fi, milestone.state, milestone.done_on) == ("Alku", "planned", None)
    assert milestone.due_on == date(2025, 3, 1) + (date(2028, 1, 11) - date(2025, 1, 1))
    deliverable = Deliverable.objects.get(project=made)
    assert (deliverable.visibility, deliverable.work_package) == ("project", made.work_packages.get())
    risk = Risk.objects.get(project=made)
    assert (risk.size, risk.review_on, risk.state) == (16, None, "open")
    for left in ("results", "decisions", "documents", "partnerships", "memberships", "invitations"):
        assert not getattr(made, left).exists()
    group = ProjectGroup.objects.get(project=made)
    assert (group.kind, group.title_fi, group.description_fi) == ("steering", "Ohjausryhmä", "Ohjaa")
    assert not group.members.exists()
    assert not group.meetings.exists()
    furnished.project.refresh_from_db()
    assert furnished.project.measures.count() == 1


def test_a_copied_logo_has_a_file_of_its_own(furnished: Cast) -> None:
    made = services.clone_project(project=furnished.project, facts={"name_fi": "Uusi polku"})
    old, new = (FunderLogo.objects.get(project=project) for project in (furnished.project, made))
    assert (new.title_fi, new.title_sv, new.link, new.order) == (
        "Rahasto",
        "Fonden",
        "https://example.org/",
        2,
    )
    assert (new.kind, new.width, new.height) == (old.kind, old.width, old.height)
    services.remove_followed_up(item=old)
    forget_logos(timezone.now() + timedelta(days=1))
    assert not FunderLogo.objects.filter(pk=old.pk).exists()
    with new.file.open("rb") as kept:
        assert kept.read().startswith(b"\x89PNG")


def test_without_a_first_day_milestones_keep_theirs_and_deliverables_have_none(furnished: Cast) -> None:
    made = services.clone_project(project=furnished.project, facts={"name_fi": "Uusi polku"})
    assert Milestone.objects.get(project=made).due_on == date(2025, 3, 1)
    assert Deliverable.objects.get(project=made).due_on is None


def test_a_name_is_asked_for_and_nothing_half_is_made(furnished: Cast, as_admin: Client) -> None:
    url = address("project_clone", furnished.project.slug)
    for sent in ({"name_fi": " ", "starts_on": "2028-01-01"}, {"name_fi": "Uusi", "starts_on": "eilen"}):
        response = as_admin.post(url, sent)
        assert response.status_code == 400
        assert f'value="{sent["starts_on"]}"' in response.content.decode()
    assert Project.objects.count() == 2


def test_a_coordinator_does_not_make_projects(furnished: Cast, as_aino: Client, as_eero: Client) -> None:
    url = address("project_clone", furnished.project.slug)
    assert as_aino.post(url, {"name_fi": "Uusi"}).status_code == 403
    assert as_eero.post(url, {"name_fi": "Uusi"}).status_code == 404
    assert (
        address("project_clone", furnished.project.slug)
        not in as_aino.get(address("settings", furnished.project.slug)).content.decode()
    )
    assert Project.objects.count() == 2
