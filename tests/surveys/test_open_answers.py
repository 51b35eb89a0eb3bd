"""Open answers are moderated, then released on one level for at least ten writers, and deleted in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from surveys.demo import wishes
from surveys.models import Answer, FreeText, Group, QuestionnaireVersion, ReleasedText, Round, TextRelease
from surveys.questionnaire import fingerprint, to_document
from surveys.questionnaire.conditions import IsOneOf
from surveys.services import closing, deletions, moderating, retention, text_releases
from surveys.services.moderating import ModerationRefused, PartsRefused
from surveys.services.text_releases import TextReleaseRefused
from tests.cast import Cast
from tests.surveys.ballot_box import fill, load_instrument, open_box
from tests.surveys.fielding import silent
from tests.surveys.open_texts import QUESTION, homes, released, show_all, texts_of, written
from yhes.common import audit
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)


# --- Where a text may be read ---------------------------------------------------------------------


def test_ten_writers_of_an_organisation_are_read_as_its_own(cast: Cast) -> None:
    box = written(cast, {0: 10, 1: 10})
    assert homes(box.round) == set(box.organisations)


def test_with_nine_writers_in_one_of_two_all_are_read_for_the_whole_project(cast: Cast) -> None:
    box = written(cast, {0: 10, 1: 9}, silent_people=5)
    assert homes(box.round) == {box.root}
    assert len(texts_of(box.round)) == 19


def test_nine_writers_in_all_are_read_by_nobody(cast: Cast) -> None:
    box = written(cast, {0: 9}, silent_people=20)
    assert texts_of(box.round) == []
    assert FreeText.objects.filter(round=box.round, group__isnull=True).count() == 9


def test_a_raised_public_threshold_holds_for_texts_too(cast: Cast) -> None:
    box = written(cast, {0: 19}, public_threshold=20)
    assert texts_of(box.round) == []


def test_for_one_small_organisation_among_large_ones_the_others_are_not_moved_up(cast: Cast) -> None:
    """The two texts of the third organisation are one in twenty-one: they are read by nobody."""
    box = written(cast, {0: 20, 1: 20, 2: 2}, silent_people=8)
    assert homes(box.round) == set(box.organisations[:2])
    assert FreeText.objects.filter(round=box.round, group__isnull=True).count() == 2


def test_an_organisation_that_may_not_be_shown_has_no_texts_of_its_own(cast: Cast) -> None:
    box = written(cast, {0: 12, 1: 4})
    box.organisations[1].refresh_from_db()
    assert box.organisations[1].audience == ""
    assert homes(box.round) == {box.root}


def test_nobody_who_wrote_is_stored_below_an_organisation(cast: Cast) -> None:
    box = written(cast, {0: 12, 1: 12})
    levels = set(FreeText.objects.filter(round=box.round).values_list("group__level", flat=True))
    assert levels == {Group.Level.ORGANISATION}


def test_a_long_code_of_a_question_is_stored(cast: Cast) -> None:
    box = open_box(cast.project)
    FreeText.objects.create(round=box.round, question="Q" * 64, text="Aikaa")
    assert FreeText.objects.get().question == "Q" * 64


@pytest.mark.parametrize(("not_asked", "is_read"), [(9, False), (10, True)])
def test_of_a_question_with_a_condition_as_many_were_not_asked(
    cast: Cast, not_asked: int, is_read: bool
) -> None:
    """Else the texts would tell of nearly everybody in the group what the condition asks."""
    asked_of_those_who_agree = conditional()
    box = open_box(cast.project, questionnaire=asked_of_those_who_agree)
    for _person in range(12):
        box.cast(box.units[0, 0], {"YK1": 5}, "Aikaa")
    for _person in range(not_asked):
        box.cast(box.units[0, 0], {"YK1": 1})
    closing.close_round(round_id=box.round.pk, report=silent)
    assert bool(texts_of(box.round)) == is_read


def conditional() -> QuestionnaireVersion:
    questionnaire = load_instrument().questionnaire
    question = replace(questionnaire.open_questions[0], show_if=IsOneOf("YK1", (4, 5)))
    changed = replace(questionnaire, code="conditional", open_questions=(question,))
    return QuestionnaireVersion.objects.create(
        code="conditional", version=1, document=to_document(changed), fingerprint=fingerprint(changed)
    )


# --- Deciding ---------------------------------------------------------------------------------------


def test_what_a_moderator_decides_is_what_readers_will_get(cast: Cast) -> None:
    box = written(cast, {0: 12})
    one, two, three, *_rest = texts_of(box.round)
    moderating.show_text(text=one, seen="waiting")
    moderating.redact_text(text=two, seen="waiting", parts=["organisaatiosta"])
    moderating.withhold_text(text=three, seen="waiting", reason="abusive")
    states = {text.pk: text.state for text in texts_of(box.round)}
    assert [states[text.pk] for text in (one, two, three)] == ["shown", "redacted", "withheld"]
    two.refresh_from_db()
    assert "organisaatiosta" in two.text
    assert two.redacted == two.text.replace("organisaatiosta", "[…]")
    assert two.as_read == two.redacted


def test_removing_again_removes_more(cast: Cast) -> None:
    box = written(cast, {0: 12})
    text = moderating.redact_text(text=texts_of(box.round)[0], seen="waiting", parts=["organisaatiosta"])
    text = moderating.redact_text(text=text, seen="redacted", parts=["Toive"])
    assert text.redacted.startswith("[…] ")
    assert text.redacted.count("[…]") == 2


def test_a_decision_can_be_taken_back(cast: Cast) -> None:
    box = written(cast, {0: 12})
    text = texts_of(box.round)[0]
    words = text.text
    moderating.redact_text(text=text, seen="waiting", parts=["Toive"])
    moderating.take_back(text=text, seen="redacted")
    moderating.withhold_text(text=text, seen="waiting", reason="empty")
    moderating.take_back(text=text, seen="withheld")
    text.refresh_from_db()
    assert (text.state, text.text, text.redacted, text.reason) == ("waiting", words, "", "")


@pytest.mark.parametrize("parts", [[], ["", "  "], ["ei tällaista"], ["Toive", "organisaatiosta 0", "[…]"]])
def test_parts_that_cannot_be_removed_are_refused(cast: Cast, parts: list[str]) -> None:
    box = written(cast, {0: 12})
    text = texts_of(box.round)[0]
    before = text.text
    everything = [*parts, before] if len(parts) == 3 else parts
    with pytest.raises(PartsRefused):
        moderating.redact_text(text=text, seen="waiting", parts=everything)
    text.refresh_from_db()
    assert (text.state, text.text) == ("waiting", before)


def test_withholding_needs_one_of_the_reasons(cast: Cast) -> None:
    text = texts_of(written(cast, {0: 12}).round)[0]
    for reason in ("", "criticism"):
        with pytest.raises(ModerationRefused):
            moderating.withhold_text(text=text, seen="waiting", reason=reason)


def test_of_two_moderators_the_second_is_told(cast: Cast) -> None:
    text = texts_of(written(cast, {0: 12}).round)[0]
    moderating.withhold_text(text=text, seen="waiting", reason="identifies")
    with pytest.raises(ModerationRefused):
        moderating.show_text(text=text, seen="waiting")
    text.refresh_from_db()
    assert text.state == "withheld"


def test_a_text_that_nobody_may_read_cannot_be_decided_on(cast: Cast) -> None:
    box = written(cast, {0: 9})
    hidden = FreeText.objects.filter(round=box.round)[0]
    with pytest.raises(ModerationRefused):
        moderating.show_text(text=hidden, seen="waiting")


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"state": "redacted", "redacted": ""},
        {"state": "shown", "redacted": "[…]"},
        {"state": "withheld", "reason": ""},
        {"state": "withheld", "reason": "criticism"},
        {"state": "shown", "reason": "empty"},
    ],
)
def test_the_database_refuses_half_a_decision(cast: Cast, wrong: dict[str, str]) -> None:
    text = texts_of(written(cast, {0: 10}).round)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        FreeText.objects.filter(pk=text.pk).update(**wrong)


# --- Releasing --------------------------------------------------------------------------------------


def test_nothing_is_released_while_one_text_waits(cast: Cast) -> None:
    box = written(cast, {0: 12})
    show_all(box.round)
    moderating.take_back(text=texts_of(box.round)[5], seen="shown")
    with pytest.raises(TextReleaseRefused):
        text_releases.release_texts(round_=box.round, user=cast.aino)
    assert not TextRelease.objects.exists()


def test_a_round_without_readable_texts_has_no_release_of_them(cast: Cast) -> None:
    box = written(cast, {0: 9})
    with pytest.raises(TextReleaseRefused):
        text_releases.release_texts(round_=box.round, user=cast.aino)


def test_an_open_round_has_nothing_to_release(cast: Cast) -> None:
    box = open_box(cast.project)
    box.cast(box.units[0, 0], {}, "Aikaa")
    with pytest.raises(TextReleaseRefused):
        text_releases.release_texts(round_=box.round, user=cast.aino)


def test_readers_get_what_was_decided_and_the_rest_is_deleted_for_good(cast: Cast) -> None:
    box = written(cast, {0: 20, 1: 20, 2: 2}, silent_people=8)
    cut, withheld, *_rest = texts_of(box.round)
    moderating.redact_text(text=cut, seen="waiting", parts=["Toive"])
    moderating.withhold_text(text=withheld, seen="waiting", reason="private")
    gone = {cut.text, withheld.text}
    release = released(cast, box.round)
    shown = set(release.texts.values_list("text", flat=True))
    assert len(shown) == release.texts.count() == 39
    assert not gone & shown
    assert cut.text.replace("Toive", "[…]") in shown
    left = FreeText.objects.filter(round=box.round)
    assert {text.text for text in left} == shown
    assert {(text.state, text.redacted, text.reason) for text in left} == {("shown", "", "")}
    assert release.outline == {
        QUESTION: {
            str(group.pk): release.texts.filter(group=group).count() for group in box.organisations[:2]
        }
    }


def test_a_release_is_made_once_and_never_changed(cast: Cast) -> None:
    box = written(cast, {0: 12})
    release = released(cast, box.round)
    assert text_releases.is_intact(release)
    with pytest.raises(TextReleaseRefused):
        text_releases.release_texts(round_=box.round, user=cast.aino)
    with pytest.raises(ModerationRefused):
        moderating.withhold_text(text=texts_of(box.round)[0], seen="shown", reason="empty")
    one = release.texts.all()[0]
    one.text = "Muuta"
    with pytest.raises(TypeError):
        one.save()
    ReleasedText.objects.filter(pk=one.pk).update(text="Muuta")
    assert not text_releases.is_intact(release)


def test_two_releases_of_one_round_cannot_stand(cast: Cast) -> None:
    box = written(cast, {0: 12})
    released(cast, box.round)
    with pytest.raises(IntegrityError), transaction.atomic():
        TextRelease.objects.create(round=box.round, number=2, outline={}, fingerprint="0" * 64)


def test_a_withdrawn_release_keeps_its_numbers_and_none_of_its_words(cast: Cast) -> None:
    box = written(cast, {0: 12})
    release = released(cast, box.round)
    with pytest.raises(TextReleaseRefused):
        text_releases.withdraw_texts(release=release, user=cast.aino, reason=" ")
    text_releases.withdraw_texts(release=release, user=cast.aino, reason="Yhdestä tunnisti kirjoittajan")
    assert not ReleasedText.objects.exists()
    release.refresh_from_db()
    assert release.outline[QUESTION] == {str(box.organisations[0].pk): 12}
    assert release.withdrawal_reason
    with pytest.raises(TextReleaseRefused):
        text_releases.withdraw_texts(release=release, user=cast.aino, reason="Taas")


def test_after_a_withdrawal_only_what_must_change_is_decided_on_again(cast: Cast) -> None:
    box = written(cast, {0: 12, 1: 12})
    first = released(cast, box.round)
    text_releases.withdraw_texts(release=first, user=cast.aino, reason="Nimi")
    moderating.withhold_text(text=texts_of(box.round)[0], seen="shown", reason="identifies")
    second = text_releases.release_texts(round_=box.round, user=cast.aino)
    assert (second.number, second.texts.count()) == (2, 23)


def test_a_later_release_shows_no_text_elsewhere_than_an_earlier_one(cast: Cast) -> None:
    """Withheld texts are gone by then, and still nothing moves to another group: ten wrote, not ten are left."""
    box = written(cast, {0: 10, 1: 10})
    first = released(cast, box.round)
    before = dict(first.texts.values_list("text", "group"))
    text_releases.withdraw_texts(release=first, user=cast.aino, reason="Nimi")
    for text in texts_of(box.round)[:12]:
        moderating.withhold_text(text=text, seen="shown", reason="empty")
    second = text_releases.release_texts(round_=box.round, user=cast.aino)
    after = dict(second.texts.values_list("text", "group"))
    assert after.items() <= before.items()
    assert set(second.outline[QUESTION]) == set(first.outline[QUESTION])


def test_texts_that_were_moved_to_where_too_few_wrote_are_not_released(cast: Cast) -> None:
    box = written(cast, {0: 19, 1: 19})
    for text in texts_of(box.round):
        moderating.show_text(text=text, seen="waiting")
    first, *_others = texts_of(box.round)
    FreeText.objects.filter(pk=first.pk).update(group=box.root)
    with pytest.raises(TextReleaseRefused):
        text_releases.release_texts(round_=box.round, user=cast.aino)
    assert not ReleasedText.objects.exists()


# --- What is kept, and for how long -------------------------------------------------------------------


def test_after_a_year_no_words_are_left(cast: Cast) -> None:
    box = written(cast, {0: 12})
    release = released(cast, box.round)
    now = timezone.now()
    Round.objects.filter(pk=box.round.pk).update(closed_at=now - timedelta(days=364))
    retention.forget_answers(now)
    assert ReleasedText.objects.count() == FreeText.objects.count() == 12
    Round.objects.filter(pk=box.round.pk).update(closed_at=now - timedelta(days=366))
    retention.forget_answers(now)
    assert not FreeText.objects.exists()
    assert not ReleasedText.objects.exists()
    (gone,) = deletions.log_of(None).filter(action=deletions.ANSWERS)
    assert gone.changes == {name: [None, 12] for name in ("answers", "texts", "released_texts")}
    release.refresh_from_db()
    assert release.outline[QUESTION] == {str(box.organisations[0].pk): 12}


def test_the_audit_trail_has_numbers_and_no_words(cast: Cast) -> None:
    box = written(cast, {0: 12})
    cut, withheld, *_rest = texts_of(box.round)
    words = [text.text for text in texts_of(box.round)]
    ids = [str(text.pk) for text in texts_of(box.round)]
    moderating.redact_text(text=cut, seen="waiting", parts=["Toive"])
    moderating.withhold_text(text=withheld, seen="waiting", reason="private")
    release = released(cast, box.round)
    text_releases.withdraw_texts(release=release, user=cast.aino, reason="Nimi")
    made = audit.history(box.round).get(action="surveys.texts_released")
    assert made.changes == {
        "texts_redacted": ["", 1],
        "texts_shown": ["", 10],
        "texts_withheld_private": ["", 1],
    }
    for event in AuditEvent.objects.all():
        told = f"{event.object_label} {event.object_id} {event.changes}"
        assert not [word for word in (*words, *ids) if word in told]


def test_stored_texts_have_nothing_about_their_author(cast: Cast) -> None:
    names = {field.name for field in FreeText._meta.get_fields()}
    assert names == {"id", "round", "group", "question", "text", "state", "redacted", "reason"}
    names = {field.name for field in ReleasedText._meta.get_fields()}
    assert names == {"id", "release", "group", "question", "place", "text"}


def test_no_order_of_texts_is_the_order_of_answering(cast: Cast) -> None:
    """Forty people wrote in a known order; chance names one of them rightly, eight once in 100,000 times."""
    box = open_box(cast.project)
    for person in range(40):
        box.cast(box.units[0, 0], {}, f"Toive {person}")
    closing.close_round(round_id=box.round.pk, report=silent)
    queue = [text.text for text in texts_of(box.round)]
    release = released(cast, box.round)
    read = list(release.texts.order_by("place").values_list("text", flat=True))
    rows = list(release.texts.order_by("pk").values_list("text", flat=True))
    assert read != queue
    for order in (queue, read, rows):
        assert sum(text == f"Toive {person}" for person, text in enumerate(order)) < 8


def test_every_release_draws_an_order_of_its_own(cast: Cast) -> None:
    box = written(cast, {0: 40})
    first = released(cast, box.round)
    order = list(first.texts.values_list("text", flat=True))
    text_releases.withdraw_texts(release=first, user=cast.aino, reason="Nimi")
    second = released(cast, box.round)
    assert order != list(second.texts.values_list("text", flat=True))
    assert sorted(order) == sorted(second.texts.values_list("text", flat=True))


def test_a_text_cannot_be_joined_to_the_rest_of_its_answer(cast: Cast) -> None:
    """Forty people whose choices say their number: no order of texts is an order of answers."""
    box = open_box(cast.project)
    codes = [item.code for item in box.questionnaire.items[:3]]
    for person in range(40):
        choices = {code: person // 5**place % 5 + 1 for place, code in enumerate(codes)}
        box.cast(box.units[0, 0], choices, f"Toive {person}")
    closing.close_round(round_id=box.round.pk, report=silent)
    texts = [int(text.split()[1]) for text in FreeText.objects.order_by("pk").values_list("text", flat=True)]
    stored = Answer.objects.order_by("pk").values_list("choices", flat=True)
    answers = [sum((byte - 1) * 5**place for place, byte in enumerate(bytes(row)[:3])) for row in stored]
    assert sorted(texts) == sorted(answers) == list(range(40))
    assert sum(text == answer for text, answer in zip(texts, answers, strict=True)) < 8


def test_a_round_without_any_text_is_counted_as_before(cast: Cast) -> None:
    box = open_box(cast.project, units=(1,))
    fill(box, {(0, 0): 12})
    closing.close_round(round_id=box.round.pk, report=silent)
    assert not FreeText.objects.exists()


def test_the_demo_has_a_queue_to_try_and_answers_to_read(db: None) -> None:
    """One round's texts are released for organisations of ten writers, another's wait; names are in no release."""
    call_command("load_demo", verbosity=0)
    read = TextRelease.objects.get()
    assert all(count >= 10 for count in read.outline[QUESTION].values())
    waiting = FreeText.objects.waiting().exclude(round=read.round)
    assert waiting.count() > 20
    clues = [text for text in waiting if text.text in wishes.CLUES]
    assert len(clues) >= 4
    assert FreeText.objects.filter(round=waiting[0].round, state="redacted").exists()
    shown = " ".join(read.texts.values_list("text", flat=True))
    assert "[…]" in shown
    assert not [word for word in ("Virtanen", "Malmström", "Meikäläinen", "@", "010190") if word in shown]
    Round.objects.update(closed_at=timezone.now() - timedelta(days=400))
    retention.forget_answers(timezone.now())
    assert waiting.exists(), "a demo is looked at for longer than a year"
