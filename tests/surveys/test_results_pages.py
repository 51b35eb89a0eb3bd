"""Who may read which results, and what a page says of what it does not show."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from surveys.models import Release, Round
from surveys.services import closing, importing, releasing
from tests.cast import Cast
from tests.surveys.ballot_box import BallotBox, fill, open_box
from tests.worker import Worker, wait_for
from yhes.common.models import Job

pytestmark = pytest.mark.django_db(transaction=True)
PROTECTED = "Suojattu"


def silent(done: int, total: int, message: str) -> None:
    """Nobody watches the progress."""


@pytest.fixture
def box(cast: Cast) -> BallotBox:
    """Two organisations: the cast's college with units of 20 and 4, and another of 25."""
    box = open_box(cast.project, units=(2, 1))
    for organisation, group in zip((cast.college, cast.institute), box.organisations, strict=True):
        group.organisation = organisation
        group.save(update_fields=["organisation"])
    for (place, _unit), group in box.units.items():
        group.organisation = (cast.college, cast.institute)[place]
        group.save(update_fields=["organisation"])
    fill(box, {(0, 0): 20, (0, 1): 4, (1, 0): 25})
    return box


@pytest.fixture
def released(box: BallotBox) -> Release:
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    return releasing.publish_release(round_=box.round, user=None, report=silent)


def page(box: BallotBox, cast: Cast, group: int) -> str:
    return reverse("surveys:group_results", args=[cast.project.slug, box.round.pk, group])


def test_a_coordinator_reads_every_group(
    box: BallotBox, cast: Cast, released: Release, as_aino: Client
) -> None:
    for group in (box.root, *box.organisations, *box.units.values()):
        assert as_aino.get(page(box, cast, group.pk)).status_code == 200


def test_a_contact_reads_the_whole_and_the_own_organisation_only(
    box: BallotBox, cast: Cast, released: Release, as_bertil: Client
) -> None:
    assert as_bertil.get(page(box, cast, box.root.pk)).status_code == 200
    assert as_bertil.get(page(box, cast, box.organisations[0].pk)).status_code == 200
    assert as_bertil.get(page(box, cast, box.units[0, 0].pk)).status_code == 200
    assert as_bertil.get(page(box, cast, box.organisations[1].pk)).status_code == 404
    assert as_bertil.get(page(box, cast, box.units[1, 0].pk)).status_code == 404


def test_beside_the_whole_a_contact_finds_the_own_organisation_and_no_other(
    box: BallotBox, cast: Cast, released: Release, as_bertil: Client, as_aino: Client
) -> None:
    """Whoever has read the page before: what is remembered of it is another person's."""
    own, other = (str(group) for group in box.organisations)
    for browser, sees_all in ((as_aino, True), (as_bertil, False), (as_aino, True)):
        shown = browser.get(page(box, cast, box.root.pk)).content.decode()
        assert own in shown
        assert (other in shown) is sees_all


def test_management_is_led_to_its_own_organisation_and_its_summary(
    box: BallotBox, cast: Cast, released: Release, as_maija: Client
) -> None:
    entry = reverse("surveys:results", args=[cast.project.slug, box.round.pk])
    assert as_maija.get(entry, follow=True).status_code == 200
    own = reverse("surveys:summary", args=[cast.project.slug, box.round.pk, box.organisations[0].pk])
    other = reverse("surveys:summary", args=[cast.project.slug, box.round.pk, box.organisations[1].pk])
    assert as_maija.get(own).status_code == 200
    assert as_maija.get(other).status_code == 404


def test_outsiders_and_coaches_do_not_learn_that_the_round_exists(
    box: BallotBox, cast: Cast, released: Release, as_eero: Client, as_cecilia: Client
) -> None:
    for client, status in ((as_eero, 404), (as_cecilia, 403)):
        for group in (box.root.pk, 999_999):
            assert client.get(page(box, cast, group)).status_code == status


def test_a_hidden_unit_is_named_and_said_to_be_protected(
    box: BallotBox, cast: Cast, released: Release, as_aino: Client
) -> None:
    html = as_aino.get(page(box, cast, box.units[0, 1].pk)).content.decode()
    assert PROTECTED in html
    assert not re.search(r"n[ \u00a0]4\b", html)


def test_a_round_of_indexes_only_shows_them_and_hides_nothing_that_was_not_asked_for(
    box: BallotBox, cast: Cast, as_aino: Client
) -> None:
    Round.objects.update(figures=Round.Figures.INDEXES)
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    made = releasing.publish_release(round_=box.round, user=None, report=silent)
    html = as_aino.get(page(box, cast, box.root.pk)).content.decode()
    index = made.groups.get(audience="inside", group=box.root).document["items"]["OS1"]["index"]
    assert f">{index}</td>" in html
    assert PROTECTED not in html.split('id="items-OS')[1].split("</figure>")[0]
    summary = reverse("surveys:summary", args=[cast.project.slug, box.round.pk, box.root.pk])
    shown = as_aino.get(summary).content.decode()
    assert shown.count("summary-figure") == 6
    assert not re.search(r"summary-figure\">\d+\s*%", shown)


def test_before_a_release_the_page_says_so(box: BallotBox, cast: Cast, as_aino: Client) -> None:
    html = as_aino.get(page(box, cast, box.root.pk)).content.decode()
    assert "Tuloksia ei ole julkaistu" in html


def test_the_public_page_shows_the_public_documents_only(
    box: BallotBox, cast: Cast, released: Release, visitor: Client
) -> None:
    response = visitor.get(reverse("surveys:release", args=[released.pk]))
    html = response.content.decode()
    assert "20–49" in html
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    permanent = visitor.get(reverse("surveys_id:release", args=[released.pk]))
    assert permanent.status_code == 302


def test_a_withdrawn_release_has_no_public_page(
    box: BallotBox, cast: Cast, released: Release, visitor: Client, as_aino: Client
) -> None:
    address = reverse("surveys:withdraw", args=[cast.project.slug, box.round.pk])
    as_aino.post(address, {"reason": "Väärä yksikkö"})
    assert visitor.get(reverse("surveys:release", args=[released.pk])).status_code == 404


def test_only_a_coordinator_closes_and_releases(
    box: BallotBox, cast: Cast, as_bertil: Client, as_eero: Client
) -> None:
    for name in ("close", "publish", "withdraw", "count_again"):
        address = reverse(f"surveys:{name}", args=[cast.project.slug, box.round.pk])
        assert as_bertil.post(address).status_code == 403
        assert as_eero.post(address).status_code == 404
    box.round.refresh_from_db()
    assert box.round.state == Round.State.OPEN


def test_closing_and_releasing_from_the_desk_are_jobs(
    box: BallotBox, cast: Cast, as_aino: Client, worker: Worker
) -> None:
    as_aino.post(reverse("surveys:close", args=[cast.project.slug, box.round.pk]))
    wait_for(lambda: Round.objects.get(pk=box.round.pk).state == Round.State.PURGED)
    as_aino.post(reverse("surveys:publish", args=[cast.project.slug, box.round.pk]))
    job = worker.finish(Job.objects.get(kind="surveys.publish_release"))
    assert job.state == Job.State.DONE, job.error
    assert as_aino.get(job.result["url"], follow=True).status_code == 200


CSV = "unit,a,b\n" + "A,1,5\n" * 12 + "B,3,4\n" * 11


def post_file(client: Client, cast: Cast, content: bytes, **said: str) -> Any:
    file = SimpleUploadedFile("kysely 2019.csv", content, content_type="text/csv")
    return client.post(reverse("surveys:import", args=[cast.project.slug]), {"file": file, **said})


def upload(client: Client, cast: Cast, text: str) -> str:
    return str(post_file(client, cast, text.encode()).headers.get("Location", ""))


def test_a_file_is_imported_from_the_desk_and_deleted(cast: Cast, as_aino: Client, worker: Worker) -> None:
    columns = upload(as_aino, cast, CSV)
    assert "Sarakkeiden merkitys" in as_aino.get(columns).content.decode()
    form = {"title_fi": "Kysely 2019", "group_column": "unit", "dimensions": "JO=a..b", "scale": "1-5"}
    checked = as_aino.post(columns, {**form, "check": "1"}).content.decode()
    assert "23 vastausta, 2 ryhmää" in checked
    assert not Round.objects.exists()
    as_aino.post(columns, {**form, "import": "1"})
    job = worker.finish(Job.objects.get(kind="surveys.import_answers"))
    assert job.state == Job.State.DONE, job.error
    assert Round.objects.get().is_imported
    assert not default_storage.exists(job.payload["path"])


def test_what_is_wrong_is_told_with_its_line_and_what_was_typed_stays(cast: Cast, as_aino: Client) -> None:
    columns = upload(as_aino, cast, CSV + "B,9,1\n")
    form = {"title_fi": "Kysely 2019", "group_column": "unit", "dimensions": "JO=a..b", "scale": "1-5"}
    html = as_aino.post(columns, {**form, "import": "1"}).content.decode()
    assert "25" in html
    assert "Kysely 2019" in html
    assert not Job.objects.filter(kind="surveys.import_answers").exists()


def test_a_file_that_cannot_be_read_is_not_kept(cast: Cast, as_aino: Client) -> None:
    upload(as_aino, cast, CSV)
    before = default_storage.listdir("imports")
    assert upload(as_aino, cast, "") == ""
    assert default_storage.listdir("imports") == before


# A sign inside a word: it might be text of another encoding.
UNTOLD_ENCODING = ("tuote®ryhmä;a;b\n" + "A;1;5\n" * 12 + "B;3;4\n" * 11).encode("windows-1252")
UNTOLD_DELIMITER = ("a,b;c,d;e\n" + "1,2;3,4;5\n" * 12).encode()


@pytest.mark.parametrize(
    ("content", "said", "at", "kept"),
    [
        (UNTOLD_ENCODING, {"delimiter": "semicolon"}, "encoding", "semicolon"),
        (UNTOLD_DELIMITER, {"encoding": "utf-8"}, "delimiter", "utf-8"),
        ("yksikkö,a\nA,1\n".encode("cp1252"), {"encoding": "utf-8"}, "encoding", "utf-8"),
        (CSV.encode(), {"encoding": "utf-16", "delimiter": "comma"}, "encoding", "comma"),
        (CSV.encode(), {"encoding": "ebcdic", "delimiter": "tab"}, "encoding", "tab"),
    ],
)
def test_how_the_file_is_written_is_asked_where_it_can_be_said(
    cast: Cast, as_aino: Client, content: bytes, said: dict[str, str], at: str, kept: str
) -> None:
    html = post_file(as_aino, cast, content, **said).content.decode()
    assert f'id="id_{at}_error"' in html
    assert f'<option value="{kept}" selected>' in html
    assert 'id="id_file_error"' not in html


def test_encoding_and_delimiter_are_told_from_the_file_unless_said(cast: Cast, as_aino: Client) -> None:
    html = as_aino.get(reverse("surveys:import", args=[cast.project.slug])).content.decode()
    values = ["utf-8", "utf-16", "windows-1252", "comma", "semicolon", "tab"]
    assert re.findall(r'<option value="([^"]*)"', html) == ["", *values[:3], "", *values[3:]]
    assert html.count("Päätellään tiedostosta") == 2


def test_what_is_said_of_the_file_holds_for_preview_check_and_job(
    cast: Cast, as_aino: Client, worker: Worker
) -> None:
    said = {"encoding": "windows-1252", "delimiter": "semicolon"}
    columns = post_file(as_aino, cast, UNTOLD_ENCODING, **said)["Location"]
    assert '<th scope="col">tuote®ryhmä</th>' in as_aino.get(columns).content.decode()
    form = {"title_fi": "Kysely 2019", "group_column": "tuote®ryhmä", "dimensions": "JO=a..b", "scale": "1-5"}
    assert "23 vastausta, 2 ryhmää" in as_aino.post(columns, {**form, "check": "1"}).content.decode()
    as_aino.post(columns, {**form, "import": "1"})
    job = worker.finish(Job.objects.get(kind="surveys.import_answers"))
    assert job.state == Job.State.DONE, job.error
    assert Round.objects.get().is_imported


def test_a_delimiter_that_is_said_is_used_where_it_cannot_be_told(cast: Cast, as_aino: Client) -> None:
    columns = post_file(as_aino, cast, UNTOLD_DELIMITER, delimiter="semicolon")["Location"]
    html = as_aino.get(columns).content.decode()
    assert re.findall(r'<th scope="col">(.*?)</th>', html) == ["a,b", "c,d", "e"]


def test_an_upload_nobody_goes_on_with_is_deleted_after_a_day(cast: Cast, as_aino: Client) -> None:
    upload(as_aino, cast, CSV)
    importing.delete_forgotten_uploads(timezone.now())
    assert default_storage.listdir("imports")[1]
    importing.delete_forgotten_uploads(timezone.now() + timedelta(days=1, minutes=1))
    assert default_storage.listdir("imports")[1] == []


def test_only_coordinators_import(cast: Cast, as_bertil: Client, as_eero: Client) -> None:
    address = reverse("surveys:import", args=[cast.project.slug])
    assert as_bertil.get(address).status_code == 403
    assert as_eero.get(address).status_code == 404
    assert as_bertil.get(reverse("surveys:import_columns", args=[cast.project.slug, "x"])).status_code == 403
