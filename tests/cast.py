"""The people and places that tests tell their stories with.

One project, two partner organisations, and a person for each role:

  Aino      coordinates the project (with a second factor, as coordinators must)
  Bertil    contact of Esimerkkiopisto
  Maija     management of Esimerkkiopisto
  Cecilia   coach
  Eero      signed in, but without any part in the project
  admin     administrator

`sign_in(client, person)` signs in through no form; the forms have tests of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.apps import AppConfig
from django.conf import settings
from django.core.cache import caches
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.http import HttpRequest
from django.test import Client
from django.utils import translation

from projects.register.models import Membership, Organisation, Partnership, Project, Role
from projects.register.services import load_regions
from yhes.accounts.models import User

PASSWORD = "kesäinen-poluntie-47"


@dataclass(frozen=True)
class Cast:
    """Everybody and everything at once: `cast.aino`, `cast.project`, `cast.college`."""

    project: Project
    other_project: Project
    college: Organisation
    institute: Organisation
    aino: User
    bertil: User
    cecilia: User
    maija: User
    eero: User
    admin: User


def make_person(name: str, language: str = "fi", **fields: Any) -> User:
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    return User.objects.create_user(email, PASSWORD, name=name, language=language, **fields)


def make_organisation(slug: str, name: str, **fields: Any) -> Organisation:
    """A provider that does not exist: its name begins with "Esimerkki"."""
    values = {"kind": Organisation.Kind.PROVIDER, "name_fi": name, "is_fictional": True, **fields}
    return Organisation.objects.create(slug=slug, **values)


def make_project(slug: str, name: str, **fields: Any) -> Project:
    values = {
        "name_fi": name,
        "is_public": True,
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2027, 12, 31),
        **fields,
    }
    return Project.objects.create(slug=slug, **values)


def join(project: Project, organisation: Organisation, role: str = Partnership.Role.PARTNER) -> Partnership:
    return Partnership.objects.create(
        project=project, organisation=organisation, role=role, state=Partnership.State.JOINED
    )


def give_role(
    user: User, project: Project, role: Role, organisation: Organisation | None = None
) -> Membership:
    return Membership.objects.create(user=user, project=project, role=role, organisation=organisation)


def give_second_factor(user: User) -> None:
    """An authenticator app, so that the person may open what needs one."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(user, generate_totp_secret())


def sign_in(client: Client, person: User) -> Client:
    """The person's session, with the second factor passed where the person has one."""
    from allauth.account.internal.flows.login import record_authentication
    from allauth.mfa.models import Authenticator

    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, "password", email=person.email)
    if factor := Authenticator.objects.filter(user=person).exclude(type="recovery_codes").first():
        record_authentication(request, person, "mfa", id=factor.pk, type=factor.type)
    request.session.save()
    return client


def make_cast() -> Cast:
    project = make_project("esimerkkipolku", "Esimerkkipolku")
    other_project = make_project("esimerkkisilta", "Esimerkkisilta")
    college = make_organisation("esimerkkiopisto", "Esimerkkiopisto")
    institute = make_organisation("esimerkkiskolan", "Esimerkkiskolan")
    join(project, college, Partnership.Role.COORDINATOR)
    join(project, institute)
    people = {
        "aino": make_person("Aino Ahonen"),
        "bertil": make_person("Bertil Berg", "sv"),
        "cecilia": make_person("Cecilia Cederlöf", "sv"),
        "maija": make_person("Maija Mäkelä"),
        "eero": make_person("Eero Eskola"),
        "admin": make_person("Admin Aalto", is_staff=True, is_superuser=True),
    }
    give_role(people["aino"], project, Role.COORDINATOR)
    give_role(people["bertil"], project, Role.CONTACT, college)
    give_role(people["maija"], project, Role.MANAGEMENT, college)
    give_role(people["cecilia"], project, Role.COACH)
    for name in ("aino", "admin"):
        give_second_factor(people[name])
    return Cast(project, other_project, college, institute, **people)


@pytest.fixture(autouse=True)
def from_a_clean_start() -> None:
    """A request leaves its language active in the thread, its tries counted and parts of pages in the caches.

    The next test must not inherit either: a limit whose time runs out in the middle of a test
    begins to count anew.
    """
    translation.deactivate()
    for each in settings.CACHES:
        caches[each].clear()


@receiver(post_migrate)
def keep_regions(app_config: AppConfig, **_: Any) -> None:
    """Emptying the database after a test takes away what a migration put there; flush says so here."""
    if app_config.label == "register":
        load_regions()


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def as_aino(cast: Cast) -> Client:
    return sign_in(Client(), cast.aino)


@pytest.fixture
def as_bertil(cast: Cast) -> Client:
    return sign_in(Client(), cast.bertil)


@pytest.fixture
def as_cecilia(cast: Cast) -> Client:
    return sign_in(Client(), cast.cecilia)


@pytest.fixture
def as_maija(cast: Cast) -> Client:
    return sign_in(Client(), cast.maija)


@pytest.fixture
def as_eero(cast: Cast) -> Client:
    return sign_in(Client(), cast.eero)


@pytest.fixture
def as_admin(cast: Cast) -> Client:
    return sign_in(Client(), cast.admin)


@pytest.fixture
def visitor() -> Client:
    """Somebody who has not signed in."""
    return Client()
