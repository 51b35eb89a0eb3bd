"""A project's state changes one step at a time, with a day and a reason, and the history keeps them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation

from projects.register import services
from projects.register.errors import ReasonMissing, StateMovedMeanwhile, StateNotNext
from projects.register.models import Project
from projects.register.states import TRANSITIONS
from tests.cast import Cast
from tests.register.pages import address
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 1)


def text(response: Any) -> str:
    return str(response.content.decode())


def give(cast: Cast, state: str) -> str:
    Project.objects.filter(pk=cast.project.pk).update(state=state)
    return address("project_state", cast.project.slug)


def state_of(cast: Cast) -> str:
    return Project.objects.get(pk=cast.project.pk).state


def test_a_coordinator_takes_the_project_to_its_next_state(cast: Cast, as_aino: Client) -> None:
    url = give(cast, "application")
    page = as_aino.get(url)
    offered = [value for value, _label in page.context["form"].fields["state"].choices]
    assert offered == ["granted", "rejected", "withdrawn"]
    assert text(page).count('name="seen"') == 1
    sent = {"state": "granted", "on": "2026-05-01", "reason": "Päätös tuli.", "seen": "application"}
    assert as_aino.post(url, sent)["Location"] == address("settings", cast.project.slug)
    assert state_of(cast) == "granted"
    (entry,) = as_aino.get(url).context["history"]
    assert (entry.who, entry.text) == ("Aino Ahonen", "changed the project's state")
    assert [(c.before, c.after) for c in entry.changes] == [
        ("", "1 May 2026"), ("application", "funding granted"), ("", "Päätös tuli."),
    ]  # fmt: skip
    assert "Funding granted" in text(as_aino.get(address("settings", cast.project.slug)))


def test_a_form_sent_twice_changes_the_state_once(cast: Cast, as_aino: Client) -> None:
    url = give(cast, "running")
    sent = {"state": "reporting", "on": "2026-05-01", "reason": "Loppui.", "seen": "running"}
    assert [as_aino.post(url, sent).status_code for _click in range(2)] == [302, 302]
    assert AuditEvent.objects.filter(action=services.STATE_CHANGED).count() == 1


def test_the_second_of_two_people_sees_the_new_state_and_keeps_the_reason(
    cast: Cast, as_aino: Client
) -> None:
    url = give(cast, "running")
    services.change_state(project=cast.project, state="interrupted", reason="Tauko", on=DAY, actor=cast.admin)
    sent = {"state": "reporting", "on": "2026-05-01", "reason": "Minun syyni", "seen": "running"}
    response = as_aino.post(url, sent)
    assert response.status_code == 400
    assert "it is now “interrupted”" in text(response)
    assert "Minun syyni" in text(response)
    assert state_of(cast) == "interrupted"
    assert as_aino.post(url, {**sent, "seen": response.context["form"]["seen"].value()}).status_code == 302
    assert state_of(cast) == "reporting"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"state": "running"}, "state"),
        ({"state": "finished"}, "state"),
        ({"state": ""}, "state"),
        ({"reason": "  "}, "reason"),
        ({"on": ""}, "on"),
        ({"on": (timezone.now() + timedelta(days=2)).date().isoformat()}, "on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    cast: Cast, as_aino: Client, change: dict[str, str], field: str
) -> None:
    url = give(cast, "application")
    sent = {"state": "granted", "on": "2026-05-01", "reason": "Syy", "seen": "application", **change}
    response = as_aino.post(url, sent)
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    assert state_of(cast) == "application"


def test_the_service_keeps_to_the_table_and_asks_for_a_reason(cast: Cast) -> None:
    for before, allowed in TRANSITIONS.items():
        for after in set(Project.State.values) - set(allowed):
            give(cast, before)
            with pytest.raises(StateNotNext):
                services.change_state(project=cast.project, state=after, reason="Syy", on=DAY)
    give(cast, "running")
    with pytest.raises(ReasonMissing):
        services.change_state(project=cast.project, state="closed", reason=" ", on=DAY)
    with pytest.raises(StateMovedMeanwhile), translation.override("en"):
        services.change_state(project=cast.project, state="closed", reason="Syy", on=DAY, seen="granted")
    assert not AuditEvent.objects.exists()
    assert set(TRANSITIONS) == {"", *Project.State.values}


def test_the_state_is_no_field_of_the_settings_and_no_word_the_database_takes(
    cast: Cast, as_aino: Client
) -> None:
    give(cast, "running")
    as_aino.post(address("settings", cast.project.slug), {"name_fi": "Esimerkkipolku", "state": "closed"})
    assert state_of(cast) == "running"
    with pytest.raises(KeyError):
        services.update_project(project=cast.project, facts={"state": "closed"})
    with pytest.raises(IntegrityError), transaction.atomic():
        give(cast, "finished")


def test_others_of_the_project_do_not_change_its_state(
    cast: Cast, as_bertil: Client, as_eero: Client
) -> None:
    url = give(cast, "running")
    sent = {"state": "closed", "on": "2026-05-01", "reason": "Syy", "seen": "running"}
    assert as_bertil.post(url, sent).status_code == 403
    assert as_eero.post(url, sent).status_code == 404
    assert as_eero.post(address("project_state", "ei-ole"), sent).status_code == 404
    assert state_of(cast) == "running"
