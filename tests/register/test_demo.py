"""The demo tells the five seed projects exactly, and loading it again changes nothing."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from projects.register import demo
from projects.register.business_id import is_valid
from projects.register.models import Membership, Organisation, Partnership, Project, Unit
from tests.register.pages import address
from yhes.accounts.demo import create_demo_people
from yhes.common.registry import DemoContext

pytestmark = pytest.mark.django_db

LANGUAGES = ("fi", "sv", "en")
# Business IDs of seed 004's partners as shared/DOMAIN.md lists them, by the partner's shown name.
PARTNERS_OF_SEED_004 = {
    "Tampereen seudun ammattiopisto Tredu": "0211675-2",
    "Jyväskylän koulutuskuntayhtymä Gradia": "0208201-1",
    "Lounais-Suomen koulutuskuntayhtymä": "0204023-3",
    "Länsirannikon Koulutus Oy WinNova": "2245018-4",
    "Optima samkommun": "0796234-1",
    "Peimarin koulutuskuntayhtymä Livia": "0823246-3",
    "Raision seudun koulutuskuntayhtymä Raseko": "0204427-7",
    "Salon seudun koulutuskuntayhtymä": "0139545-4",
    "Satakunnan koulutuskuntayhtymä Sataedu": "0203929-1",
    "Seinäjoen koulutuskuntayhtymä Sedu": "1007629-5",
    "Suomen yrittäjäopisto": "0208850-1",
    "Vamia": "0209602-6",
    "Yrkesakademin i Österbotten": "0988182-8",
}


@pytest.fixture
def loaded() -> DemoContext:
    with translation.override("fi"):
        return demo.load(people=create_demo_people(), say=lambda line: None)


def _told(project: Project) -> str:
    """Everything the project's page tells in Finnish, to look facts up in."""
    texts = ("tagline", "summary", "stated_partners", "target_groups", "quality_gaps")
    parts = [getattr(project, f"{text}_fi") for text in texts]
    for items in (project.objectives, project.measures, project.results, project.work_packages):
        parts += [part for item in items.all() for part in (item.title_fi, item.description_fi)]
    return "\n".join(part for part in parts if part)


def everything() -> dict[str, Any]:
    """Every row of every table that an app of ours or the accounts hold, with all its values."""
    ours = (
        "common",
        "accounts",
        "register",
        "workshops",
        "peercoaching",
        "surveys",
        "roadmap",
        "account",
        "mfa",
    )
    rows: list[dict[str, Any]] = []
    for label in ours:
        for model in apps.get_app_config(label).get_models():
            rows += json.loads(serializers.serialize("json", model._default_manager.order_by("pk")))
    return {f"{row['model']}:{row['pk']}": row["fields"] for row in rows}


def test_all_five_projects_are_public_and_only_they(loaded: DemoContext) -> None:
    assert set(Project.objects.published().values_list("slug", flat=True)) == {
        "yhes",
        "parasta-palvelua",
        "yhdessa-parasta-ita",
        "vaski",
        "parasta-johtamista-lansi",
    }


def test_seed_000_began_on_its_day_and_its_end_is_not_made_up(loaded: DemoContext) -> None:
    yhes = loaded.projects["yhes"]
    assert (yhes.starts_on, yhes.ends_on) == (date(2024, 5, 1), None)
    assert [getattr(yhes, f"stated_duration_{code}") for code in LANGUAGES] == [
        "kolmivuotinen",
        "treårigt",
        "three years",
    ]
    assert (yhes.funder, yhes.programme, yhes.network) == (None, None, None)
    assert not yhes.partnerships.filter(organisation__is_fictional=False).exists()
    told = _told(yhes)
    for fact in (
        "yhteiskehittämisosaamisen ja -edellytysten vahvistaminen",
        "Työhyvinvoinnin tukeminen",
        "osallistumisen mahdollisuuksia",
        "Avoimet webinaarit",
        "Säännölliset raportit ja päivitykset",
        "Avoin vuoropuhelu, johon kaikki kiinnostuneet voivat osallistua",
        "tiekartta hankkeen tutkimus- ja kehittämistyön pohjalta",
        "erilaisilla työpaikoilla toimialaan katsomatta",
    ):
        assert fact in told, fact


def test_seed_001_keeps_over_50_as_it_was_said(loaded: DemoContext) -> None:
    project = loaded.projects["parasta-palvelua"]
    assert project.source_published_on == date(2018, 11, 9)
    assert (project.starts_on, project.ends_on, project.state) == (None, None, "")
    assert project.stated_partners_fi == "27 ammatillista oppilaitosta ja yli 50 työelämäkumppania"
    assert "över 50" in project.stated_partners_sv
    assert "over 50" in project.stated_partners_en
    assert "18 oppilaitoksen" in project.measures.get(title_fi__startswith="Parempaa palvelua").description_fi


def test_seed_001_has_its_sparring_survey_newsletter_and_group(loaded: DemoContext) -> None:
    project = loaded.projects["parasta-palvelua"]
    assert project.programme.name_fi == "Parasta-kehittämisohjelmat"
    told = _told(project)
    for fact in (
        "27 ammatillista oppilaitosta ja yli 50 työelämäkumppania",
        "palvelumuotoilun keinoin",
        "Verkon kautta tarjottu yhteiskehittäminen",
        "nopeat kokeilut",
        "Oppisopimus- ja koulutussopimusprosessien",
        "kriittisistä pisteistä",
        "Parempaa palvelua -sparrausohjelma",
        "18 oppilaitoksen johtoryhmä on vaihtanut roolia työelämän sparrattavaksi",
        "Sähköinen osaamiskysely",
        "yhteiseen perusosaamiseen, sujuvien siirtymien toteuttamiseen ja laajennettuun asiakkuusosaamiseen",
        "kolmen osaamistason",
        "eri tehtävissä tarpeellisen osaamisen",
        "suunnitella osaamisen kehittämistä",
        "Kyselyn voi tilata",
        "kaikkien oppilaitosten käytössä",
        "Uutiskirje",
        "lupa kysyä, haastaa ja oivaltaa",
    ):
        assert fact in told, fact


def test_seed_002_has_its_days_objectives_and_gaps(loaded: DemoContext) -> None:
    project = loaded.projects["yhdessa-parasta-ita"]
    assert (project.starts_on, project.ends_on) == (date(2020, 6, 17), date(2022, 4, 30))
    assert project.stated_partners_fi.startswith("76 koulutuksen järjestäjää")
    assert project.objectives.count() == 3
    assert [objective.measures.count() for objective in project.objectives.all()] == [1, 1, 1]
    assert "opetus- ja ohjaushenkilöstö" in project.target_groups_fi
    assert "minimitaso" in project.quality_gaps_fi
    assert project.funder is None
    assert project.programme.name_fi == "Ammatillisen koulutuksen laatu- ja tasa-arvo-ohjelma"
    told = _told(project)
    for fact in (
        "76 koulutuksen järjestäjän",
        "vertaisoppimisen keinoin",
        "Vertaisvalmentajatoiminnan käynnistäminen tai vahvistaminen",
        "pysyvä alueellinen ja paikallinen vertaisvalmentajaverkosto",
        "HOKS, oppisopimus, koulutussopimus) yhdenmukaisen palveluprosessin",
        "mahdollisimman laajasti",
        "onnistumista mitataan asiakaspalautteilla",
        "Työelämän, opiskelijan ja opettajan yhteissuunnittelu",
        "Laadukkaan prosessin kriteerit (minimitaso)",
        "työelämässä oppimisen palveluprosessiin osallistuvat yhteistyökumppanit",
    ):
        assert fact in told, fact


def test_seed_003_has_lhkk_as_co_implementer_of_one_work_package(loaded: DemoContext) -> None:
    vaski = loaded.projects["vaski"]
    package = vaski.work_packages.get()
    assert package.title_fi == "Työelämän ja verkostojen kehittäminen"
    assert package.co_implementers.get().business_id == "0626288-8"
    assert vaski.partnerships.get().role == Partnership.Role.CO_IMPLEMENTER
    assert (vaski.starts_on, vaski.ends_on, vaski.funder, vaski.state) == (None, None, None, "")
    told = _told(vaski)
    for fact in (
        "visiosta toimintasuunnitelmaksi",
        "työpajassa 5.6.2023",
        "askelmerkkejä tuleville vuosille",
        "toimintasuunnitelma ja tuloskortti",
        "oppimisympäristöjen, tilojen ja koneiden yhä laajeneva yhteiskäyttö",
        "yksittäisten henkilöiden aktiivisuuteen",
        "korkeakoulujen ja tutkimuslaitosten kanssa",
        "työllisyydenhoidon Virta-verkostoa",
        "muille oppilaitoksille hankkeen tiekartassa",
    ):
        assert fact in told, fact


def test_seed_004_is_the_register_page_it_was(loaded: DemoContext) -> None:
    project = loaded.projects["parasta-johtamista-lansi"]
    assert (project.starts_on, project.ends_on) == (date(2019, 1, 1), date(2021, 6, 30))
    assert project.funder.name_fi == "Opetushallitus"
    assert project.partnerships.get(role="coordinator").organisation.legal_body.business_id == "0211675-2"
    with translation.override("fi"):
        partners = {
            str(p.organisation): p.organisation.legal_body.business_id
            for p in project.partnerships.for_listing()
        }
    assert partners == PARTNERS_OF_SEED_004
    assert project.network.name_fi == "Puhu johdolle 0.3"
    assert project.network.partnerships.get().organisation.business_id == "0201256-6"
    pairs = [(o.title_fi, o.results.get().title_fi) for o in project.objectives.all()]
    assert [goal.split()[0] for goal, _result in pairs] == ["Asiakkuuksien,", "Palautetiedon"]
    assert [result.split()[0] for _goal, result in pairs] == ["Asiakkuuksien,", "Tuloksia"]
    assert project.state == "closed"
    told = _told(project)
    for fact in (
        "alueellisissa verkostoissa ja teemaryhmissä",
        "benchlearningia",
        "Palautetiedon hyödyntäminen",
        "tiedolla johtamista",
        "johdon kaikki tasot",
    ):
        assert fact in told, fact


def test_provider_and_school_are_two_things(loaded: DemoContext) -> None:
    for school, provider, number in (
        (
            "Yrkesakademin i Österbotten",
            "Svenska Österbottens förbund för utbildning och kultur",
            "0988182-8",
        ),
        ("Suomen yrittäjäopisto", "Suomen yrittäjäopiston kannatus Oy", "0208850-1"),
        ("Tampereen seudun ammattiopisto Tredu", "Tampereen kaupunki", "0211675-2"),
    ):
        with translation.override("fi"):
            found = next(o for o in Organisation.objects.filter(kind="school") if str(o) == school)
            assert (found.business_id, found.provider is not None) == ("", True)
            assert (str(found.legal_body), found.legal_body.business_id) == (provider, number)


def test_what_real_organisations_did_not_say_is_nowhere(loaded: DemoContext) -> None:
    real = Organisation.objects.filter(is_fictional=False)
    assert not real.exclude(region=None).exists()
    assert not Unit.objects.filter(organisation__in=real).exists()
    assert not Membership.objects.filter(organisation__in=real).exists()


def test_the_person_of_seed_003_appears_by_role_only(loaded: DemoContext) -> None:
    assert "silvius" not in json.dumps(everything(), ensure_ascii=False).casefold()


def test_fictional_organisations_say_so_in_every_language(loaded: DemoContext) -> None:
    fictional = Organisation.objects.filter(is_fictional=True)
    assert fictional.count() == 16
    for organisation in fictional:
        assert organisation.name_fi.startswith("Esimerkki")
        assert organisation.name_sv.startswith("Exempel")
        assert organisation.name_en.startswith("Example")
        assert is_valid(organisation.business_id)
        assert organisation.business_id.startswith("00000")
    assert fictional.values("region").distinct().count() >= 12
    assert set(loaded.project.partnerships.values_list("state", flat=True)) == set(Partnership.State.values)


def test_every_filter_of_the_public_list_finds_something(loaded: DemoContext) -> None:
    """What can be chosen leads somewhere: no region without a project, no programme either."""
    visitor, url = Client(), address("project_list")
    form = visitor.get(url).context["filter"].form
    found: dict[str, dict[str, list[str]]] = {}
    for name in ("state", "programme", "region"):
        choices = [str(value) for value, _label in form.fields[name].choices if value]
        found[name] = {
            value: [p.slug for p in visitor.get(url, {name: value}).context["page_obj"]] for value in choices
        }
    assert found["state"] == {
        "running": ["yhes"],
        "closed": ["yhdessa-parasta-ita", "parasta-johtamista-lansi"],
    }
    assert found["programme"] == {
        "parasta-kehittamisohjelmat": ["parasta-palvelua"],
        "laatu-ja-tasa-arvo-ohjelma": ["yhdessa-parasta-ita"],
    }
    # Sources tell no region of a real organisation: the fictional partners' regions are all there is.
    joined = loaded.project.partnerships.filter(state="joined").values_list("organisation__region__code")
    assert found["region"] == {code: ["yhes"] for (code,) in joined}
    assert len(found["region"]) >= 10


def test_every_text_exists_in_three_languages(loaded: DemoContext) -> None:
    texts = (
        "name",
        "tagline",
        "summary",
        "stated_duration",
        "stated_partners",
        "target_groups",
        "quality_gaps",
    )
    missing = [
        (project.slug, text, code)
        for project in Project.objects.all()
        for text in texts
        for code in LANGUAGES
        if getattr(project, f"{text}_fi") and not getattr(project, f"{text}_{code}")
    ]
    for project in Project.objects.all():
        items = [*project.objectives.all(), *project.measures.all(), *project.results.all()]
        missing += [
            (project.slug, item.title_fi, code)
            for item in [*items, *project.work_packages.all()]
            for text in ("title", "description")
            for code in LANGUAGES
            if getattr(item, f"{text}_fi") and not getattr(item, f"{text}_{code}")
        ]
    assert missing == []


def test_people_have_their_roles(loaded: DemoContext) -> None:
    kuusi = loaded.organisations["kuusi"]
    roles = {
        (m.user.name.split()[0], m.role, m.organisation)
        for m in Membership.objects.filter(project=loaded.project)
    }
    assert roles == {
        ("Aino", "coordinator", None),
        ("Bertil", "contact", kuusi),
        ("Maija", "management", kuusi),
        ("Cecilia", "coach", None),
    }


def test_loading_again_changes_nothing() -> None:
    call_command("load_demo", verbosity=0)
    before = everything()
    call_command("load_demo", verbosity=0)
    after = everything()
    assert after.keys() == before.keys()
    assert {key: after[key] for key in after if after[key] != before[key]} == {}


def test_what_people_changed_stays(loaded: DemoContext) -> None:
    Project.objects.filter(slug="yhes").update(summary_fi="Oma kuvaus")
    Unit.objects.filter(organisation=loaded.organisations["kuusi"]).update(headcount=1)
    demo.load(people=loaded.people, say=lambda line: None)
    assert Project.objects.get(slug="yhes").summary_fi == "Oma kuvaus"
    assert set(loaded.organisations["kuusi"].units.values_list("headcount", flat=True)) == {1}


def test_a_failure_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    from yhes.common import registry

    def fail(context: DemoContext) -> None:
        raise RuntimeError("an app's part failed")

    monkeypatch.setitem(registry._providers, "demo", {"failing": fail})
    with pytest.raises(RuntimeError, match="an app's part failed"):
        call_command("load_demo", verbosity=0)
    assert not Project.objects.exists()
    assert not Organisation.objects.exists()
