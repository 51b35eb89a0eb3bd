"""A plan with its scorecard leaves as a PDF: for who sees the plan, made by a job, naming nobody."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from typing import Any

import page as page_validation
import pytest
from django.test import Client
from django.utils import timezone

from projects.plans import services
from projects.plans.models import Action, PlanPaper
from projects.plans.services import papers
from tests.cast import Cast
from tests.plans.recipes import make_action, make_aim, make_plan, make_stone, page
from tests.plans.test_reviews import held, measured
from yhes.common import jobs
from yhes.common.models import Job

pytestmark = pytest.mark.django_db


def render(row: PlanPaper) -> PlanPaper:
    """As the worker does, here and now."""
    return papers.render_paper(paper_id=row.pk, progress=lambda done, total: None, confirm=lambda: None)


def served(client: Client, where: str) -> bytes:
    response: Any = client.get(where)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_the_plan_and_its_scorecard_are_read_on_paper_by_who_sees_the_plan(
    cast: Cast, as_bertil: Client, as_maija: Client, as_cecilia: Client, as_eero: Client
) -> None:
    plan = make_plan(cast.project, cast.college, "Together", vision_en="We develop together.")
    aim = make_aim(plan, "Time for development")
    own = make_action(aim, "Afternoon", days=-2, responsible_id=cast.bertil.pk)
    make_action(aim, "Visits", role="principal")
    make_stone(plan, 2030, "A shared timetable")
    measured(plan, 50, 56)
    review = services.start_review(plan=plan)
    services.save_review(review=review, facts={"minutes": "x"}, steps={own.pk: "Book the room"})
    services.approve_review(review=review)
    url, file = page("paper", plan), page("paper_file", plan)
    assert b"Make the PDF" in as_bertil.get(url).content
    for client in (as_cecilia, as_eero):
        assert client.post(url).status_code == 404
        assert client.get(file).status_code == 404
    assert as_bertil.get(file).status_code == 404
    assert as_bertil.post(url).status_code == 302
    row, job = PlanPaper.objects.get(), Job.objects.get(kind=PlanPaper.JOB)
    assert job.payload == {"paper": row.pk}
    assert 'class="progress"' in as_bertil.get(url).content.decode()
    path = render(row).place
    assert page_validation.validate_pdf(path, profile="ua1").failures == []
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    words = " ".join(done.stdout.decode().replace("\N{NO-BREAK SPACE}", " ").split())
    for told in (
        "We develop together.", "Time for development", "Afternoon", "principal", "a person named in the portal",
        "Late", "A shared timetable", "Response rate", "56 %", "at least 60 %", "On the way", "Book the room",
    ):  # fmt: skip
        assert told in words, told
    assert str(cast.bertil) not in words
    assert served(as_bertil, file).startswith(b"%PDF-")
    assert served(as_maija, file) == served(as_bertil, file)
    as_maija.post(url)
    assert PlanPaper.objects.count() == 1

    services.set_action_state(action=Action.objects.get(pk=own.pk), state="done")
    assert as_bertil.get(file).status_code == 404  # the plan has changed: that file is of another day
    assert b"Make the PDF" in as_bertil.get(url).content
    with pytest.raises(jobs.JobFailed):
        render(row)
    papers.forget_papers(timezone.now() + timedelta(days=6))
    assert path.is_file()
    papers.forget_papers(timezone.now() + timedelta(days=8))
    assert not PlanPaper.objects.exists()
    assert not path.is_file()


def test_an_empty_plan_is_on_paper_too(cast: Cast, as_aino: Client) -> None:
    plan = make_plan(cast.project, None, vision_fi="")
    held(plan)
    as_aino.post(page("paper", plan))
    assert render(PlanPaper.objects.get()).pages == 1
