"""The Finnish business ID: real ones are right, wrong digits and forms are not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from projects.register.business_id import is_valid, normalise

# The partners of seed 004, Helsinki and Lounais-Häme.
SEED_PARTNERS = [
    "0211675-2",
    "0208201-1",
    "0204023-3",
    "2245018-4",
    "0796234-1",
    "0823246-3",
    "0204427-7",
    "0139545-4",
    "0203929-1",
    "1007629-5",
    "0208850-1",
    "0209602-6",
    "0988182-8",
    "0201256-6",
    "0626288-8",
]
PROVIDERS = Path(__file__).parents[3] / "shared" / "data" / "vet_provider_target_student_years.csv"


@pytest.mark.parametrize("number", SEED_PARTNERS)
def test_ids_of_the_seed_partners_are_right(number: str) -> None:
    assert is_valid(number)


def test_ids_of_all_vet_providers_are_right() -> None:
    if not PROVIDERS.exists():
        pytest.skip("the list of VET providers is not on this machine")
    with PROVIDERS.open(encoding="utf-8") as file:
        numbers = {row["business_id"] for row in csv.DictReader(file)}
    assert len(numbers) == 168
    assert [number for number in numbers if not is_valid(number)] == []


@pytest.mark.parametrize("number", SEED_PARTNERS)
def test_any_other_check_digit_is_refused(number: str) -> None:
    others = [f"{number[:8]}{digit}" for digit in "0123456789" if digit != number[8]]
    assert [other for other in others if is_valid(other)] == []


@pytest.mark.parametrize("number", SEED_PARTNERS)
def test_two_neighbouring_digits_changed_round_are_noticed(number: str) -> None:
    for place in range(6):
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert swapped == number or not is_valid(swapped)


def test_a_number_whose_remainder_is_one_is_never_right() -> None:
    assert not any(is_valid(f"0000006-{digit}") for digit in range(10))


@pytest.mark.parametrize(
    "text",
    ["", "0211675", "02116752", "0211675-22", "O211675-2", "0211675–2", "0211675-2\n", "٠٢١١٦٧٥-٢", "x"],
)
def test_other_forms_are_refused(text: str) -> None:
    assert not is_valid(text)


@pytest.mark.parametrize(
    ("typed", "official"),
    [
        ("0211675-2", "0211675-2"),
        (" 0211675 - 2 ", "0211675-2"),
        ("02116752", "0211675-2"),
        ("FI02116752", "0211675-2"),
        ("211675-2", "0211675-2"),
        ("0211675–2", "0211675-2"),
    ],
)
def test_what_was_meant_is_understood(typed: str, official: str) -> None:
    assert normalise(typed) == official
