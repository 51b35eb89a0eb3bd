"""Results leave as PDF reports: what the page shows and nothing more, for those who may see the page."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from surveys.models import Group, Release, ReportFile, Round
from surveys.services import closing, releasing, replies, reports, text_releases
from tests.cast import Cast
from tests.surveys import open_texts
from tests.surveys.ballot_box import BallotBox, fill, open_box
from tests.surveys.fielding import silent, url
from tests.ticking import let_a_minute_pass
from tests.worker import Worker
from yhes.common import jobs
from yhes.common.models import Job
from yhes.common.words import Words

pytestmark = pytest.mark.django_db(transaction=True)

PROTECTED = {"fi": "Suojattu", "sv": "Skyddad", "en": "Protected"}


@pytest.fixture
def box(cast: Cast) -> BallotBox:
    """A released round: the cast's college with units of 20 and 4, the institute of 25."""
    box = open_box(cast.project, units=(2, 1))
    for place, organisation in enumerate((cast.college, cast.institute)):
        mine = [box.organisations[place].pk, *(unit.pk for (of, _), unit in box.units.items() if of == place)]
        Group.objects.filter(pk__in=mine).update(organisation=organisation)
    fill(box, {(0, 0): 20, (0, 1): 4, (1, 0): 25})
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    releasing.publish_release(round_=box.round, user=None, report=silent)
    return box


def address(box: BallotBox, cast: Cast, group: Group, name: str = "report", view: str = "group") -> str:
    return url(name, cast.project.slug, box.round.pk, group.pk, view, language="en")


def render(report: ReportFile) -> ReportFile:
    """As the worker does, here and now."""
    return reports.render_report(report_id=report.pk, progress=lambda done, total: None, confirm=lambda: None)


def ordered(client: Client, where: str) -> ReportFile:
    """The report that this person has asked for."""
    known = set(ReportFile.objects.values_list("pk", flat=True))
    assert client.post(where).status_code == 302
    return ReportFile.objects.exclude(pk__in=known).get()


def text_of(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def served(client: Client, where: str) -> bytes:
    response: Any = client.get(where)
    assert response.status_code == 200, where
    return b"".join(response.streaming_content)


# --- Who gets it ----------------------------------------------------------------------------------------


def test_a_report_is_made_by_a_job_and_fetched_by_who_may_see_the_page(
    box: BallotBox, cast: Cast, as_aino: Client, as_bertil: Client, as_maija: Client, worker: Worker
) -> None:
    own = box.organisations[0]
    page, file = address(box, cast, own), address(box, cast, own, "report_file")
    assert as_bertil.get(file).status_code == 404
    assert b"Make the PDF" in as_bertil.get(page).content
    report = ordered(as_bertil, page)
    job = Job.objects.get(kind=ReportFile.JOB, subject=report.subject)
    assert 'class="progress"' in as_bertil.get(page).content.decode()
    assert as_bertil.get(page, headers={"HX-Request": "true"}).content.startswith(b'<div class="progress"')
    assert as_bertil.get(file).status_code == 404
    worker.run_job(job)
    assert worker.finish(job).state == Job.State.DONE, job.error
    assert as_bertil.get(page, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    content = served(as_bertil, file)
    assert content.startswith(b"%PDF-")
    # Management of the same organisation sees the same page: nothing is made anew for it.
    assert served(as_maija, file) == content
    as_maija.post(page)
    assert ReportFile.objects.count() == 1
    assert Job.objects.filter(kind=ReportFile.JOB).count() == 1
    # A coordinator sees other groups beside it and has a report of the own.
    assert as_aino.get(file).status_code == 404
    folder = Path(settings.MEDIA_ROOT) / ReportFile.FOLDER
    assert [path.name for path in folder.iterdir() if report.key in path.name] == [f"{report.key}.pdf"]


def test_outsiders_coaches_and_other_organisations_get_what_the_page_gives_them(
    box: BallotBox, cast: Cast, as_eero: Client, as_cecilia: Client, as_bertil: Client
) -> None:
    for name in ("report", "report_file"):
        for view in ("group", "summary"):
            own = address(box, cast, box.organisations[0], name, view)
            assert as_eero.get(own).status_code == 404
            assert as_cecilia.get(own).status_code == 403
            assert as_bertil.get(address(box, cast, box.organisations[1], name, view)).status_code == 404
    assert as_bertil.post(address(box, cast, box.organisations[1])).status_code == 404
    assert as_bertil.get(address(box, cast, box.organisations[0], view="everything")).status_code == 404
    assert not ReportFile.objects.exists()


def test_a_contacts_report_of_the_whole_names_no_other_organisation(
    box: BallotBox, cast: Cast, as_aino: Client, as_bertil: Client
) -> None:
    page = address(box, cast, box.root)
    of_contact, of_coordinator = (
        text_of(render(ordered(client, page)).place) for client in (as_bertil, as_aino)
    )
    own, other = (str(Group.objects.get(pk=group.pk)) for group in box.organisations)
    assert own in of_coordinator
    assert own in of_contact
    assert other in of_coordinator
    assert other not in of_contact


# --- What it says ------------------------------------------------------------------------------------------


def test_it_says_what_the_page_says_in_three_languages_and_hides_what_the_page_hides(
    box: BallotBox, cast: Cast, as_aino: Client
) -> None:
    replies.save_reply(
        group=box.organisations[0],
        user=cast.aino,
        text=Words(fi="Kuulimme teitä", sv="Vi hörde er", en="We heard you"),
        actions=[],
    )
    replies.publish_reply(reply=box.organisations[0].reply, user=cast.aino)
    release = Release.objects.get()
    document = release.groups.get(audience="inside", group=box.organisations[0]).document
    shown = next(i for i in box.questionnaire.items if isinstance(document["items"][i.code]["shares"], list))
    for language, said in (("fi", "Kuulimme teitä"), ("sv", "Vi hörde er"), ("en", "We heard you")):
        where = url(
            "report", cast.project.slug, box.round.pk, box.organisations[0].pk, "group", language=language
        )
        report = render(ordered(as_aino, where))
        path = report.place
        text = text_of(path)
        assert said in text
        assert shown.text.in_(language).text in text
        assert f"{document['items'][shown.code]['shares'][2]} %" in text.replace("\N{NO-BREAK SPACE}", " ")
        for dimension in box.questionnaire.measured:
            assert dimension.title.in_(language).text in text
            assert str(document["indexes"][dimension.code]) in text
        # The unit of four is named, and every figure of it is protected.
        hidden = str(Group.objects.get(pk=box.units[0, 1].pk))
        row = text.partition("1. ")[2].rpartition(hidden)[2][:200]
        assert row.count(PROTECTED[language]) >= len(box.questionnaire.measured)
        with pikepdf.open(path) as made:
            assert str(made.Root.Lang) == language
            assert len(made.pages) == report.pages
    checked = page_validation.validate_pdf(path, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in checked.failures] == []


def test_managements_summary_is_one_sheet(box: BallotBox, cast: Cast, as_maija: Client) -> None:
    report = render(ordered(as_maija, address(box, cast, box.organisations[0], view="summary")))
    text = text_of(report.place)
    assert report.pages == 1
    summary = as_maija.get(
        url("summary", cast.project.slug, box.round.pk, box.organisations[0].pk, language="en")
    )
    figures = summary.content.decode().split('class="summary-figure">')[1:]
    assert len(figures) == 6
    for part in figures:
        assert part.split("</b>")[0].replace("\N{NO-BREAK SPACE}", " ") in text.replace(
            "\N{NO-BREAK SPACE}", " "
        )


def test_open_answers_are_in_a_report_once_released_and_leave_with_their_release(
    cast: Cast, as_aino: Client, as_bertil: Client
) -> None:
    box = open_texts.written(cast, {0: 12, 1: 14})
    releasing.publish_release(round_=box.round, user=None, report=silent)
    where = address(box, cast, box.organisations[0], view="texts")
    assert as_bertil.get(where).status_code == 404
    texts = open_texts.released(cast, box.round)
    report = render(ordered(as_bertil, where))
    text = text_of(report.place)
    assert text.count("organisaatiosta 0") == 12
    assert "organisaatiosta 1" not in text
    path = report.place
    text_releases.withdraw_texts(release=texts, user=cast.aino, reason="Tunnistettava")
    assert not path.exists()
    assert not ReportFile.objects.exists()
    assert as_bertil.get(where).status_code == 404


# --- How long it stays --------------------------------------------------------------------------------------


def test_a_withdrawn_release_takes_its_reports_along_and_one_under_way_is_not_finished(
    box: BallotBox, cast: Cast, as_aino: Client
) -> None:
    made = render(ordered(as_aino, address(box, cast, box.root)))
    waiting = ordered(as_aino, address(box, cast, box.organisations[0]))
    path = made.place
    assert path.is_file()

    def withdraw() -> None:
        releasing.withdraw(release=Release.objects.get(), user=cast.aino, reason="Väärä yksikkö")

    with pytest.raises(jobs.JobFailed):
        reports.render_report(report_id=waiting.pk, progress=lambda done, total: None, confirm=withdraw)
    assert not path.exists()
    assert not list(path.parent.glob(f"*{waiting.key}*"))
    assert as_aino.get(address(box, cast, box.root, "report_file")).status_code == 404
    with pytest.raises(jobs.JobFailed):
        render(waiting)


def test_what_a_killed_worker_left_is_swept_and_who_lost_the_lease_leaves_nothing(
    box: BallotBox, cast: Cast, as_aino: Client
) -> None:
    report = ordered(as_aino, address(box, cast, box.root))
    folder = Path(settings.MEDIA_ROOT) / ReportFile.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    left = folder / f".{report.key}.pdf.0123.part"
    left.write_bytes(b"%PDF-half")

    def lose() -> None:
        raise jobs.LeaseLost

    with pytest.raises(jobs.LeaseLost):
        reports.render_report(report_id=report.pk, progress=lambda done, total: None, confirm=lose)
    assert not [path for path in folder.iterdir() if report.key in path.name]
    assert as_aino.get(address(box, cast, box.root, "report_file")).status_code == 404
    render(report)
    assert [path.name for path in folder.iterdir() if report.key in path.name] == [f"{report.key}.pdf"]


def test_a_report_is_not_found_once_it_says_something_else_than_the_page(
    box: BallotBox, cast: Cast, as_aino: Client
) -> None:
    file = address(box, cast, box.organisations[0], "report_file")
    render(ordered(as_aino, address(box, cast, box.organisations[0])))
    assert served(as_aino, file)
    reply = replies.save_reply(
        group=box.organisations[0], user=cast.aino, text=Words(fi="Kuulimme", sv="", en=""), actions=[]
    )
    assert served(as_aino, file)  # a draft is nobody else's business
    replies.publish_reply(reply=reply, user=cast.aino)
    assert as_aino.get(file).status_code == 404


def test_after_a_week_the_clock_deletes_it(box: BallotBox, cast: Cast, as_aino: Client) -> None:
    report = render(ordered(as_aino, address(box, cast, box.root)))
    path = report.place
    let_a_minute_pass()
    assert path.is_file()
    ReportFile.objects.update(asked_at=timezone.now() - timedelta(days=7, minutes=1))
    let_a_minute_pass()
    assert not path.exists()
    assert not ReportFile.objects.exists()


def test_without_a_release_there_is_nothing_to_report(cast: Cast, as_aino: Client) -> None:
    box = open_box(cast.project)
    assert as_aino.get(address(box, cast, box.root)).status_code == 404
    assert as_aino.post(address(box, cast, box.root)).status_code == 404
    assert Round.objects.get().releases.count() == 0
