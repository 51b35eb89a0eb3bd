"""What has been released is laid together and attacked; corrections are released only if that stays safe."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from surveys import aggregation
from surveys.models import FreeText, Group, Release, ReleasedGroup
from surveys.services import (
    auditing,
    closing,
    correcting,
    moderating,
    releasing,
    retention,
    text_releases,
)
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, fill, open_box
from tests.surveys.fielding import silent
from tests.surveys.open_texts import released, texts_of, written
from yhes.common import audit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def box(cast: Cast) -> BallotBox:
    """In the second organisation a unit of seven: shown inside the project, and not in public."""
    return withdrawn(cast, {(0, 0): 30, (0, 1): 25, (1, 0): 30, (1, 1): 7})


def withdrawn(cast: Cast, sizes: dict[tuple[int, int], int]) -> BallotBox:
    """Counted, released once, and that release withdrawn."""
    made = open_box(cast.project, units=(2, 2))
    fill(made, sizes)
    closing.close_round(round_id=made.round.pk, report=silent)
    made.round.refresh_from_db()
    release = releasing.publish_release(round_=made.round, user=None, report=silent)
    releasing.withdraw(release=release, user=cast.aino, reason="Yksikkö on väärässä oppilaitoksessa")
    return made


def move(box: BallotBox, unit: tuple[int, int], organisation: int) -> None:
    group, parent = box.units[unit], box.organisations[organisation]
    correcting.move_group(group=group, parent=parent, user=None, reason="Väärä paikka")


def publish(box: BallotBox) -> Release:
    return releasing.publish_release(round_=box.round, user=None, report=silent)


def attack(release: Release) -> str:
    """What the command prints. Raises CommandError as it does."""
    out = StringIO()
    call_command("attack_release", str(release.pk), stdout=out)
    return out.getvalue()


def test_a_release_and_the_withdrawn_one_before_it_isolate_nobody(box: BallotBox) -> None:
    second = publish(box)
    assert second.number == 2
    said = attack(second)
    assert "release 1, withdrawn" in said
    assert "release 2: 5 public and 7 inside documents" in said
    assert "Nothing: no adding and subtracting" in said
    assert "respondents whose own smallest group is shown by itself: 92 of 92 (100.0 %)" in said
    report = auditing.attack_release(second)
    assert report.price
    assert 0 < report.price.figures.withheld < report.price.figures.alone
    assert report.price.figures.isolating > 0


def test_a_group_of_enough_people_is_moved_and_the_round_released_again(cast: Cast) -> None:
    box = withdrawn(cast, {(0, 0): 30, (0, 1): 25, (1, 0): 30, (1, 1): 20})
    move(box, (0, 1), 1)
    numbers = dict(Group.objects.filter(round=box.round).values_list("pk", "respondents"))
    assert [numbers[group.pk] for group in (box.root, *box.organisations)] == [105, 30, 75]
    second = publish(box)
    shown = second.groups.get(group=box.organisations[1], audience="inside")
    assert shown.document["n"] == 75
    assert "Nothing: no adding" in attack(second)
    [event] = [e for e in audit.history(box.round) if e.action == "surveys.group_moved"]
    assert event.changes["reason"] == ["", "Väärä paikka"]


def test_a_correction_that_would_single_out_a_small_unit_is_never_released(box: BallotBox) -> None:
    """In public the organisation without its seven, beside the withdrawn one with them, tells about seven."""
    move(box, (1, 1), 0)
    with pytest.raises(releasing.ReleaseRefused):
        publish(box)
    assert Release.objects.count() == 1
    findings = auditing.audit_with_earlier(
        box.round,
        counts := aggregation.count_round(box.round),
        [(g.pk, to, d) for g, to, d in releasing.protected_documents(box.round, counts)],
    )
    assert {finding.people for finding in findings} <= set(range(1, 10))
    assert any(finding.claim.statistic == "public" and finding.people == 7 for finding in findings)
    move(box, (1, 1), 1)
    assert publish(box).number == 2


def test_membership_is_corrected_for_whole_shown_groups_of_withdrawn_results_only(box: BallotBox) -> None:
    unit, organisation = box.units[0, 1], box.organisations[1]
    Group.objects.filter(pk=unit.pk).update(audience="", respondents=None, invited=None)
    with pytest.raises(correcting.CorrectionRefused):  # hidden: nobody knows which answers are its own
        move(box, (0, 1), 1)
    for group, parent, reason in (
        (box.units[0, 0], box.root, "Väärä paikka"),
        (box.units[0, 0], box.organisations[0], "Väärä paikka"),
        (box.units[0, 0], box.units[1, 0], "Väärä paikka"),
        (box.root, organisation, "Väärä paikka"),
        (box.units[0, 0], organisation, " "),
    ):
        with pytest.raises(correcting.CorrectionRefused):
            correcting.move_group(group=group, parent=parent, user=None, reason=reason)
    Group.objects.filter(pk=unit.pk).update(audience="public", respondents=25)
    publish(box)
    with pytest.raises(correcting.CorrectionRefused):
        move(box, (0, 1), 1)


def test_moving_the_large_part_away_from_a_small_one_is_refused(box: BallotBox) -> None:
    """The organisation would be left with its seven, and its parent without them would be shown beside it."""
    with pytest.raises(CommandError, match="There is no group"):
        call_command("move_group", "0", str(box.organisations[0].pk), "--reason", "x")
    out = StringIO()
    call_command(
        "move_group", str(box.units[1, 0].pk), str(box.organisations[0].pk), "--reason", "Väärä", stdout=out
    )
    assert "Release the results again" in out.getvalue()
    with pytest.raises(releasing.ReleaseRefused):
        publish(box)


def test_a_leak_in_what_is_stored_is_found_and_named(box: BallotBox) -> None:
    """Somebody has written the unit of seven into the public part of the release."""
    release = Release.objects.get()
    inside = ReleasedGroup.objects.get(group=box.units[1, 1], audience="inside")
    ReleasedGroup.objects.create(
        release=release, group=inside.group, audience="public", document=inside.document
    )
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("attack_release", str(release.pk), stdout=out)
    assert caught.value.returncode == 1
    assert "what is public: 7 people, where at least 10 must be left" in out.getvalue()
    assert "plus Yksikkö 2, release 1" in out.getvalue()
    assert "CHANGED since" in out.getvalue()
    with pytest.raises(releasing.ReleaseRefused):
        publish(box)


def test_once_answers_are_deleted_numbers_of_people_are_still_attacked(box: BallotBox) -> None:
    assert box.round.closed_at
    retention.forget_answers(box.round.closed_at + timedelta(days=400))
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("attack_release", str(Release.objects.get().pk), stdout=out)
    assert caught.value.returncode == 2
    assert "numbers of respondents alone could be judged" in out.getvalue()
    assert "Nothing: no adding" in out.getvalue()


def test_open_answers_are_laid_by_how_many_wrote_and_not_by_how_many_are_shown(cast: Cast) -> None:
    box = written(cast, {0: 12, 1: 11})
    release = publish(box)
    for text in texts_of(box.round)[:15]:
        moderating.withhold_text(text=text, seen=text.state, reason="abusive")
    first = released(cast, box.round)
    assert (sum(first.outline["AV1"].values()), sum(first.writers["AV1"].values())) == (8, 23)
    said = auditing.attack_release(release)
    assert [claim.statistic for claim in said.claims].count("texts") == 1
    first.writers = {"AV1": {str(box.organisations[0].pk): 9}}
    first.save(update_fields=["writers"])
    [finding] = auditing.attack_release(release).findings
    assert (finding.claim.statistic, finding.people) == ("texts", 9)


def test_texts_that_went_missing_stop_the_release_of_the_rest(cast: Cast) -> None:
    """Where texts are read was decided when they were counted; nine of them would be too few to read."""
    box = written(cast, {0: 12, 1: 11})
    publish(box)
    for text in texts_of(box.round)[:5]:
        text.delete()
    with pytest.raises(text_releases.TextReleaseRefused):
        released(cast, box.round)
    assert FreeText.objects.filter(round=box.round).count() == 18


def test_random_rounds_are_attacked_and_a_command_without_an_aim_is_refused() -> None:
    out = StringIO()
    call_command("attack_release", "--plans", "5", stdout=out)
    assert "5 random rounds" in out.getvalue()
    assert "0 isolations" in out.getvalue()
    for words in ((), ("1", "--plans", "5"), ("123456",)):
        with pytest.raises(CommandError):
            call_command("attack_release", *words, stdout=out)
