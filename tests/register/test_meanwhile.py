"""Two people at the same details: the second is told what changed, keeps the text, overwrites nothing unseen."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import translation

from projects.register import services
from projects.register.models import Organisation, Programme, Project
from tests.cast import Cast, give_second_factor, sign_in
from tests.register.pages import address
from yhes.common import audit
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def seen(client: Client, url: str) -> str:
    """The version that a page carries."""
    found = re.search(r'name="seen" value="(\d+)"', client.get(url).content.decode())
    assert found
    return found[1]


def project_form(**changes: str) -> dict[str, str]:
    return {
        "name_fi": "Esimerkkipolku",
        "starts_on": "2025-01-01",
        "ends_on": "2027-12-31",
        "is_public": "on",
        **changes,
    }


@pytest.fixture
def url(cast: Cast) -> str:
    return address("settings", cast.project.slug)


def somebody_changes(cast: Cast, **facts: Any) -> None:
    with translation.override("en"):
        services.update_project(project=cast.project, facts=facts, actor=cast.admin)


def test_the_second_sees_who_changed_what_and_keeps_the_text(cast: Cast, as_aino: Client, url: str) -> None:
    opened = seen(as_aino, url)
    somebody_changes(cast, name_fi="Esimerkkipolku kaksi")
    response = as_aino.post(url, project_form(name_fi="Minun nimeni", seen=opened))
    page = response.content.decode()
    assert response.status_code == 400
    assert "Somebody else has changed these details while you were writing." in page
    assert 'value="Minun nimeni"' in page
    (entry,) = response.context["meanwhile"]
    assert entry.who == "Admin Aalto"
    assert [(c.before, c.after) for c in entry.changes] == [("Esimerkkipolku", "Esimerkkipolku kaksi")]
    assert Project.objects.get(pk=cast.project.pk).name_fi == "Esimerkkipolku kaksi"


def test_saving_again_after_seeing_it_is_allowed(cast: Cast, as_aino: Client, url: str) -> None:
    opened = seen(as_aino, url)
    somebody_changes(cast, name_fi="Esimerkkipolku kaksi")
    form = as_aino.post(url, project_form(name_fi="Minun nimeni", seen=opened)).context["form"]
    assert (
        as_aino.post(url, project_form(name_fi="Minun nimeni", seen=form["seen"].value())).status_code == 302
    )
    assert Project.objects.get(pk=cast.project.pk).name_fi == "Minun nimeni"


def test_what_the_second_left_alone_takes_the_new_value(cast: Cast, as_aino: Client, url: str) -> None:
    Project.objects.filter(pk=cast.project.pk).update(summary_fi="Ensimmäinen\nrivi", granted=125_000)
    opened = seen(as_aino, url)
    regions = services.load_regions()
    services.update_project(
        project=cast.project,
        facts={
            "summary_fi": "Toinen teksti",
            "granted": Decimal("99.50"),
            "ends_on": None,
            "is_public": False,
        },
        regions=[regions["06"]],
        actor=cast.admin,
    )
    typed = project_form(
        name_sv="Min titel", summary_fi="Ensimmäinen\r\nrivi", granted="125 000 €", seen=opened
    )
    form = as_aino.post(url, typed).context["form"]
    kept = {name: form[name].value() for name in ("name_sv", "summary_fi", "granted", "ends_on", "is_public")}
    assert kept == {
        "name_sv": "Min titel",
        "summary_fi": "Toinen teksti",
        "granted": "99.50",
        "ends_on": "",
        "is_public": False,
    }
    assert form["regions"].value() == [str(regions["06"].pk)]
    again = {name: form[name].value() for name in typed if name != "is_public"}
    assert as_aino.post(url, {**again, "regions": form["regions"].value()}).status_code == 302
    found = Project.objects.get(pk=cast.project.pk)
    assert (found.name_sv, found.summary_fi, found.granted) == (
        "Min titel",
        "Toinen teksti",
        Decimal("99.50"),
    )
    assert (found.ends_on, found.is_public, list(found.regions.all())) == (None, False, [regions["06"]])


def test_changes_elsewhere_in_the_project_are_no_obstacle(cast: Cast, as_aino: Client, url: str) -> None:
    opened = seen(as_aino, url)
    part = cast.project.partnerships.get(organisation=cast.institute)
    services.change_partner(partnership=part, state="declined", actor=cast.admin)
    services.save_unit(organisation=cast.college, facts={"name_fi": "Uusi"}, project=cast.project)
    assert as_aino.post(url, project_form(name_fi="Minun nimeni", seen=opened)).status_code == 302


def test_a_text_sent_back_untouched_is_no_change(cast: Cast, as_aino: Client, url: str) -> None:
    """A browser ends lines with CR and LF, whatever the page had."""
    Project.objects.filter(pk=cast.project.pk).update(summary_fi="Ensimmäinen\nrivi")
    as_aino.post(url, project_form(summary_fi="Ensimmäinen\r\nrivi", seen=seen(as_aino, url)))
    assert not AuditEvent.objects.filter(action="register.project_changed").exists()


def test_an_organisations_details_are_guarded_in_the_same_way(
    cast: Cast, as_bertil: Client, as_aino: Client
) -> None:
    url = address("organisation_edit", cast.project.slug, cast.college.slug)
    opened = seen(as_bertil, url)
    first = {"name_fi": "Esimerkkiopisto", "name_sv": "Exempelskolan", "kind": "provider"}
    assert as_aino.post(url, {**first, "seen": seen(as_aino, url)}).status_code == 302
    second = {"name_fi": "Esimerkkiopisto Uusi", "seen": opened}
    response = as_bertil.post(url, second)
    assert response.status_code == 400
    assert [entry.who for entry in response.context["meanwhile"]] == ["A user of the portal"]
    form = response.context["form"]
    assert (form["name_fi"].value(), form["name_sv"].value()) == ("Esimerkkiopisto Uusi", "Exempelskolan")
    assert Organisation.objects.get(pk=cast.college.pk).name_fi == "Esimerkkiopisto"


def test_names_are_told_to_a_contact_who_has_confirmed_with_a_second_factor(
    cast: Cast, as_aino: Client
) -> None:
    url = address("organisation_edit", cast.project.slug, cast.college.slug)
    give_second_factor(cast.bertil)
    as_bertil = sign_in(Client(), cast.bertil)
    opened = seen(as_bertil, url)
    first = {"name_fi": "Esimerkkiopisto", "name_sv": "Exempelskolan", "kind": "provider"}
    assert as_aino.post(url, {**first, "seen": seen(as_aino, url)}).status_code == 302
    response = as_bertil.post(url, {"name_fi": "Esimerkkiopisto Uusi", "seen": opened})
    assert [entry.who for entry in response.context["meanwhile"]] == ["Aino Ahonen"]


@pytest.mark.parametrize("moment", ["before its version is read", "after its version is read"])
@pytest.mark.parametrize("what", ["project", "organisation"])
def test_a_save_while_the_page_is_being_made_is_not_overwritten_unseen(
    cast: Cast, as_aino: Client, monkeypatch: pytest.MonkeyPatch, what: str, moment: str
) -> None:
    """Either the page has it, or sending the form is refused."""
    newest = audit.newest

    def somebody_saves_then(on: Model, action: str) -> int:
        monkeypatch.undo()
        version = 0 if moment.startswith("before") else newest(on, action)
        if what == "project":
            services.update_project(project=cast.project, facts={"name_fi": "Toisen nimi"}, actor=cast.admin)
        else:
            facts = {"name_fi": "Toisen nimi"}
            services.update_organisation(organisation=cast.college, facts=facts, actor=cast.admin)
        return newest(on, action) if moment.startswith("before") else version

    monkeypatch.setattr(audit, "newest", somebody_saves_then)
    organisation = address("organisation_edit", cast.project.slug, cast.college.slug)
    url = address("settings", cast.project.slug) if what == "project" else organisation
    page = as_aino.get(url)
    form = page.context["form"]
    assert form["name_fi"].value() == "Toisen nimi"
    shown = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in shown.items() if value is not None and value is not False}
    saved = as_aino.post(url, {**sent, "name_sv": "Mitt namn"})
    assert saved.status_code == (302 if moment.startswith("before") else 400)
    kept = Project.objects.get(pk=cast.project.pk) if what == "project" else cast.college
    kept.refresh_from_db()
    assert kept.name_fi == "Toisen nimi"


def test_a_form_sent_twice_by_a_double_click_is_no_conflict(cast: Cast, as_aino: Client, url: str) -> None:
    typed = project_form(name_fi="Minun nimeni", seen=seen(as_aino, url))
    assert [as_aino.post(url, typed).status_code for _click in range(2)] == [302, 302]
    assert AuditEvent.objects.filter(action="register.project_changed").count() == 1


def test_the_own_organisation_form_sent_twice_is_no_conflict(cast: Cast, as_bertil: Client) -> None:
    url = address("organisation_edit", cast.project.slug, cast.college.slug)
    typed = {"name_fi": "Esimerkkiopisto Uusi", "seen": seen(as_bertil, url)}
    assert [as_bertil.post(url, typed).status_code for _click in range(2)] == [302, 302]


def test_what_was_left_alone_is_known_again_in_another_language(
    cast: Cast, as_aino: Client, url: str
) -> None:
    """The trail names a programme in the language of whoever changed it."""
    old = Programme.objects.create(slug="vanha", name_fi="Vanha ohjelma", name_en="Old programme")
    new = Programme.objects.create(slug="uusi", name_fi="Uusi ohjelma", name_en="New programme")
    Project.objects.filter(pk=cast.project.pk).update(programme=old)
    cast.project.refresh_from_db()
    opened = seen(as_aino, url)
    with translation.override("fi"):
        services.update_project(project=cast.project, facts={"programme": new}, actor=cast.admin)
    with translation.override("sv"):
        services.update_project(project=cast.project, facts={"decision_number": "1/2026"}, actor=cast.admin)
    form = as_aino.post(url, project_form(programme=str(old.pk), seen=opened)).context["form"]
    assert form["programme"].value() == str(new.pk)
