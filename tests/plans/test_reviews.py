"""Reviews of a plan: gone through together, written down, approved, and locked."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from projects.plans import offers, personal, services
from projects.plans.errors import (
    ForeignPerson,
    MinutesMissing,
    ReviewInFuture,
    ReviewLocked,
    ReviewNextTooEarly,
    ReviewOpen,
)
from projects.plans.models import Action, ActionPlan, Indicator, Reading, Review
from projects.register.errors import ChangedMeanwhile
from tests.cast import Cast, give_second_factor
from tests.plans.recipes import make_action, make_aim, make_plan, page, publish
from tests.register.pages import in_bin

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def measured(plan: ActionPlan, *values: int) -> Indicator:
    """An indicator, read so many times, the newest yesterday."""
    facts = {"title_en": "Response rate", "unit": "percent", "direction": "more", "target": Decimal(60)}
    indicator = services.save_part(plan=plan, part=Indicator(plan=plan), facts=facts)
    for number, value in enumerate(values):
        read(indicator, value, len(values) - number)
    return indicator


def read(indicator: Indicator, value: int, days_ago: int = 0) -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    facts = {"indicator": indicator, "read_on": day, "value": Decimal(value)}
    services.save_part(plan=indicator.plan, part=Reading(), facts=facts)


def held(plan: ActionPlan, minutes: str = "Gone through.", **facts: Any) -> Review:
    """An approved review of yesterday."""
    review = services.start_review(plan=plan)
    day = timezone.localdate() - timedelta(days=1)
    services.save_review(review=review, facts={"held_on": day, "minutes": minutes, **facts})
    return services.approve_review(review=review)


def sent(review: Review, *actions: Action, **typed: Any) -> dict[str, Any]:
    """The meeting's form as a browser would send it, untouched but for what is typed."""
    fields: dict[str, Any] = {"held_on": review.held_on.isoformat(), "minutes": review.minutes, "seen": "0"}
    for action in actions:
        fields |= {f"state_{action.pk}": action.state, f"was_{action.pk}": action.state}
    return fields | typed


def test_a_meeting_from_the_start_to_minutes_that_nobody_changes(
    cast: Cast, as_aino: Client, as_bertil: Client
) -> None:
    give_second_factor(cast.bertil)
    plan = make_plan(cast.project, cast.college)
    action, other = (make_action(make_aim(plan), title) for title in ("Afternoon", "Visits"))
    measured(plan, 50)
    assert "No reviews yet" in text(as_bertil.get(page("review_list", plan)))
    at_the_table = as_bertil.post(page("review_start", plan), follow=True)
    review = Review.objects.get()
    assert "This is the first review" in text(at_the_table)
    url = page("review_edit", plan, review.pk)
    typed = sent(
        review, action, other, minutes="We met.\n\n- All agreed.", roles="principal", people=[cast.bertil.pk]
    )
    next_day = timezone.localdate() + timedelta(days=30)
    typed |= {
        f"state_{action.pk}": "under_way",
        f"step_{action.pk}": "Book the room",
        "next_on": next_day.isoformat(),
    }
    shown = text(as_bertil.post(url, typed, follow=True))
    for told in ("<li>All agreed.</li>", "principal", "Book the room", "Under way", "50\xa0%", "Bertil"):
        assert told in shown, told
    assert Action.objects.get(pk=action.pk).state == "under_way"
    assert "The minutes were approved" in text(
        as_aino.post(page("review_approve", plan, review.pk), follow=True)
    )

    assert as_bertil.get(url)["Location"] == page("review", plan, review.pk)
    with pytest.raises(ReviewLocked):
        services.save_review(review=review, facts={"minutes": "Other"})
    as_bertil.post(page("review_delete", plan, review.pk))
    assert Review.objects.get().deleted_at is None
    assert Review.objects.get().minutes == "We met.\n\n- All agreed."
    services.delete_part(plan=plan, part=action)
    assert "Afternoon" in text(as_bertil.get(page("review", plan, review.pk)))


def test_the_next_review_tells_what_has_changed_since_the_last(cast: Cast, as_bertil: Client) -> None:
    plan = make_plan(cast.project, cast.college)
    aim = make_aim(plan)
    action, same = make_action(aim, "Afternoon"), make_action(aim, "Visits")
    indicator = measured(plan, 50)
    held(plan)
    services.set_action_state(action=action, state="done")
    make_action(aim, "Fair")
    read(indicator, 56)
    review = services.start_review(plan=plan)
    context = as_bertil.get(page("review", plan, review.pk)).context
    assert [(row.title, row.change) for row in context["actions"]] == [
        ("Afternoon", "was planned at the last review"), (same.title, ""), ("Fair", "new since the last review"),
    ]  # fmt: skip
    (row,) = context["indicators"]
    assert (row.shown, row.change) == ("56\xa0%", "+6 since the last review (was 50\xa0%)")


def test_two_at_the_table_neither_overwrites_the_other(
    cast: Cast, as_aino: Client, as_bertil: Client
) -> None:
    plan = make_plan(cast.project, cast.college)
    aim = make_aim(plan)
    mine, theirs = make_action(aim, "Afternoon"), make_action(aim, "Visits")
    review = services.start_review(plan=plan)
    url = page("review_edit", plan, review.pk)
    typed = sent(review, mine, theirs, minutes="Ours", **{f"step_{mine.pk}": "Book"})
    as_aino.post(url, sent(review, mine, theirs, minutes="Theirs", **{f"step_{theirs.pk}": "Call"}))
    refused = as_bertil.post(url, typed)
    assert refused.status_code == 400
    assert "Ours" in text(refused)
    assert "Theirs" in text(refused)
    again = typed | {"seen": refused.context["form"].data["seen"]}
    assert as_bertil.post(url, again).status_code == 302
    review.refresh_from_db()
    assert review.next_steps == {str(mine.pk): "Book", str(theirs.pk): "Call"}

    services.set_action_state(action=mine, state="dropped")
    moved = sent(review, mine, theirs, seen="", minutes="Ours", **{f"was_{mine.pk}": "planned"})
    refused = as_bertil.post(url, moved | {f"state_{mine.pk}": "done"})
    assert "Somebody else has changed" in text(refused)
    assert refused.context["form"].data[f"was_{mine.pk}"] == "dropped"
    assert Action.objects.get(pk=mine.pk).state == "dropped"
    assert as_bertil.post(url, moved).status_code == 302  # left as it was on the page: not moved back
    assert Action.objects.get(pk=mine.pk).state == "dropped"
    with pytest.raises(ChangedMeanwhile):
        services.save_review(review=review, facts={}, moves={mine.pk: ("planned", "under_way")})


def test_what_cannot_be_is_refused(cast: Cast, as_bertil: Client) -> None:
    plan = make_plan(cast.project, cast.college)
    review = services.start_review(plan=plan)
    today = timezone.localdate()
    for refusal, act in (
        (ReviewOpen, lambda: services.start_review(plan=plan)),
        (MinutesMissing, lambda: services.approve_review(review=review)),
        (ReviewNextTooEarly, lambda: services.save_review(review=review, facts={"next_on": today})),
        (ForeignPerson, lambda: services.save_review(review=review, facts={}, people=[cast.eero.pk])),
    ):
        with pytest.raises(refusal):
            act()
    services.save_review(review=review, facts={"minutes": "x", "held_on": today + timedelta(days=3)})
    with pytest.raises(ReviewInFuture):
        services.approve_review(review=review)
    response = as_bertil.post(page("review_approve", plan, review.pk), follow=True)
    assert "The review has not been held yet" in text(response)
    late = sent(review, held_on="2026-05-05", next_on="2026-05-04")
    assert "next_on" in as_bertil.post(page("review_edit", plan, review.pk), late).context["form"].errors
    for wrong in ({"next_on": review.held_on}, {"state": "approved"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.filter(pk=review.pk).update(**wrong)

    undo = as_bertil.post(page("review_delete", plan, review.pk), follow=True)
    assert undo.context["deleted"] == review
    services.start_review(plan=plan)
    refused = as_bertil.post(in_bin(cast.project, "plan-review", review.pk), follow=True)
    assert "Another review of this plan is being written" in text(refused)


def test_who_does_not_keep_the_plan_reads_at_most(
    cast: Cast, as_maija: Client, as_cecilia: Client, as_eero: Client
) -> None:
    plan = make_plan(cast.project, cast.college)
    review = services.start_review(plan=plan)
    foreign = services.start_review(plan=make_plan(cast.project, cast.institute, "Muiden"))
    assert as_maija.get(page("review", plan, review.pk)).status_code == 200
    assert as_maija.get(page("review", plan, foreign.pk)).status_code == 404
    for name in ("review_edit", "review_approve", "review_delete"):
        assert as_maija.post(page(name, plan, review.pk)).status_code == 403
        for client in (as_cecilia, as_eero):
            assert client.post(page(name, plan, review.pk)).status_code == 404
    assert Review.objects.filter(state="draft").count() == 2


def test_names_are_told_to_whom_they_are_told_everywhere_and_go_with_the_account(
    cast: Cast, as_aino: Client, as_maija: Client
) -> None:
    plan = make_plan(cast.project, cast.college)
    review = services.start_review(plan=plan)
    services.save_review(review=review, facts={"minutes": "x"}, people=[cast.bertil.pk, cast.maija.pk])
    url = page("review_edit", plan, review.pk)
    as_aino.post(url, sent(review, minutes="y", people=[]))  # who is not named on the form is not taken out
    assert set(review.people.all()) >= {cast.bertil, cast.maija}
    assert as_maija.get(page("review", plan, review.pk)).context["participants"] == sorted(
        [str(cast.maija), "A user of the portal"], key=str.casefold
    )
    assert personal.personal_data(cast.maija)["plan_reviews"] == [
        {"plan": plan.title, "held_on": review.held_on}
    ]
    cast.maija.delete()
    assert list(review.people.all()) == [cast.bertil]


def test_the_next_review_and_unread_indicators_are_reminded_of(cast: Cast, as_bertil: Client) -> None:
    plan = make_plan(cast.project, cast.college)
    make_action(make_aim(plan), "Late", days=-1)
    day = timezone.localdate() + timedelta(days=5)
    held(plan, next_on=day)
    measured(plan)
    publish(plan)
    with translation.override("en"):
        todos = {todo.title: todo for todo in offers.todo(cast.bertil, cast.project)}
        assert list(offers.todo(cast.maija, cast.project)) == []
        begins = timezone.localtime() - timedelta(days=1)
        entries = list(offers.calendar(cast.maija, [cast.project], begins, begins + timedelta(days=14)))
        (block,) = offers.PROVIDERS["overview"](cast.bertil, cast.project)
        assert list(offers.PROVIDERS["overview"](cast.maija, cast.project)) == []
    assert todos["Review the plan: Yhdessä"].when == "5 days left"
    assert todos["1 indicator has no reading yet"].url == page("scorecard", plan).replace("/en/", "/en/")
    assert ("Review of the plan: Yhdessä", "meeting") in {(entry.title, entry.kind) for entry in entries}
    assert block.context["plans"][0].late == 1
    overview = text(as_bertil.get(f"/en/desk/{cast.project.slug}/"))
    assert "Review the plan: Yhdessä" in overview
    assert "0 of 1 done" in overview
    held(plan, minutes="Again", next_on=None)
    assert "Review the plan: Yhdessä" not in text(as_bertil.get(f"/en/desk/{cast.project.slug}/"))


def test_a_review_asks_as_much_for_many_actions_as_for_one(cast: Cast, as_aino: Client) -> None:
    plan = make_plan(cast.project, cast.college)
    aim = make_aim(plan)
    make_action(aim)
    measured(plan, 50)
    review = services.start_review(plan=plan)
    urls = [page(name, plan, review.pk) for name in ("review", "review_edit")]

    def asked() -> list[int]:
        counts = []
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                assert as_aino.get(url).status_code == 200
            counts.append(len(queries))
        return counts

    asked()
    few = asked()
    Action.objects.bulk_create(Action(aim=aim, title_en=str(number)) for number in range(40))
    assert asked() == few
