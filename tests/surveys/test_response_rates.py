"""Rates are coarse, of large groups only, and the same all day long."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from surveys.models import Invitation, ResponseRate, Round, SlipBatch
from surveys.services import rates
from surveys.services.invitations import slips
from surveys.services.invitations.people import Person
from tests.cast import Cast
from tests.surveys.fielding import (
    invite,
    leaf,
    send,
    url,
)

LIISA, MATTI = Person("liisa@example.org", "fi"), Person("matti@example.org", "sv")


def many(count: int, name: str = "a") -> list[Person]:
    return [Person(f"{name}{number}@example.org", "fi") for number in range(count)]


# --- Response rates -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_rates_are_coarse_and_of_large_groups_only(cast: Cast, round_: Round) -> None:
    invite_many(round_, {"Etelä": (25, 24), "Pohjoinen": (7, 7), "Esimerkkiskolan": (20, 9)})
    rates.refresh(round_=round_, now=timezone.now())
    shown = {str(rate.group): rate.tens for rate in ResponseRate.objects.all()}
    assert shown == {
        "Esimerkkipolku": 7,  # 40 of 52
        "Esimerkkiopisto": ResponseRate.OVER_NINETY,  # 31 of 32
        "Esimerkkiskolan": 4,
    }


@pytest.mark.django_db
def test_no_rate_where_a_difference_would_show_a_small_group(cast: Cast, round_: Round) -> None:
    invite_many(round_, {"Etelä": (25, 5), "Pohjoinen": (7, 3), "Esimerkkiskolan": (12, 6)})
    rates.refresh(round_=round_, now=timezone.now())
    assert {str(rate.group) for rate in ResponseRate.objects.all()} == {"Esimerkkipolku"}


@pytest.mark.django_db
def test_answers_with_replaced_slips_are_measured_against_all_who_may_have_answered(
    cast: Cast, round_: Round
) -> None:
    """15 of 25 have answered when the slips are replaced by 20 others: not 15 of 20, in a group of 30."""
    south = leaf(round_)
    slips.make_slips(group=south, count=25, user=cast.aino)
    used = list(Invitation.objects.filter(group=south).values_list("pk", flat=True)[:15])
    Invitation.objects.filter(pk__in=used).update(is_spent=True)
    slips.void_slips(batch=SlipBatch.objects.get(), user=cast.aino)
    assert _rates_of(round_) == {(25, 6)}
    slips.make_slips(group=south, count=20, user=cast.aino)
    assert _rates_of(round_) == {(30, 5)}


def _rates_of(round_: Round) -> set[tuple[int, int]]:
    """What the day's rates say: how many of, and tens of per cent."""
    rates.refresh(round_=round_, now=timezone.now())
    return set(ResponseRate.objects.values_list("invited", "tens"))


def invite_many(round_: Round, counts: dict[str, tuple[int, int]]) -> None:
    """So many invited in each group, of whom so many have answered."""
    for name, (invited, answered) in counts.items():
        group = leaf(round_, name)
        Invitation.objects.bulk_create(
            Invitation(round=round_, group=group, channel=Invitation.Channel.SLIP, is_spent=number < answered)
            for number in range(invited)
        )


@pytest.mark.parametrize(
    ("answered", "invited", "tens"),
    [(0, 20, 0), (19, 100, 1), (20, 100, 2), (89, 100, 8), (90, 100, 10), (100, 100, 10)],
)
def test_rate_is_rounded_down(answered: int, invited: int, tens: int) -> None:
    assert rates.rounded(answered, invited) == tens


@pytest.mark.django_db
def test_rates_are_made_once_a_day_and_not_on_request(cast: Cast, round_: Round) -> None:
    morning = timezone.localtime().replace(hour=7, minute=0) + timedelta(days=1)
    rates.refresh_due(morning.replace(hour=5))
    round_.refresh_from_db()
    assert round_.rated_at is None, "not before the morning"
    rates.refresh_due(morning)
    round_.refresh_from_db()
    assert round_.rated_at == morning
    rates.refresh_due(morning + timedelta(hours=9))
    round_.refresh_from_db()
    assert round_.rated_at == morning
    rates.refresh_due(morning + timedelta(days=1))
    round_.refresh_from_db()
    assert round_.rated_at == morning + timedelta(days=1)


@pytest.mark.django_db
def test_one_more_answer_changes_no_page_of_anybody_within_the_day(
    cast: Cast, round_: Round, as_aino: Client, with_factor: Client, as_maija: Client, visitor: Client
) -> None:
    """Attack 12 of the anonymity tests."""
    invite_many(round_, {"Etelä": (25, 24), "Pohjoinen": (6, 0), "Esimerkkiskolan": (20, 10)})
    token = invite(leaf(round_, "Pohjoinen"))
    rates.refresh(round_=round_, now=timezone.now())
    slug, south = round_.project.slug, leaf(round_)
    addresses = [
        url("rounds", slug),
        url("round", slug, round_.pk),
        url("invitations", slug, round_.pk),
        url("group_invitations", slug, round_.pk, south.pk),
        url("group_invitations", slug, round_.pk, leaf(round_, "Pohjoinen").pk),
    ]

    def look() -> list[str]:
        people_ = (as_aino, with_factor, as_maija)
        return [_plain(person.get(address).content.decode()) for person in people_ for address in addresses]

    before = look()
    assert send(visitor, round_, token).status_code == 200
    assert look() == before


def _plain(html: str) -> str:
    """Without what differs at each look by design: CSRF tokens and names of forms."""
    return re.sub(r'value="[\w-]{36,}"|nonce="[^"]+"', "", html)
