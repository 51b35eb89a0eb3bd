"""Following up a project: what coordinators write down, what its other people read, what is late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation

from projects.register import services
from projects.register.errors import DayMissing, NothingToRestore, NotOnTheScale
from projects.register.followup import KINDS
from projects.register.followup import offers as followup
from projects.register.models import Decision, Deliverable, FollowedUp, Milestone, Risk, WorkPackage
from tests.cast import Cast
from tests.register.pages import address, in_bin
from yhes.common import bins
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db

PAST, COMING = date(2025, 3, 1), date(2040, 3, 1)


def text(response: Any) -> str:
    return str(response.content.decode())


def listed(client: Client, cast: Cast, kind: str, **query: str) -> list[str]:
    response = client.get(address("followup_list", cast.project.slug, kind), query)
    return [str(item) for item in response.context["page_obj"]]


def make(cast: Cast, model: type[FollowedUp], **facts: Any) -> Any:
    least: dict[type[FollowedUp], dict[str, Any]] = {
        Milestone: {"title_fi": "Välitavoite", "due_on": COMING},
        Deliverable: {"title_fi": "Tuotos"},
        Risk: {"title": "Riski", "likelihood": 2, "impact": 2},
        Decision: {"title": "Päätös", "decided_on": PAST},
    }
    project = facts.pop("project", cast.project)
    return services.save_followed_up(
        item=model(project=project), facts={**least[model], **facts}, actor=cast.aino
    )


SENT = {
    "milestones": {
        "title_en": "First",
        "due_on": "2040-03-01",
        "state": "planned",
        "visibility": "project",
    },
    "deliverables": {"title_en": "First", "state": "planned", "visibility": "project"},
    "risks": {"title": "First", "likelihood": "4", "impact": "3", "owner": "coordinator", "state": "open"},
    "decisions": {"title": "First", "decided_on": "2025-03-01", "decided_by": "funder"},
}


@pytest.mark.parametrize("kind", SENT)
def test_each_kind_is_added_changed_removed_and_brought_back(cast: Cast, as_aino: Client, kind: str) -> None:
    slug, model = cast.project.slug, KINDS[kind].model
    empty = text(as_aino.get(address("followup_list", slug, kind)))
    assert str(KINDS[kind].none) in empty
    add = address("followup_add", slug, kind)
    assert as_aino.post(add, SENT[kind])["Location"] == address("followup_list", slug, kind)
    item = model.objects.get()
    title = "title_en" if "title_en" in SENT[kind] else "title"
    as_aino.post(address("followup_item", slug, kind, item.pk), {**SENT[kind], title: "Second"})
    assert listed(as_aino, cast, kind) == ["Second"]
    told = as_aino.get(address("followup_item", slug, kind, item.pk)).context["history"]
    assert [entry.who for entry in told] == ["Aino Ahonen", "Aino Ahonen"]
    gone = as_aino.post(address("followup_remove", slug, kind, item.pk), follow=True)
    assert "“Second” was moved to the bin." in text(gone)
    assert listed(as_aino, cast, kind) == []
    assert as_aino.get(address("followup_item", slug, kind, item.pk)).status_code == 404
    assert "Second" in text(as_aino.get(in_bin(cast.project)))
    as_aino.post(in_bin(cast.project, KINDS[kind].bin, item.pk))
    assert listed(as_aino, cast, kind) == ["Second"]
    name = model._meta.model_name
    actions = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == [
        f"register.{name}_{done}" for done in ("added", "changed", "removed", "restored")
    ]


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("milestones", {"title_en": ""}, "title_fi"),
        ("milestones", {"due_on": ""}, "due_on"),
        ("milestones", {"state": "done"}, "done_on"),
        ("milestones", {"state": "done", "done_on": "2040-01-01"}, "done_on"),
        ("milestones", {"state": "lost"}, "state"),
        ("deliverables", {"address": "javascript:alert(1)"}, "address"),
        ("deliverables", {"visibility": "all"}, "visibility"),
        ("deliverables", {"work_package": "0"}, "work_package"),
        ("risks", {"likelihood": "6"}, "likelihood"),
        ("risks", {"impact": "0"}, "impact"),
        ("risks", {"owner": "Aino Ahonen"}, "owner"),
        ("decisions", {"title": " "}, "title"),
        ("decisions", {"decided_on": "2040-01-01"}, "decided_on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_kept(
    cast: Cast, as_aino: Client, kind: str, change: dict[str, str], field: str
) -> None:
    foreign = WorkPackage.objects.create(project=cast.other_project, title_fi="Vieras")
    change = {name: str(foreign.pk) if value == "0" and name == "work_package" else value
              for name, value in change.items()}  # fmt: skip
    response = as_aino.post(address("followup_add", cast.project.slug, kind), {**SENT[kind], **change})
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    if change.keys().isdisjoint({"title_en", "title"}):
        assert 'value="First"' in text(response)
    assert not KINDS[kind].model.objects.exists()


def test_the_services_and_the_database_keep_days_and_scales(cast: Cast) -> None:
    reached = make(cast, Milestone, state="done", done_on=PAST)
    with pytest.raises(DayMissing):
        make(cast, Milestone, state="done", done_on=None)
    with pytest.raises(NotOnTheScale):
        make(cast, Risk, likelihood=6)
    again = services.save_followed_up(item=reached, facts={"state": "underway"})
    assert isinstance(again, Milestone)
    assert again.done_on is None
    risk = make(cast, Risk)
    for broken in (
        Milestone.objects.filter(pk=reached.pk).values("pk"),
        Risk.objects.filter(pk=risk.pk).values("pk"),
    ):
        change = {"state": "done"} if broken.model is Milestone else {"impact": 6}
        with pytest.raises(IntegrityError), transaction.atomic():
            broken.model.objects.filter(pk__in=broken).update(**change)


def test_the_level_of_a_risk_follows_the_stated_rule(cast: Cast, as_aino: Client) -> None:
    for likelihood, impact, level in ((1, 5, "low"), (2, 3, "moderate"), (1, 1, "low"), (3, 4, "high"),
                                      (5, 5, "high"), (2, 5, "moderate")):  # fmt: skip
        made = make(cast, Risk, title=f"{level} {likelihood}", likelihood=likelihood, impact=impact)
        assert made.level == level
    assert listed(as_aino, cast, "risks") == [
        "high 5",
        "high 3",
        "moderate 2",
        "moderate 2",
        "low 1",
        "low 1",
    ]
    for level, many in (("high", 2), ("moderate", 2), ("low", 2)):
        found = listed(as_aino, cast, "risks", level=level)
        assert len(found) == many
        assert all(title.startswith(level) for title in found)
    assert "12 or more is high" in text(as_aino.get(address("followup_list", cast.project.slug, "risks")))


def test_the_projects_people_read_and_only_coordinators_see_risks_or_write(
    cast: Cast, as_bertil: Client, as_eero: Client, visitor: Client
) -> None:
    item, risk = make(cast, Milestone), make(cast, Risk)
    slug = cast.project.slug
    overview = text(as_bertil.get(address("followup", slug)))
    assert str(item) in overview
    assert str(risk) not in overview
    assert listed(as_bertil, cast, "milestones") == ["Välitavoite"]
    own = text(as_bertil.get(address("followup_list", slug, "milestones")))
    assert address("followup_item", slug, "milestones", item.pk) not in own
    for name in ("followup_list", "followup_csv", "followup_xlsx"):
        assert as_bertil.get(address(name, slug, "risks")).status_code == 403
        assert as_eero.get(address(name, slug, "milestones")).status_code == 404
        assert visitor.get(address(name, slug, "milestones")).status_code == 302
    for name in ("followup_item", "followup_remove"):
        assert as_bertil.post(address(name, slug, "milestones", item.pk)).status_code == 403
    assert list(followup.todo(cast.bertil, cast.project)) == []
    assert Milestone.objects.present().exists()


def test_foreign_missing_and_unknown_look_the_same(cast: Cast, as_aino: Client) -> None:
    foreign = make(cast, Milestone, project=cast.other_project)
    slug = cast.project.slug
    for key in (foreign.pk, 999_999):
        assert as_aino.get(address("followup_item", slug, "milestones", key)).status_code == 404
        assert as_aino.post(address("followup_remove", slug, "milestones", key)).status_code == 404
    for name in ("followup_list", "followup_csv", "followup_add"):
        assert as_aino.get(address(name, slug, "answers")).status_code == 404
    assert as_aino.get(address("followup_list", cast.other_project.slug, "milestones")).status_code == 404
    assert listed(as_aino, cast, "milestones", removed=str(foreign.pk)) == []


def test_two_at_once_the_second_sees_what_changed_and_keeps_the_text(cast: Cast, as_aino: Client) -> None:
    item = make(cast, Milestone, title_en="First")
    url = address("followup_item", cast.project.slug, "milestones", item.pk)
    opened = as_aino.get(url).context["form"]["seen"].value()
    services.save_followed_up(item=item, facts={"due_on": date(2041, 1, 1)}, actor=cast.admin)
    mine = {**SENT["milestones"], "title_en": "Mine", "title_fi": "Välitavoite", "seen": opened}
    response = as_aino.post(url, mine)
    form = response.context["form"]
    assert response.status_code == 400
    assert [entry.who for entry in response.context["meanwhile"]] == ["Admin Aalto"]
    assert (form["title_en"].value(), form["due_on"].value()) == ("Mine", "2041-01-01")
    sent = {**mine, "due_on": form["due_on"].value(), "seen": form["seen"].value()}
    assert as_aino.post(url, sent).status_code == 302
    item.refresh_from_db()
    assert (item.title_en, item.due_on) == ("Mine", date(2041, 1, 1))


def test_what_is_late_is_in_the_list_of_things_to_do_and_in_the_calendar(cast: Cast, as_aino: Client) -> None:
    today = timezone.localdate()
    make(cast, Milestone, title_en="Late", due_on=today - timedelta(days=3))
    make(cast, Milestone, title_en="Done", due_on=PAST, state="done", done_on=PAST)
    removed = make(cast, Milestone, title_en="Gone", due_on=PAST)
    services.remove_followed_up(item=removed)
    make(cast, Deliverable, title_en="Paper", due_on=today - timedelta(days=1))
    make(cast, Deliverable, title_en="No day")
    make(cast, Risk, title="Storm", review_on=today)
    make(cast, Milestone, title_en="Soon", due_on=today + timedelta(days=2))
    with translation.override("en"):
        todos = list(followup.todo(cast.aino, cast.project))
        (rail,) = followup.rail(cast.aino, cast.project)
        first = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        entries = list(followup.calendar(cast.aino, [cast.project], first, first + timedelta(days=14)))
        for_bertil = list(followup.calendar(cast.bertil, [cast.project], first, first + timedelta(days=14)))
    assert [(todo.title, todo.when, todo.is_late) for todo in todos[:2]] == [
        ("1 milestone is late", "3 days late", True), ("1 deliverable is late", "1 day late", True),
    ]  # fmt: skip
    assert (todos[2].title, todos[2].detail) == ("Review 1 risk", "Storm")
    assert rail.badge == 3
    assert {entry.title for entry in entries} == {"Soon", "Review the risk: Storm"}
    assert [entry.title for entry in for_bertil] == ["Soon"]
    for todo in todos:
        assert as_aino.get(todo.url).context["page_obj"].paginator.count == 1
    ahead = as_aino.get(address("followup", cast.project.slug)).context["ahead"]
    assert [str(row["item"]) for row in ahead] == ["Late", "Paper", "Soon"]


def test_lists_are_narrowed_sorted_and_exported_as_they_stand(cast: Cast, as_aino: Client) -> None:
    package = WorkPackage.objects.create(project=cast.project, title_fi="TP1")
    make(cast, Deliverable, title_en="=1+1", visibility="public", due_on=PAST, work_package=package)
    make(cast, Deliverable, title_en="Äimistys", state="done", done_on=PAST, due_on=COMING)
    assert listed(as_aino, cast, "deliverables") == ["=1+1", "Äimistys"]
    assert listed(as_aino, cast, "deliverables", sort="-due") == ["Äimistys", "=1+1"]
    assert listed(as_aino, cast, "deliverables", q="äimi") == ["Äimistys"]
    assert listed(as_aino, cast, "deliverables", state="late") == ["=1+1"]
    assert listed(as_aino, cast, "deliverables", state="done", visibility="public") == []
    url = address("followup_csv", cast.project.slug, "deliverables")
    lines = as_aino.get(url, {"visibility": "public"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("'=1+1;")
    assert "TP1" in lines[1]
    for kind in KINDS:
        assert as_aino.get(address("followup_xlsx", cast.project.slug, kind)).status_code == 200
    make(cast, Decision, title="Kokous siirtyi", reason="Sairaus")
    assert listed(as_aino, cast, "decisions", q="SAIRAUS") == ["Kokous siirtyi"]
    assert listed(as_aino, cast, "decisions", decided_by="funder") == []


def test_only_public_deliverables_of_the_project_are_on_its_public_page(cast: Cast, visitor: Client) -> None:
    make(cast, Deliverable, title_en="Shown", visibility="public", address="https://example.org/opas")
    make(cast, Deliverable, title_en="Inside")
    gone = make(cast, Deliverable, title_en="Binned", visibility="public")
    services.remove_followed_up(item=gone)
    make(cast, Deliverable, title_en="Elsewhere", visibility="public", project=cast.other_project)
    page = text(visitor.get(address("project", cast.project.slug)))
    assert "Shown" in page
    assert "https://example.org/opas" in page
    for hidden in ("Inside", "Binned", "Elsewhere"):
        assert hidden not in page


def test_the_bin_is_emptied_after_thirty_days(cast: Cast, as_aino: Client) -> None:
    old, new, kept = (make(cast, Milestone, title_en=name) for name in ("Old", "New", "Kept"))
    for item in (old, new):
        services.remove_followed_up(item=item)
    now = timezone.now()
    Milestone.objects.filter(pk=old.pk).update(deleted_at=now - timedelta(days=30, minutes=1))
    url = in_bin(cast.project, "milestone", old.pk)
    assert as_aino.post(url).status_code == 404
    bins.empty(now)
    assert set(Milestone.objects.all()) == {new, kept}
    with pytest.raises(NothingToRestore):
        services.restore_followed_up(item=old)


def test_lists_ask_the_same_number_of_queries_however_long_they_are(
    cast: Cast, as_aino: Client, django_assert_max_num_queries: Any
) -> None:
    package = WorkPackage.objects.create(project=cast.project, title_fi="TP1")
    urls = [address("followup", cast.project.slug)]
    urls += [address("followup_list", cast.project.slug, kind) for kind in KINDS]
    counts = []
    for many in (2, 30):
        for number in range(many):
            make(cast, Milestone, title_en=f"M{number}", due_on=PAST)
            make(cast, Deliverable, title_en=f"D{number}", work_package=package)
            make(cast, Risk, title=f"R{number}")
        for url in urls:
            as_aino.get(url)
            with django_assert_max_num_queries(40) as queries:
                as_aino.get(url)
            counts.append(len(queries))
    assert counts[: len(urls)] == counts[len(urls) :]
