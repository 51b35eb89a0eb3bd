"""The portal's main promise in one story: staff answer, and a visitor reads the roadmap it led to.

Aino opens a round; twelve people answer on a phone (one by keyboard only, one without JavaScript,
one switching the language half-way); the round closes and is released; she composes a draft and
publishes an edition; a visitor reads the page and opens the PDF. Every page passed is inspected.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random
from typing import Any

import pikepdf
import pytest

from projects.register.models import Unit
from roadmap.models import Edition
from surveys.models import Answer, Release, Round
from surveys.services.questionnaires import load_instruments
from tests.browsing import Site
from tests.cast import Cast
from tests.worker import Worker, wait_for
from yhes.common.models import Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

PEOPLE = 12


@pytest.fixture
def unit(cast: Cast) -> Unit:
    load_instruments()
    return Unit.objects.create(
        organisation=cast.college, name_fi="Etelä", name_sv="Söder", name_en="South", headcount=PEOPLE
    )


def test_from_answers_to_a_published_roadmap(
    cast: Cast, unit: Unit, site: Site, desktop: Any, worker: Worker, inspect: Callable[[Any], None]
) -> None:
    site.sign_in(desktop, cast.aino)
    codes = open_round_and_print_slips(desktop, cast, unit, inspect)
    answer_by_keyboard(site.open(), codes[0], inspect)
    answer_without_javascript(site.open(javascript=False), codes[1])
    answer_switching_language(site.open(), codes[2], inspect)
    for number, code in enumerate(codes[3:]):
        answer_on_a_phone(site.open(), code, Random(number))
    close_and_release(desktop, cast, worker, inspect)
    publish_an_edition(desktop, cast, worker, inspect)
    read_as_a_visitor(site, inspect)


def open_round_and_print_slips(
    page: Any, cast: Cast, unit: Unit, inspect: Callable[[Any], None]
) -> list[str]:
    page.goto(f"/fi/tyopoyta/{cast.project.slug}/kyselyt/")
    inspect(page)
    page.get_by_role("link", name="Uusi kierros").first.click()
    inspect(page)
    page.get_by_label("Yhteiskehittämisen valmiudet", exact=False).first.check()
    page.locator("[name=purpose_fi]").fill("Tuloksista sovitaan yhdessä.")
    page.locator("[name=controller_fi]").fill("Esimerkkiopisto")
    page.locator("main form button[type=submit]").last.click()
    page.locator(f"[name=unit-{unit.pk}]").fill(str(PEOPLE))
    inspect(page)
    page.locator("main form button[type=submit]").last.click()
    inspect(page)
    page.locator("form[action$='/avaa/'] button").click()
    wait_for(lambda: Round.objects.filter(state=Round.State.OPEN).exists(), 60, "the round to open")
    round_ = Round.objects.get()
    page.goto(f"/fi/tyopoyta/{cast.project.slug}/kyselyt/{round_.pk}/")
    inspect(page)
    page.get_by_role("link", name="Kutsu vastaajia").first.click()
    inspect(page)
    page.locator("main td a").first.click()
    inspect(page)
    page.locator("main [name=count]").fill(str(PEOPLE))
    page.locator("form:has([name=count]) button[type=submit]").click()
    codes = [text.strip() for text in page.locator(".slip-code").all_inner_texts()]
    assert len(set(codes)) == PEOPLE
    return codes


def enter(page: Any, code: str) -> None:
    """From the slip to the questions."""
    page.goto("/v/")
    page.get_by_label("Koodi").fill(code)
    page.get_by_role("button", name="Jatka").click()
    page.get_by_text("Aloita").first.click()
    page.wait_for_selector("form#answers", state="attached")


def groups(page: Any) -> list[str]:
    """The names of the closed questions, in order."""
    names: list[str] = page.evaluate(
        "[...new Set([...document.querySelectorAll('#answers input[type=radio]')].map(e => e.name))]"
    )
    return names


def send(page: Any) -> None:
    page.locator("#send").click()
    page.get_by_role("heading", name="Kiitos vastauksestasi").wait_for()


def answer_on_a_phone(page: Any, code: str, random: Random) -> None:
    enter(page, code)
    page.locator("[data-all]").click()
    for name in groups(page):
        page.locator(f"input[name='{name}']").nth(random.choice([1, 2, 3, 3, 4])).check()
    send(page)
    page.context.close()


def answer_by_keyboard(page: Any, code: str, inspect: Callable[[Any], None]) -> None:
    """Tab, arrows, space and Enter only, from the code to the thanks."""
    page.goto("/v/")
    inspect(page)
    press_until(page, "e => e.matches('input[name=code]')")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer-start")
    inspect(page)
    press_until(page, "e => e.matches('.answer-start a, .answer-start button')")
    page.keyboard.press("Enter")
    page.wait_for_selector("form#answers")
    inspect(page)
    for _page in range(20):
        answer_visible_by_keyboard(page)
        if page.locator("#send").is_visible():
            break
        press_until(page, "e => e.matches('[data-next]')")
        page.keyboard.press("Enter")
    press_until(page, "e => e.id === 'send'")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Kiitos vastauksestasi").wait_for()
    inspect(page)
    page.context.close()


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


def answer_without_javascript(page: Any, code: str) -> None:
    """One page, plain form."""
    page.goto("/v/")
    page.get_by_label("Koodi").fill(code)
    page.get_by_role("button", name="Jatka").click()
    page.get_by_text("Aloita").first.click()
    names = {radio.get_attribute("name") for radio in page.locator("#answers input[type=radio]").all()}
    for name in names:
        page.locator(f"input[name='{name}']").nth(3).check()
    page.locator("#send").click()
    assert "Kiitos vastauksestasi" in page.content()
    page.context.close()


def answer_switching_language(page: Any, code: str, inspect: Callable[[Any], None]) -> None:
    """What was chosen in Finnish is still chosen in Swedish."""
    enter(page, code)
    page.locator("[data-all]").click()
    names = groups(page)
    for name in names[:10]:
        page.locator(f"input[name='{name}']").nth(4).check()
    page.locator(".languages button[lang=sv]").click()
    page.wait_for_url("**/sv/**")
    inspect(page)
    chosen: int = page.evaluate("document.querySelectorAll('#answers input[type=radio]:checked').length")
    assert chosen == 10
    if page.locator("[data-all]").is_visible():
        page.locator("[data-all]").click()
    for name in names[10:]:
        page.locator(f"input[name='{name}']").nth(3).check()
    page.locator("#send").click()
    page.get_by_role("heading", name="Tack för ditt svar").wait_for()
    page.context.close()


def close_and_release(page: Any, cast: Cast, worker: Worker, inspect: Callable[[Any], None]) -> None:
    round_ = Round.objects.get()
    address = f"/fi/tyopoyta/{cast.project.slug}/kyselyt/{round_.pk}/"
    page.goto(address)
    page.get_by_role("button", name="Sulje nyt").first.click()
    page.locator("dialog[open] button[type=submit]").click()
    wait_for(lambda: Round.objects.get().state == Round.State.PURGED, 60, "the round to be counted")
    assert Answer.objects.filter(round=round_).count() == PEOPLE
    page.goto(address)
    inspect(page)
    page.get_by_role("button", name="Julkaise tulokset").click()
    wait_for(Release.objects.exists, 60, "the release")
    page.goto(address)
    page.get_by_role("link", name="Avaa tulokset").click()
    inspect(page)


def publish_an_edition(page: Any, cast: Cast, worker: Worker, inspect: Callable[[Any], None]) -> None:
    page.goto(f"/fi/tyopoyta/{cast.project.slug}/tiekartta/")
    page.get_by_role("button", name="Kokoa luonnos").click()
    inspect(page)
    while page.locator("button[name=accept][value=all]").count():
        page.locator("button[name=accept][value=all]").click()
        page.wait_for_load_state("networkidle")
    inspect(page)
    page.goto(f"/fi/tyopoyta/{cast.project.slug}/tiekartta/julkaise/")
    inspect(page)
    page.get_by_role("button", name="Julkaise painos").click()
    wait_for(Edition.objects.exists, 30, "the edition")
    jobs = Job.objects.filter(kind="roadmap.render_edition")
    for job in jobs:
        assert worker.finish(job, 120).state == Job.State.DONE, job.error
    page.goto(f"/fi/tyopoyta/{cast.project.slug}/tiekartta/painokset/")
    inspect(page)


def read_as_a_visitor(site: Site, inspect: Callable[[Any], None]) -> None:
    for language in ("fi", "sv", "en"):
        page = site.open(language=language, width=1440, height=900)
        page.goto(f"/{language}/")
        inspect(page)
        page.locator(f"header nav a[href^='/{language}/']").first.click()
        inspect(page)
        page.locator("main a[href*='/step/'], main a[href*='/askel/'], main a[href*='/steg/']").first.click()
        inspect(page)
        edition = Edition.objects.get()
        pdf = page.request.get(f"/id/edition/{edition.pk}/{language}.pdf")
        assert pdf.ok
        with pikepdf.open(io.BytesIO(pdf.body())) as document:
            assert len(document.pages) > 5
            assert str(document.Root.Lang) == language
        page.context.close()
