"""Opening a round, as the coordinator sees it happen; the ballot worker does it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from surveys.models import Round
from surveys.services import opening
from tests.browsing import Site, follow
from tests.cast import Cast
from tests.surveys.fielding import make_draft, url
from tests.worker import Worker, wait_for
from yhes.common.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


def test_coordinator_opens_a_round_and_sees_it_through(
    site: Site, cast: Cast, worker: Worker, letters: Any
) -> None:
    round_ = make_draft(cast)
    page = site.open(width=1024)
    site.sign_in(page, cast.aino)
    page.goto(url("round", cast.project.slug, round_.pk))
    worker.sleep()  # so that the page is there before the work is done
    follow(page.get_by_role("button", name="Avaa kierros"))
    expect(page.get_by_role("progressbar")).to_be_visible()
    worker.wake()
    follow(page.get_by_role("link", name="Katso lopputulos"))
    expect(page.get_by_text("Ketään ei ole vielä kutsuttu").first).to_be_visible()
    expect(page.get_by_role("link", name="Kutsu vastaajia").first).to_be_visible()
    round_.refresh_from_db()
    assert round_.is_accepting
    wait_for(lambda: letters(to="bertil@example.org"), what="the contact's letter")
    body = letters(to="bertil@example.org")[0].get_body(("plain",))
    assert body is not None
    assert url("invitations", cast.project.slug, round_.pk, language="sv") in body.get_content()


def test_worker_killed_while_opening_opens_once(cast: Cast, worker: Worker) -> None:
    round_ = make_draft(cast)
    worker.kill()
    job = opening.request_opening(round_=round_, user=cast.aino)
    round_.refresh_from_db()
    assert round_.state == Round.State.OPENING
    worker.start()
    worker.tick()
    assert worker.finish(job).state == Job.State.DONE
    round_.refresh_from_db()
    assert round_.is_accepting
