"""Whoever reads of a project sees who pays for it: on every public page of it and on every paper."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from projects.plans.models import ActionPlan
from projects.plans.services import papers as plan_papers
from projects.register.models import FunderLogo, Project
from projects.register.services import remove_followed_up
from projects.register.services.groups import pdfs as meeting_pdfs
from projects.register.services.logos import add_logo
from roadmap.models import Edition
from roadmap.services.rendering import render_pdf
from surveys.models import Release, ReportFile, Round
from surveys.services import reports as survey_reports
from tests.contracts.addresses import Address, every_address
from tests.contracts.verdicts import verdicts
from tests.contracts.world import World
from tests.register.meetings import make_group, make_meeting
from tests.surveys import fielding
from yhes.desk.reports.models import FunderReport
from yhes.desk.reports.services.rendering import file_path, render_files

pytestmark = pytest.mark.django_db

# Public addresses that take an argument and lead to a page without the logos of a project, and why.
OF_NO_PROJECT = {
    "register:organisation": "an organisation belongs to no project, and has a part in many",
    "surveys:answer_start": "without a link it is not known who asks; with one, see below",
    "surveys:answer": "the same",
    **dict.fromkeys(
        ("accounts:letter", "accounts:letter_page", "accounts:attachment"), "a letter kept by the demo alone"
    ),
    "desk_id:weekly": "the letter of one person, about all of that person's projects",
}


def picture() -> bytes:
    """A picture of its own size, by which it is found in a file again."""
    made = BytesIO()
    Image.new("RGB", (61, 23), "navy").save(made, format="PNG")
    return made.getvalue()


def shown(response: Any, project: Project) -> bool:
    """Whether the page has the logo that the world's project has."""
    logo = FunderLogo.objects.present().filter(project=project).earliest("pk")
    return f'src="/id/funder-logo/{logo.pk}"' in response.content.decode()


def is_page(response: Any) -> bool:
    """A whole page, which has a frame of its own."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return False
    return response.content.lstrip().startswith(b"<!doctype")


# --- Pages --------------------------------------------------------------------------------------------


def public_with_argument() -> list[Address]:
    return [a for a in every_address() if a.is_public and a.arguments and (a.name, "GET") in verdicts()]


def test_every_public_page_of_a_project_shows_its_funders(world: World, ask: Any) -> None:
    wrong, seen = [], 0
    for address in public_with_argument():
        answer = ask(Client(), "GET", address.url(world.own))
        if not is_page(answer):
            continue
        has_logo = shown(answer, world.cast.project)
        seen += has_logo
        if has_logo == (address.name in OF_NO_PROJECT):
            wrong.append(f"{address.name} ({answer.status_code}): {'has' if has_logo else 'lacks'} the logo")
    assert not wrong, "\n".join(wrong)
    assert seen > 20


def test_no_exception_is_kept_for_an_address_that_is_gone() -> None:
    assert set(OF_NO_PROJECT) <= {address.name for address in public_with_argument()}


def test_no_page_shows_the_funders_of_a_project_that_is_not_public(world: World, ask: Any) -> None:
    Project.objects.filter(pk=world.cast.project.pk).update(is_public=False)
    for address in public_with_argument():
        answer = ask(Client(), "GET", address.url(world.own))
        assert not (is_page(answer) and shown(answer, world.cast.project)), address.name


def test_a_pdf_that_is_not_made_yet_says_so_under_the_logos(world: World) -> None:
    edition = Edition.objects.filter(roadmap__project=world.cast.project).earliest("pk")
    edition.files.get_or_create(language="fi")
    page = Client().get(reverse("roadmap_id:pdf", args=[edition.pk, "fi"]))
    assert (page.status_code, shown(page, world.cast.project)) == (404, True), page.content.decode()


def test_who_confirms_by_a_letter_is_thanked_under_the_logos(world: World) -> None:
    address = next(a for a in every_address() if a.name == "register:contact_link").url(world.own)
    client = Client()
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    done = client.post(address, {name: "" if value is None else value for name, value in values.items()})
    assert "register/contact_link_done.html" in [template.name for template in done.templates]
    assert shown(done, world.cast.project)


def test_an_invitation_shows_them_whoever_opens_it_and_when_it_is_spent(world: World, client_of: Any) -> None:
    address = next(a for a in every_address() if a.name == "accounts:invitation").url(world.own)
    for role in ("visitor", "eero"):
        assert shown(client_of(role).get(address), world.cast.project), role
    Client().post(address, {"name": "Uusi Ihminen", "method": "codes", "password": ""})
    spent = Client().get(address)
    assert (spent.status_code, shown(spent, world.cast.project)) == (410, True)


def test_whoever_answers_sees_them_from_the_first_page_to_the_last(world: World) -> None:
    round_ = fielding.make_open(world.cast)
    token, client = fielding.invite(fielding.leaf(round_)), Client()
    pages = {"start": fielding.arrive(client, token)}
    pages["questions"] = client.get(fielding.url("answer", round_.pk))
    pages["another language"] = client.get(fielding.url("answer", round_.pk, language="sv"))
    pages["corrected"] = fielding.send(client, round_, token, {"YK1": "99"})
    pages["thanks"] = fielding.send(client, round_, token)
    pages["spent"] = client.get(fielding.url("answer", round_.pk))
    late = fielding.invite(fielding.leaf(round_))
    fielding.close_by_clock(round_)
    pages["closed"] = fielding.arrive(Client(), late)
    assert [name for name, page in pages.items() if not shown(page, world.cast.project)] == []
    stranger = Client().get(fielding.url("answer", round_.pk))
    assert not shown(stranger, world.cast.project)


def test_a_form_that_is_kept_shows_todays_logos(world: World, django_assert_num_queries: Any) -> None:
    round_ = fielding.make_open(world.cast)
    client, where = Client(), fielding.url("answer", round_.pk)
    fielding.arrive(client, fielding.invite(fielding.leaf(round_)))

    def logos() -> int:
        client.get(where)
        with django_assert_num_queries(1):  # the look-up of the invitation
            return int(client.get(where).content.decode().count('src="/id/funder-logo/'))

    assert logos() == 1
    facts = {"title_fi": "Toinen rahasto", "order": 2}
    file = SimpleUploadedFile("toinen.png", picture())
    second = add_logo(project=world.cast.project, file=file, facts=facts)
    assert logos() == 2
    FunderLogo.objects.get(pk=second.pk).save(update_fields=["title_fi"])
    remove_followed_up(item=second)
    assert logos() == 1
    Project.objects.filter(pk=world.cast.project.pk).update(is_public=False)
    assert logos() == 0
    Project.objects.filter(pk=world.cast.project.pk).update(is_public=True)
    assert logos() == 1


# --- Papers -------------------------------------------------------------------------------------------


def silent(_done: int, _total: int) -> None:
    """Nobody watches the progress."""


def sure() -> None:
    """The lease still holds."""


def logos_in(content: bytes) -> set[tuple[int, int]]:
    """Sizes (px) of the pictures on the paper."""
    with pikepdf.open(BytesIO(content)) as document:
        return {
            (int(picture.Width), int(picture.Height))
            for page in document.pages
            for picture in page.get_images().values()
        }


def edition_of(cast: Any) -> bytes:
    edition = Edition.objects.filter(roadmap__project=cast.project).latest("pk")
    return render_pdf(edition, "fi", silent).content


def survey_report_of(cast: Any) -> bytes:
    release = Release.objects.filter(round__project=cast.project, withdrawn_at__isnull=True).earliest("pk")
    order = survey_reports.order_of(
        round_=Round.objects.get(pk=release.round_id),
        group=fielding.Group.objects.get(round=release.round_id, parent=None),
        view=ReportFile.View.GROUP,
        language="fi",
        organisations=None,
        readable=fielding.Group.objects.none,
        beside=list,
    )
    assert order is not None
    asked = survey_reports.request_report(order=order, user=cast.aino)
    made = survey_reports.render_report(report_id=asked.pk, progress=silent, confirm=sure)
    return Path(made.place).read_bytes()


def plan_of(cast: Any) -> bytes:
    plan = ActionPlan.objects.filter(project=cast.project).earliest("pk")
    row = plan_papers.request_paper(plan=plan, language="fi", user=cast.aino)
    return plan_papers.render_paper(paper_id=row.pk, progress=silent, confirm=sure).place.read_bytes()


def meeting_of(cast: Any) -> bytes:
    meeting = make_meeting(make_group(cast, kind="theme", title_fi="Ryhmä"), 3)
    order = meeting_pdfs.Order(meeting, "agenda", "fi", names_people=True)
    row = meeting_pdfs.request_pdf(order=order, user=cast.aino)
    return meeting_pdfs.render_pdf(key=row.pk, progress=silent, confirm=sure).place.read_bytes()


PAPERS = {"edition": edition_of, "survey report": survey_report_of, "plan": plan_of, "meeting": meeting_of}


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_shows_the_funders(name: str, world: World) -> None:
    assert (60, 20) in logos_in(PAPERS[name](world.cast))


def test_a_report_to_the_funder_shows_them_in_pdf_and_in_word(world: World) -> None:
    submitted = FunderReport.objects.filter(project=world.cast.project, submitted_at__isnull=False)
    report = submitted.earliest("pk")
    render_files(report_id=report.pk, progress=silent, confirm=sure)
    files = {row.kind: file_path(row).read_bytes() for row in report.files.exclude(kind="csv")}
    assert (60, 20) in logos_in(files["pdf"])
    with ZipFile(BytesIO(files["docx"])) as word:
        pictures = [name for name in word.namelist() if name.startswith("word/media/")]
        sizes = {Image.open(BytesIO(word.read(name))).size for name in pictures}
        assert 'descr="Esimerkkirahasto"' in word.read("word/document.xml").decode()
    assert (60, 20) in sizes
