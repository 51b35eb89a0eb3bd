"""Reports to the funder: what they tell, how they are written, frozen and corrected, and who sees them."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import page as page_validation
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from projects.register.errors import ChangedMeanwhile
from projects.register.models import Deliverable, WorkPackage
from projects.register.services import save_followed_up, save_plan_item, update_project
from projects.workshops.models import Workshop
from tests.cast import Cast, sign_in
from tests.desk.reporting import FACTS, LAST, address, furnish, make_report, page, section, submit, table
from yhes.common import jobs, registry
from yhes.common.models import Job
from yhes.desk.reports import errors, services
from yhes.desk.reports.gathering import SUMMARY, document_of, draft_of, sections_of
from yhes.desk.reports.models import FunderReport, ReportFile
from yhes.desk.reports.snapshot import fingerprint, from_document, to_document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


# --- What is told -------------------------------------------------------------------------------------


def test_a_report_tells_the_period_and_nothing_of_other_days(cast: Cast) -> None:
    made = furnish(cast)
    report = make_report(cast)

    first, second = (f"register:package-{package.pk}" for package in made["packages"])
    assert section(report, first).lead == "Co-implementers: Esimerkkiskolan."
    assert table(report, first, "deliverables").rows == (
        ("Questionnaire", date(2026, 2, 1), "Done", date(2026, 2, 11), 10),
    )
    assert table(report, second, "deliverables").rows == (("Guide", date(2026, 6, 20), "Late", None, 10),), (
        "counted to the last day of the period; what was done before it and is due after it is left out"
    )
    assert table(report, "register:milestones", "milestones").rows[0][-1] == 0
    assert [row[0] for row in table(report, "register:project", "decisions").rows] == ["Go on"]

    assert table(report, "workshops:events", "events").rows == (
        ("Kick-off", "Workshop", date(2026, 2, 2), None, 40, Decimal("2.50"), Decimal("100.00")),
        ("Sparring", "Workshop", date(2026, 4, 4), None, None, Decimal("1.00"), None),
        ("Together", "", "", "", 40, "", Decimal("100.00")),
    )
    assert "1 event were not counted" in section(report, "workshops:events").lead.replace("was", "were")
    assert table(report, "workshops:events", "organisations").rows == (
        ("Esimerkkiopisto", 5),
        ("Others, fewer than 5 from each", 2),
    ), "nobody can be told from a number of their own"
    assert table(report, "workshops:events", "packages").rows[0] == ("Events", 1, 40, Decimal("100.00"))

    indicators = table(report, "plans:indicators", f"indicators-{made['plan'].pk}")
    rate = (
        "Rate",
        "Per cent",
        Decimal(40),
        Decimal("52.5"),
        date(2026, 5, 5),
        Decimal(60),
        "On the way",
    )
    assert indicators.rows == (rate,)


def test_what_is_not_due_yet_is_told_as_it_stands_and_frozen_so(cast: Cast) -> None:
    soon = timezone.localdate() + timedelta(days=10)
    for title, facts in {
        "Planned": {"state": "planned"},
        "Begun": {"state": "underway"},
        "Ready": {"state": "done", "done_on": timezone.localdate()},
        "Given up": {"state": "dropped"},
    }.items():
        item = Deliverable(project=cast.project)
        save_followed_up(item=item, facts={"title_en": title, "due_on": soon, **facts})
    project = save_plan_item(item=WorkPackage(project=cast.project), facts={"title_en": "Work"})
    Deliverable.objects.filter(project=cast.project).update(work_package=project)
    period = {"first": soon - timedelta(days=90), "last": soon + timedelta(days=1)}
    report = submit(make_report(cast, **period), cast)
    told = table(report, f"register:package-{project.pk}", "deliverables").rows
    assert {row[0]: row[2] for row in told} == {
        "Planned": "Planned",
        "Begun": "Under way",
        "Ready": "Done",
        "Given up": "Given up",
    }
    frozen = json.dumps(report.snapshot)
    assert (frozen.count("Under way"), frozen.count('"Planned"')) == (1, 2), "its title, and its state"


def test_the_sums_are_added_up_where_both_are_known(cast: Cast) -> None:
    def sums() -> dict[Any, Any]:
        rows = table(make_report(cast), "register:project", "figures").rows
        return {row[0]: row[1] for row in rows if "euros" in str(row[0])}

    update_project(project=cast.project, facts={"granted": Decimal("100000.50")})
    assert sums() == {"Granted sum, euros": Decimal("100000.50")}
    update_project(project=cast.project, facts={"own_share": Decimal(25_000)})
    assert sums()["Total, euros"] == Decimal("125000.50")
    update_project(project=cast.project, facts={"other_funding": Decimal(10)})
    assert (sums()["Other funding, euros"], sums()["Total, euros"]) == (10, Decimal("125010.50"))


def test_what_has_no_data_says_so_and_what_to_do(cast: Cast) -> None:
    report = make_report(cast)
    empty = {found.key: (found.missing, bool(found.advice)) for found in sections_of(report)}
    assert empty["workshops:events"] == ("No events were held in the period.", True)
    assert empty["surveys:rounds"] == ("No survey round was open in the period.", True)
    assert empty["register:packages"] == ("The register has no work packages of the project.", True)
    assert "peercoaching:sessions" not in empty, "there is no network of coaches"


def test_drafts_of_plans_and_events_to_come_are_not_told(cast: Cast) -> None:
    made = furnish(cast)
    made["plan"].state = "draft"
    made["plan"].save()
    Workshop.objects.update(state="published", participants_count=None)
    report = make_report(cast)
    assert not section(report, "plans:indicators").tables
    assert not section(report, "workshops:events").tables


# --- Writing ------------------------------------------------------------------------------------------


def test_a_coordinator_writes_around_the_figures_and_sees_the_report_as_it_will_be(
    cast: Cast, as_aino: Client
) -> None:
    furnish(cast)
    sent = {**FACTS, "first": "2026-01-01", "last": "2026-06-30", "due_on": "2026-12-01"}
    made = as_aino.post(address("create", cast.project.slug), sent)
    report = FunderReport.objects.get()
    assert made["Location"] == page("report", report)
    text = report.texts.get(section="workshops:events")
    form = as_aino.get(page("text", report, text.pk)).content.decode()
    assert "deviation" not in form, "asked of work packages only"
    words = {"before": "It went **well**. <script>", "after": "More to come."}
    as_aino.post(page("text", report, text.pk), {**words, "seen": "0"})
    shown = as_aino.get(page("report", report)).content.decode()
    assert "<strong>well</strong>" in shown
    assert "<script>" not in shown.split("report-paper")[1].split("</main>")[0]
    assert shown.index("It went") < shown.index("Kick-off") < shown.index("More to come.")
    assert "Deviations are still to be written about 2 work packages." in shown
    assert "made the report" in shown
    assert "wrote into the report: Events and participants" in shown


def test_two_at_one_text_the_second_sees_what_changed_and_keeps_their_own(
    cast: Cast, as_aino: Client
) -> None:
    report = make_report(cast)
    text = report.texts.get(section=SUMMARY)
    services.write_text(text=text, facts={"before": "The first."}, actor=cast.admin)
    answer = as_aino.post(page("text", report, text.pk), {"before": "The second.", "seen": "0"})
    assert answer.status_code == 400
    assert "The first." in answer.content.decode()
    assert "The second." in answer.content.decode()
    text.refresh_from_db()
    assert text.before == "The first."
    with pytest.raises(ChangedMeanwhile):
        services.write_text(text=text, facts={"before": "The second."}, seen=0)


def test_another_period_gathers_anew_and_keeps_what_was_written(cast: Cast) -> None:
    made = furnish(cast)
    report = make_report(cast)
    key = f"register:package-{made['packages'][0].pk}"
    services.write_text(text=report.texts.get(section=key), facts={"before": "Kept."})
    WorkPackage.objects.filter(pk=made["packages"][0].pk).delete()
    services.update_report(report=report, facts={"first": date(2025, 1, 1), "last": date(2025, 12, 31)})
    report.refresh_from_db()
    assert [row[0] for row in table(report, "workshops:events", "events").rows] == ["Last year", "Together"]
    kept = next(part for part in draft_of(report).parts if part.section.key == key)
    assert (kept.before, kept.section.tables) == ("Kept.", ()), "its section is gone, its words are not"
    with pytest.raises(errors.PeriodBackwards):
        services.update_report(report=report, facts={"last": date(2024, 1, 1)})


def test_a_coordinator_finds_the_report_by_its_words_and_nobody_else_does(cast: Cast) -> None:
    report = make_report(cast)
    services.write_text(text=report.texts.get(section=SUMMARY), facts={"before": "Kuutamo."})
    (kind,) = registry.providers("search")["desk.reports"]()
    (item,) = kind.items()
    assert (item.title["en"], item.text["en"], item.audience) == (report.title, "Kuutamo.", "coordinators")
    assert [pk for row in kind.inside(cast.aino) for pk in row.values()] == [report.pk]
    assert not kind.inside(cast.bertil).exists()
    services.delete_report(report=report)
    assert not list(kind.items())


def test_a_draft_goes_into_the_bin_and_comes_back(cast: Cast, as_aino: Client) -> None:
    report = make_report(cast)
    gone = as_aino.post(page("delete", report))
    listed = as_aino.get(gone["Location"]).content.decode()
    assert "can be brought back" in listed
    assert as_aino.get(page("report", report)).status_code == 404
    kind = next(kind for kind in registry.providers("bin")["desk.reports"]())
    assert list(kind.waiting(cast.aino, cast.project)) == [report]
    assert kind.waiting(cast.bertil, cast.project) is None
    kind.restore(item=report, actor=cast.aino)
    assert as_aino.get(page("report", report)).status_code == 200
    with pytest.raises(errors.NotInBin):
        services.restore_report(item=report)


# --- Submitting ---------------------------------------------------------------------------------------


def test_only_what_was_seen_is_submitted(cast: Cast, as_aino: Client) -> None:
    furnish(cast)
    report = make_report(cast)
    with pytest.raises(errors.DeviationsMissing, match=r"Work package 1: Surveys, Work package 2: Events"):
        services.submit_report(report=report, seal=services.seal_of(draft_of(report)))
    assert "Still to be written" in as_aino.get(page("submit", report)).content.decode()
    for text in report.texts.filter(section__startswith="register:package"):
        services.write_text(text=text, facts={"deviation": "None."})
    report = FunderReport.objects.get()
    seal = services.seal_of(draft_of(report))
    services.write_text(text=report.texts.get(section=SUMMARY), facts={"before": "Another word"})
    refused = as_aino.post(page("submit", report), {"seal": seal})
    assert refused.status_code == 400
    assert "Somebody has changed the report" in refused.content.decode()
    Workshop.objects.filter(participants_count=40).update(participants_count=41)
    report = FunderReport.objects.get()
    with pytest.raises(errors.FiguresMoved):
        services.submit_report(report=report, seal=services.seal_of(draft_of(report)))
    as_aino.post(page("refresh", report))
    report = FunderReport.objects.get()
    done = as_aino.post(page("submit", report), {"seal": services.seal_of(draft_of(report))})
    assert done["Location"] == page("report", report)
    report.refresh_from_db()
    assert report.is_submitted
    assert Job.objects.get(kind="desk.render_report").started_by == cast.aino


def test_a_submitted_report_never_changes(cast: Cast, as_aino: Client) -> None:
    furnish(cast)
    report = submit(make_report(cast), cast)
    before = as_aino.get(page("report", report)).content
    frozen = report.snapshot
    Workshop.objects.update(participants_count=1)
    WorkPackage.objects.all().delete()
    report = FunderReport.objects.get()
    assert (report.snapshot, fingerprint(report.snapshot)) == (frozen, report.fingerprint)
    assert to_document(from_document(frozen)) == frozen
    after = as_aino.get(page("report", report)).content
    assert _paper(after) == _paper(before)
    assert b"advice" not in _paper(after), "what to do is told in drafts only"
    text = report.texts.get(section=SUMMARY)
    for refused in (
        lambda: services.update_report(report=report, facts={"title": "x"}),
        lambda: services.write_text(text=text, facts={"before": "x"}),
        lambda: services.refresh_figures(report=report),
        lambda: services.delete_report(report=report),
        lambda: services.submit_report(report=report, seal=""),
    ):
        with pytest.raises(errors.AlreadySubmitted):
            refused()
    with pytest.raises(TypeError):
        report.save()
    for name in ("edit", "delete", "submit"):
        assert as_aino.get(page(name, report)).status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        FunderReport.objects.update(deleted_at=timezone.now())


def _paper(content: bytes) -> bytes:
    return content.split(b'class="report-paper"')[1].split(b'id="history"')[0]


def test_a_correction_is_a_new_version_that_names_the_one_before(cast: Cast, as_aino: Client) -> None:
    furnish(cast)
    draft = make_report(cast)
    services.write_text(text=draft.texts.get(section=SUMMARY), facts={"before": "As it was."})
    with pytest.raises(errors.NotSubmitted):
        services.correct_report(report=draft)
    submitted = submit(draft, cast)
    Workshop.objects.filter(participants_count=40).update(participants_count=42)
    as_aino.post(page("correct", submitted))
    second = FunderReport.objects.get(version=2)
    assert second.corrects == submitted
    assert second.texts.get(section=SUMMARY).before == "As it was."
    assert table(second, "workshops:events", "events").rows[0][4] == 42
    with pytest.raises(errors.CorrectedAlready):
        services.correct_report(report=submitted)
    frozen = document_of(submit(second, cast))
    assert frozen.corrects["fingerprint"] == submitted.fingerprint
    assert "Version 2 corrects this report." in as_aino.get(page("report", submitted)).content.decode()
    assert "Corrects version 1" in as_aino.get(page("report", second)).content.decode()


# --- Files --------------------------------------------------------------------------------------------


def test_the_files_are_made_once_and_archived(cast: Cast, as_aino: Client) -> None:
    furnish(cast)
    report = submit(make_report(cast), cast)
    assert as_aino.get(page("file", report, "pdf")).status_code == 404, "until it is made"
    services.render_files(report_id=report.pk, progress=lambda done, total: None, confirm=lambda: None)
    rows = {file.kind: file for file in report.files.all()}
    assert set(rows) == {"pdf", "docx", "csv"}
    content = {}
    for kind, row in rows.items():
        served = as_aino.get(page("file", report, kind))
        content[kind] = b"".join(served.streaming_content)  # type: ignore[attr-defined]
        assert len(content[kind]) == row.size
        assert f"-v1.{kind}" in served["Content-Disposition"]
    assert as_aino.get(page("file", report, "exe")).status_code == 404
    found = list(csv.reader(io.StringIO(content["csv"].decode("utf-8-sig")), delimiter=";"))
    kick_off = [row for row in found if row[3] == "Kick-off" and row[4] == "Participant hours"]
    assert [row[5] for row in kick_off] == ["100.00"]
    assert all(row[-1] == report.fingerprint for row in found[1:])
    checked = page_validation.validate_pdf(services.file_path(rows["pdf"]), profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in checked.failures] == []
    services.render_files(report_id=report.pk, progress=lambda done, total: None, confirm=_refuse)
    made = as_aino.get(page("report", report)).content.decode()
    assert rows["docx"].sha256 in made
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.part"))


def _refuse() -> None:
    raise AssertionError("a file that is there is not made again")


def test_whoever_lost_the_job_touches_nothing(cast: Cast) -> None:
    furnish(cast)
    report = submit(make_report(cast), cast)

    def lost() -> None:
        raise jobs.LeaseLost

    with pytest.raises(jobs.LeaseLost):
        services.render_files(report_id=report.pk, progress=lambda done, total: None, confirm=lost)
    assert not ReportFile.objects.filter(made_at__isnull=False).exists()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


# --- Who, when ----------------------------------------------------------------------------------------


def test_a_report_that_is_due_waits_for_the_coordinator_alone(cast: Cast) -> None:
    today = timezone.localdate()
    late = make_report(cast, due_on=today - timedelta(days=2))
    make_report(cast, due_on=today + timedelta(days=90), title="Not yet")
    todo = registry.providers("todo")["desk.reports"]
    (found,) = todo(cast.aino, cast.project)
    assert (found.urgency, found.is_late) == (-2, True)
    assert list(todo(cast.bertil, cast.project)) == []
    moments = [timezone.now() + timedelta(days=days) for days in (-10, 10)]
    calendar = registry.providers("calendar")["desk.reports"]
    (entry,) = calendar(cast.aino, [cast.project], *moments)
    assert (entry.kind, late.title in entry.title) == ("deadline", True)
    assert list(calendar(cast.maija, [cast.project], *moments)) == []
    rail = registry.providers("rail")["desk.reports"]
    assert [item.badge for item in rail(cast.aino, cast.project)] == [1]
    assert list(rail(cast.cecilia, cast.project)) == []


@pytest.mark.parametrize("name", ["bertil", "maija", "cecilia", "eero"])
def test_nobody_else_learns_that_a_report_exists(cast: Cast, client: Client, name: str) -> None:
    report = make_report(cast)
    stranger = sign_in(client, getattr(cast, name))
    for url in (address("list", cast.project.slug), page("report", report), page("file", report, "pdf")):
        assert stranger.get(url).status_code == 404
    assert stranger.post(page("refresh", report)).status_code == 404


def test_the_list_asks_the_same_whether_there_are_few_or_many(
    cast: Cast, as_aino: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        make_report(cast, title=f"Raportti {number}")
    url = address("list", cast.project.slug)
    as_aino.get(url)
    with django_assert_max_num_queries(40) as few:
        as_aino.get(url)
    for number in range(12):
        make_report(cast, title=f"=Raportti {number}")
    with django_assert_max_num_queries(len(few)):
        shown = as_aino.get(f"{url}?sort=title&state=draft&q=raportti").content.decode()
    assert "15 reports" in shown
    exported = as_aino.get(address("list_csv", cast.project.slug)).content.decode()
    assert "'=Raportti 3" in exported
    assert LAST.isoformat() in exported
