"""The administrator's pages of the register."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from projects.register.models import Programme
from tests.cast import Cast
from yhes.common import audit

pytestmark = pytest.mark.django_db


def test_an_administrator_makes_programmes_and_the_trail_tells(cast: Cast, as_admin: Client) -> None:
    url = reverse("admin:register_programme_add")
    as_admin.post(url, {"slug": "ohjelma", "name_fi": "Esimerkkiohjelma", "name_sv": "Exempelprogrammet"})
    programme = Programme.objects.get(slug="ohjelma")
    assert programme.name_sv == "Exempelprogrammet"
    event = audit.history(programme)[0]
    assert (event.actor, event.action) == (cast.admin, "register.programme_created")
    assert event.changes["name_fi"][1] == "Esimerkkiohjelma"


@pytest.mark.parametrize("model", ["project", "organisation"])
def test_projects_and_organisations_are_only_looked_at(cast: Cast, as_admin: Client, model: str) -> None:
    assert as_admin.get(reverse(f"admin:register_{model}_changelist")).status_code == 200
    assert as_admin.get(reverse(f"admin:register_{model}_add")).status_code == 403
    page = as_admin.get(reverse(f"admin:register_{model}_change", args=[getattr(cast, _OF[model]).pk]))
    assert 'name="_save"' not in page.content.decode()


_OF = {"project": "project", "organisation": "college"}


def test_coordinators_learn_nothing_of_them(cast: Cast, as_aino: Client) -> None:
    response = as_aino.get(reverse("admin:register_project_changelist"))
    assert response.status_code in (302, 404)
    assert "Esimerkkipolku" not in response.content.decode()
