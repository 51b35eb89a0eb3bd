"""Two people at the same details: the second is told what changed, keeps the text, overwrites nothing unseen."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import timezone, translation

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


def sent_as_opened(client: Client, url: str, **changed: str) -> dict[str, str]:
    """What a browser would send of the page's form, with what the person typed in it."""
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else str(value) for name, value in {**values, **changed}.items()}


def test_a_units_details_are_guarded_in_the_same_way(cast: Cast, as_bertil: Client) -> None:
    unit = cast.college.units.create(name_fi="Tekniikka", headcount=12)
    other = cast.college.units.create(name_fi="Hoiva", headcount=5)
    url = address("unit_edit", cast.project.slug, cast.college.slug, unit.pk)
    typed = sent_as_opened(as_bertil, url, name_sv="Teknik")
    for row in (unit, other):
        services.save_unit(
            organisation=cast.college,
            unit=row,
            facts={"headcount": 30},
            project=cast.project,
            actor=cast.aino,
        )
    response = as_bertil.post(url, typed)
    assert response.status_code == 400
    (entry,) = response.context["meanwhile"]  # of this unit only
    assert entry.who == "A user of the portal"
    form = response.context["form"]
    assert (form["name_sv"].value(), form["headcount"].value()) == ("Teknik", "30")
    unit.refresh_from_db()
    assert (unit.name_sv, unit.headcount) == (None, 30)
    again = {name: form[name].value() for name in typed}
    assert [as_bertil.post(url, again).status_code for _click in range(2)] == [302, 302]
    unit.refresh_from_db()
    assert (unit.name_sv, unit.headcount) == ("Teknik", 30)


def test_headcounts_on_one_page_are_guarded_one_by_one(cast: Cast, as_bertil: Client) -> None:
    unit = cast.college.units.create(name_fi="Tekniikka", headcount=12)
    other = cast.college.units.create(name_fi="Hoiva", headcount=5)
    url = address("headcounts", cast.project.slug, cast.college.slug)
    typed = sent_as_opened(as_bertil, url)
    services.save_unit(
        organisation=cast.college, unit=unit, facts={"headcount": 30}, project=cast.project, actor=cast.aino
    )
    assert as_bertil.post(url, {**typed, f"unit_{other.pk}": "6"}).status_code == 302
    assert dict(cast.college.units.values_list("pk", "headcount")) == {unit.pk: 30, other.pk: 6}
    response = as_bertil.post(url, {**typed, f"unit_{unit.pk}": "13", f"unit_{other.pk}": "6"})
    assert response.status_code == 400
    assert "What others changed meanwhile" in response.content.decode()
    form = response.context["form"]
    assert [form[f"unit_{row.pk}"].value() for row in (unit, other)] == ["13", "6"]
    again = {name: form[name].value() for name in form.fields}
    assert as_bertil.post(url, again).status_code == 302
    assert dict(cast.college.units.values_list("pk", "headcount")) == {unit.pk: 13, other.pk: 6}


def test_a_partners_part_is_guarded_in_the_same_way(cast: Cast, as_aino: Client) -> None:
    part = cast.project.partnerships.get(organisation=cast.institute)
    url = address("partner_edit", cast.project.slug, cast.institute.slug)
    typed = sent_as_opened(as_aino, url, note="Minun huomioni")
    services.change_partner(partnership=part, note="Toisen huomio", state="declined", actor=cast.admin)
    response = as_aino.post(url, typed)
    assert response.status_code == 400
    (entry,) = response.context["meanwhile"]
    assert entry.who == "Admin Aalto"
    form = response.context["form"]
    assert (form["note"].value(), form["state"].value()) == ("Minun huomioni", "declined")
    part.refresh_from_db()
    assert part.note == "Toisen huomio"
    again = {name: form[name].value() for name in typed}
    assert [as_aino.post(url, again).status_code for _click in range(2)] == [302, 302]
    part.refresh_from_db()
    assert (part.note, part.state) == ("Minun huomioni", "declined")


@pytest.mark.parametrize("page", ["partner_edit", "partner_agreement"])
def test_what_is_changed_in_another_project_is_no_obstacle_and_not_told(
    cast: Cast, as_aino: Client, page: str
) -> None:
    """Both projects have the organisation as a partner; the trail keeps its part in each on the organisation."""
    elsewhere = services.add_partner(project=cast.other_project, organisation=cast.institute, role="partner")
    url = address(page, cast.project.slug, cast.institute.slug)
    typed = sent_as_opened(as_aino, url)
    services.change_partner(partnership=elsewhere, note="Toisen hankkeen asia", actor=cast.admin)
    services.set_agreement(partnership=elsewhere, agreement="sent", on=timezone.localdate(), actor=cast.admin)
    wrong = as_aino.post(url, {**typed, "role": "", "agreement": "signed"})
    assert wrong.status_code == 400
    assert wrong.context["meanwhile"] == []
    saved = {**typed, "note": "Oma", "agreement": "sent", "agreement_on": timezone.localdate().isoformat()}
    assert as_aino.post(url, saved).status_code == 302
