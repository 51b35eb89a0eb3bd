"""What the database itself refuses of the register, whoever writes past the services."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from projects.register import business_id
from projects.register.models import Organisation, Project
from tests.cast import Cast, make_project

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("column", ["network", "predecessor"])
def test_projects_do_not_go_round_in_a_circle(cast: Cast, column: str) -> None:
    middle = make_project("keski", "Keskihanke", **{column: cast.project})
    last = make_project("viimeinen", "Viimeinen", **{column: middle})
    for above in (middle, last):
        with pytest.raises(IntegrityError), transaction.atomic():
            Project.objects.filter(pk=cast.project.pk).update(**{column: above})
    Project.objects.filter(pk=cast.project.pk).update(**{column: cast.other_project})
    Project.objects.filter(pk=last.pk).update(**{column: cast.project})
    cast.project.refresh_from_db()
    assert getattr(cast.project, column) == cast.other_project


def test_a_circle_is_closed_by_no_new_project_either(cast: Cast) -> None:
    """As when rows are loaded with their keys, before those that they point at."""
    key = Project.objects.order_by("-pk")[0].pk + 1

    def load() -> None:
        Project.objects.filter(pk=cast.project.pk).update(network_id=key)
        Project.objects.create(pk=key, slug="uusi", name_fi="Uusi", network=cast.project)

    with pytest.raises(IntegrityError), transaction.atomic():
        load()


def test_a_network_and_a_predecessor_are_two_chains(cast: Cast) -> None:
    """A project may continue the one that belongs to its network."""
    member = make_project("jasen", "Jäsen", network=cast.project)
    assert Project.objects.filter(pk=cast.project.pk).update(predecessor=member) == 1


def written(key: int, business_id: str) -> bool:
    try:
        with transaction.atomic():
            Organisation.objects.filter(pk=key).update(business_id=business_id)
    except IntegrityError:
        return False
    return True


@pytest.mark.parametrize("digits", ["0201256", "1234567", "0000000", "0000001", "0000006", "9999999"])
def test_of_ten_check_digits_the_database_takes_the_one_that_is_right(cast: Cast, digits: str) -> None:
    typed = [f"{digits}-{check}" for check in range(10)]
    taken = [number for number in typed if written(cast.college.pk, number)]
    assert taken == [number for number in typed if business_id.is_valid(number)]


@pytest.mark.parametrize(
    "typed",
    ["02012566", "0201256_6", "201256-6", "0201256-", "-0201256", "abcdefg-h", " 201256-6", "020125x-6"],
)
def test_what_is_not_in_the_form_of_a_business_id_is_refused(cast: Cast, typed: str) -> None:
    assert not written(cast.college.pk, typed)


def test_an_organisation_needs_no_business_id(cast: Cast) -> None:
    assert written(cast.college.pk, "")


@pytest.mark.parametrize(
    ("granted", "own", "other", "total", "is_stored"),
    [
        (100, 25, None, 125, True),
        (100, 25, 5, 130, True),
        (100, 25, None, 126, False),
        (100, 25, 5, 125, False),
        (100, None, None, 125, True),
        (None, 25, None, 125, True),
        (100, 25, None, None, True),
        (Decimal("0.10"), Decimal("0.20"), None, Decimal("0.30"), True),
        (100, 25, -5, 120, False),
        (None, None, None, -1, False),
    ],
)
def test_sums_that_are_all_known_add_up(
    cast: Cast,
    granted: Decimal | None,
    own: Decimal | None,
    other: Decimal | None,
    total: Decimal | None,
    is_stored: bool,
) -> None:
    rows = Project.objects.filter(pk=cast.project.pk)
    sums = {"granted": granted, "own_share": own, "other_funding": other, "total_costs": total}
    if is_stored:
        assert rows.update(**sums) == 1
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**sums)
