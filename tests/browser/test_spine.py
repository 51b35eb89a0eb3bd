"""The portal's main promise in one story: staff answer, and a visitor reads the roadmap it led to.

Aino signs in and opens a round; twelve people answer on a phone (one by keyboard only, one without
JavaScript, one switching the language half-way); the round closes and is released; she composes a
draft and publishes an edition; a visitor reads the page and opens the PDF, in each language. Every
page passed is inspected.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pikepdf
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from projects.register.models import Unit
from roadmap.models import Edition
from surveys.models import Answer, Release, Round
from surveys.services.questionnaires import load_instruments
from tests.accounts.people import address, give_app
from tests.browsing import Site, arriving, follow
from tests.cast import PASSWORD, Cast
from tests.worker import Worker, wait_for
from yhes.common.models import Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

Inspect = Callable[[Any], None]
PEOPLE = 12
DOWNLOAD = {"fi": "Lataa", "sv": "Ladda ner", "en": "Download"}


@pytest.fixture
def unit(cast: Cast) -> Unit:
    load_instruments()
    return Unit.objects.create(
        organisation=cast.college, name_fi="Etelä", name_sv="Söder", name_en="South", headcount=PEOPLE
    )


def test_from_answers_to_a_published_roadmap(
    cast: Cast, unit: Unit, site: Site, desktop: Any, worker: Worker, inspect: Inspect, settings: Any
) -> None:
    settings.MFA_TOTP_TOLERANCE = 1  # on a slow machine a code may just have run out when it arrives
    sign_in(desktop, cast, inspect)
    codes = open_round_and_print_slips(desktop, cast, unit, inspect)
    answer_by_keyboard(site.open(), codes[0], inspect)
    answer_without_javascript(site.open(javascript=False), codes[1], inspect)
    answer_switching_language(site.open(), codes[2], inspect)
    for number, code in enumerate(codes[3:]):
        answer_on_a_phone(site.open(), code, Random(number))
    close_and_release(desktop, cast, inspect)
    publish_an_edition(desktop, cast, worker, inspect)
    read_as_a_visitor(site, inspect)


# --- The coordinator opens a round ------------------------------------------------------------------


def sign_in(page: Any, cast: Cast, inspect: Inspect) -> None:
    Authenticator.objects.filter(user=cast.aino).delete()
    app = give_app(cast.aino)
    EmailAddress.objects.create(user=cast.aino, email=cast.aino.email, verified=True, primary=True)
    page.goto(address("account_login"))
    inspect(page)
    page.locator("#id_login").fill(cast.aino.email)
    page.locator("#id_password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Kirjaudu", exact=True))
    inspect(page)
    page.locator("#id_code").fill(app.code())
    follow(page.get_by_role("button", name="Kirjaudu", exact=True))
    inspect(page)


def open_round_and_print_slips(page: Any, cast: Cast, unit: Unit, inspect: Inspect) -> list[str]:
    page.goto(address("surveys:rounds", cast.project.slug))
    inspect(page)
    follow(page.get_by_role("link", name="Uusi kierros").first)
    inspect(page)
    page.get_by_label("Yhteiskehittämisen valmiudet", exact=False).first.check()
    page.locator("[name=purpose_fi]").fill("Tuloksista sovitaan yhdessä.")
    page.locator("[name=controller_fi]").fill("Esimerkkiopisto")
    follow(page.locator("main form button[type=submit]").last)
    inspect(page)
    page.locator(f"[name=unit-{unit.pk}]").fill(str(PEOPLE))
    follow(page.locator("main form button[type=submit]").last)
    inspect(page)
    page.locator("[name=is_staff_informed]").check()
    page.locator("[name=is_cooperation_handled]").check()
    page.locator("[name=research_permit]").first.check()
    follow(page.get_by_role("button", name="Avaa kierros"))
    inspect(page)
    wait_for(Round.objects.filter(state=Round.State.OPEN).exists, 120, "the round to open")
    page.goto(address("surveys:round", cast.project.slug, Round.objects.get().pk))
    inspect(page)
    follow(page.get_by_role("link", name="Kutsu vastaajia").first)
    inspect(page)
    follow(page.locator("main td a").first)
    inspect(page)
    page.locator("main [name=count]").fill(str(PEOPLE))
    follow(page.get_by_role("button", name="Tee laput"))
    expect(page.locator(".slip-code")).to_have_count(PEOPLE)
    inspect(page)
    codes = {text.strip() for text in page.locator(".slip-code").all_inner_texts()}
    assert len(codes) == PEOPLE
    return sorted(codes)


# --- Twelve people answer ---------------------------------------------------------------------------


def enter(page: Any, code: str) -> None:
    """From the slip to the questions."""
    page.goto("/v/")
    page.get_by_label("Koodi").fill(code)
    follow(page.get_by_role("button", name="Jatka"))
    follow(page.get_by_role("link", name="Aloita"))
    expect(page.locator("form#answers")).to_be_attached()


def groups(page: Any) -> list[str]:
    """The names of the closed questions, in order."""
    names: list[str] = page.evaluate(
        "[...new Set([...document.querySelectorAll('#answers input[type=radio]')].map(e => e.name))]"
    )
    return names


def send(page: Any) -> None:
    follow(page.locator("#send"))
    expect(page.get_by_role("heading", name="Kiitos vastauksestasi")).to_be_visible()


def answer_on_a_phone(page: Any, code: str, random: Random) -> None:
    enter(page, code)
    page.locator("[data-all]").click()
    for name in groups(page):
        page.locator(f"input[name='{name}']").nth(random.choice([1, 2, 3, 3, 4])).check()
    send(page)
    page.context.close()


def answer_by_keyboard(page: Any, code: str, inspect: Inspect) -> None:
    """Tab, arrows, space and Enter only, from the code to the thanks."""
    page.goto("/v/")
    inspect(page)
    press_until(page, "e => e.matches('input[name=code]')")
    page.keyboard.type(code)
    enter_leads_on(page)
    inspect(page)
    press_until(page, "e => e.matches('.answer-start a, .answer-start button')")
    enter_leads_on(page)
    inspect(page)
    while True:
        answer_visible_by_keyboard(page)
        here = page.locator("[data-page-text]").inner_text()
        press_until(page, "e => e.matches('#send, [data-next]')")
        if page.evaluate("document.activeElement.id") == "send":
            break
        page.keyboard.press("Enter")
        expect(page.locator("[data-page-text]")).not_to_have_text(here)
    enter_leads_on(page)
    expect(page.get_by_role("heading", name="Kiitos vastauksestasi")).to_be_visible()
    inspect(page)
    page.context.close()


def enter_leads_on(page: Any) -> None:
    with arriving(page):
        page.keyboard.press("Enter")


def answer_visible_by_keyboard(page: Any) -> None:
    """Each question that is shown: Tab to it, space to choose, arrow down to choose the next one."""
    shown: int = page.evaluate(
        "new Set([...document.querySelectorAll('#answers input[type=radio]')]"
        ".filter(e => e.offsetParent).map(e => e.name)).size"
    )
    for _question in range(shown):
        press_until(page, "e => e.matches('#answers input[type=radio]') && !e.form[e.name].value")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")


def press_until(page: Any, condition: str) -> None:
    """Tab on until the element with the focus fits. Fails when the page has been gone round."""
    for _step in range(120):
        if page.evaluate(f"document.activeElement && ({condition})(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {condition} on {page.url}")


def answer_without_javascript(page: Any, code: str, inspect: Inspect) -> None:
    """One page, plain form."""
    page.goto("/v/")
    inspect(page)
    page.get_by_label("Koodi").fill(code)
    follow(page.get_by_role("button", name="Jatka"))
    inspect(page)
    follow(page.get_by_role("link", name="Aloita"))
    inspect(page)
    for name in groups(page):
        page.locator(f"input[name='{name}']").nth(3).check()
    send(page)
    inspect(page)
    page.context.close()


def answer_switching_language(page: Any, code: str, inspect: Inspect) -> None:
    """What was chosen in Finnish is still chosen in Swedish."""
    enter(page, code)
    page.locator("[data-all]").click()
    names = groups(page)
    for name in names[:10]:
        page.locator(f"input[name='{name}']").nth(4).check()
    follow(page.locator(".languages button[lang=sv]"))
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    inspect(page)
    expect(page.locator("#answers input[type=radio]:checked")).to_have_count(10)
    page.locator("[data-all]").click()
    for name in names[10:]:
        page.locator(f"input[name='{name}']").nth(3).check()
    follow(page.locator("#send"))
    expect(page.get_by_role("heading", name="Tack för ditt svar")).to_be_visible()
    inspect(page)
    page.context.close()


# --- What their answers lead to ---------------------------------------------------------------------


def close_and_release(page: Any, cast: Cast, inspect: Inspect) -> None:
    round_ = Round.objects.get()
    here = address("surveys:round", cast.project.slug, round_.pk)
    page.goto(here)
    page.get_by_role("button", name="Sulje nyt").first.click()
    follow(page.locator("dialog[open] button[type=submit]"))
    inspect(page)
    wait_for(lambda: Round.objects.get().state == Round.State.PURGED, 120, "the round to be counted")
    assert Answer.objects.filter(round=round_).count() == PEOPLE
    page.goto(here)
    inspect(page)
    follow(page.get_by_role("button", name="Julkaise tulokset"))
    inspect(page)
    wait_for(Release.objects.exists, 120, "the release")
    page.goto(here)
    follow(page.get_by_role("link", name="Avaa tulokset"))
    inspect(page)


def publish_an_edition(page: Any, cast: Cast, worker: Worker, inspect: Inspect) -> None:
    page.goto(address("roadmap:draft", cast.project.slug))
    inspect(page)
    follow(page.get_by_role("button", name="Kokoa luonnos"))
    inspect(page)
    accept = page.get_by_role("button", name="Ota kaikki mukaan")
    expect(accept).to_be_visible()
    while accept.is_visible():  # steps are proposed once their themes stand; each page here has come
        follow(accept)
    inspect(page)
    follow(page.get_by_role("link", name="Julkaise…"))
    inspect(page)
    follow(page.get_by_role("button", name="Julkaise painos"))
    inspect(page)
    for job in Job.objects.filter(kind="roadmap.render_edition"):
        assert worker.finish(job, 180).state == Job.State.DONE, job.error
    page.goto(address("roadmap:editions", cast.project.slug))
    inspect(page)


def read_as_a_visitor(site: Site, inspect: Inspect) -> None:
    for language, download in DOWNLOAD.items():
        page = site.open(language=language, width=1440, height=900)
        page.goto(f"/{language}/")
        inspect(page)
        follow(page.locator("header nav").get_by_role("link").first)
        inspect(page)
        roadmap = page.url
        follow(page.locator("main a[href*='/step/'], main a[href*='/askel/'], main a[href*='/steg/']").first)
        inspect(page)
        page.goto(roadmap)
        page.locator("main summary").get_by_text(download, exact=True).click()
        with page.expect_download() as started:
            # Alt keeps the file; a bare click opens the browser's own reader, which hands out nothing.
            page.locator(f"main a[hreflang={language}][href$='.pdf']").click(modifiers=["Alt"])
        with pikepdf.open(started.value.path()) as document:
            assert len(document.pages) > 5
            assert str(document.Root.Lang) == language
        page.context.close()
    assert Edition.objects.count() == 1
