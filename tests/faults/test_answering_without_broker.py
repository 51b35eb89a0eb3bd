"""The broker is away: answering and editing go on, and the work that waits is done when it returns."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from projects.register.models import Partnership
from roadmap.models import Edition
from surveys.models import Envelope, Invitation, Round
from surveys.services.invitations.people import Person, invite_people
from tests.cast import Cast
from tests.roadmap.recipes import compose_all, release_two_rounds
from tests.services import Broker
from tests.surveys.fielding import arrive, invite, leaf, make_open, send
from tests.worker import Letters, Worker
from yhes.common.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_answer_is_in_the_box_and_a_letter_waits(
    cast: Cast, broker: Broker, worker: Worker, letters: Letters
) -> None:
    round_ = make_open(cast)
    token = invite(leaf(round_))
    broker.stop()
    visitor = Client()
    assert arrive(visitor, token).status_code == 200
    thanks = send(visitor, round_, token)
    assert thanks.status_code == 200
    assert Envelope.objects.filter(round=round_).count() == 1
    invited = invite_people(group=leaf(round_), people=[Person("liisa@example.org", "fi")], user=cast.aino)
    assert invited.job is not None
    broker.start()
    worker.tick()
    assert worker.finish(invited.job).state == Job.State.DONE
    assert len(letters.wait(to="liisa@example.org")) == 1
    assert Invitation.objects.filter(is_mailed=True).count() == 1
    assert Round.objects.get(pk=round_.pk).state == Round.State.OPEN


def test_editing_and_publishing_go_on_and_the_pdfs_wait(cast: Cast, as_aino: Client, broker: Broker) -> None:
    release_two_rounds(cast.project)
    compose_all(cast)
    broker.stop()
    partner = reverse("register:partner_edit", args=[cast.project.slug, cast.college.slug])
    edited = as_aino.post(partner, {"role": "partner", "state": "declined", "note": "Muistiin"})
    assert edited.status_code == 302
    part = Partnership.objects.get(project=cast.project, organisation=cast.college)
    assert (part.state, part.note) == (Partnership.State.DECLINED, "Muistiin")
    assert as_aino.post(reverse("roadmap:publish", args=[cast.project.slug])).status_code == 302
    edition = Edition.objects.get()
    assert set(edition.files.values_list("state", flat=True)) == {"pending"}
    jobs = Job.objects.filter(kind="roadmap.render_edition")
    assert [job.state for job in jobs] == [Job.State.PENDING] * 3
