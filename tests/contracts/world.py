"""Two projects with one of everything that an address can name, made by the services people use.

The same organisation is a partner of both, so that a part in one project is shown to open nothing
of the other, not even that organisation's things.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from post_office.models import Email

from peercoaching import links
from peercoaching.models import CoachingRequest, CoachNetwork
from peercoaching.services import networks, pairing, requests, sessions
from projects.plans import services as plans
from projects.plans.models import Action, Aim, Indicator, Reading, SteppingStone
from projects.plans.services import importing as plan_imports
from projects.register import services as register
from projects.register.models import (
    Membership,
    Milestone,
    Objective,
    Partnership,
    Programme,
    Project,
    Role,
)
from projects.register.services import confirming, importing
from projects.register.services.logos import add_logo
from projects.workshops import services as workshops
from projects.workshops.models import Registration, Workshop
from roadmap import services as roadmap
from roadmap.models import EvidenceLink, Step, Theme
from surveys import links as survey_links
from surveys.ballot import collecting
from surveys.demo.opinions import answer
from surveys.models import Envelope, Group, Invitation, QuestionnaireVersion, Round, SlipBatch
from surveys.questionnaire import Submission, from_document, to_yaml
from surveys.services import closing, drafting, headcounts, releasing
from surveys.services.importing import UPLOADS
from surveys.services.invitations import scheduling, shared_links, slips
from surveys.services.questionnaires import import_questionnaire
from surveys.views.importing import ticket_for
from surveys.views.questionnaires.importing import ticket_for as questionnaire_ticket
from tests.cast import Cast, give_role, give_second_factor, join, make_cast, make_organisation, make_person
from tests.register import meetings
from tests.surveys import fielding, open_texts, ordering
from tests.surveys.documents import small
from yhes.common.models import AuditEvent, Job
from yhes.desk import subscribing, weekly
from yhes.desk.reports import services as reports
from yhes.desk.reports.gathering import draft_of

ROLES = ("visitor", "eero", "aino", "bertil", "maija", "cecilia", "admin")
Values = Mapping[str, Any]
STUDENT_FEEDBACK = (
    f"{','.join(plan_imports.COLUMNS)}\n"
    ",Esimerkkiopisto,40,20,9,9,0,0\n,Esimerkkiskolan,,,50,60,,\n,Muu,30,10,,,,\n"
)
ANSWERING = {"Etelä": 27, "Pohjoinen": 7, "Esimerkkiskolan": 18}


@dataclass(frozen=True)
class World:
    """`own` and `other` say which values the addresses of the cast's and of the other project take.

    A value is looked up by the address's name and argument ("surveys:results.pk"), then by
    namespace ("surveys.pk"), then by the argument alone ("project").
    """

    cast: Cast
    own: Values
    other: Values


def make_world() -> World:
    cast = make_cast()
    for person in (cast.bertil, cast.maija, cast.cecilia, cast.eero):
        give_second_factor(person)  # the verdicts are about roles; who is asked for one is tested apart
    for role in ROLES[1:]:
        person = getattr(cast, role)  # as sign-up leaves an account behind
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    join(cast.other_project, cast.college)
    join(cast.other_project, cast.institute)
    stranger = make_person("Sofia Saari")  # who coordinates the other project
    return World(cast, _furnish(cast), _furnish(replace(cast, project=cast.other_project, aino=stranger)))


def _furnish(cast: Cast) -> Values:
    """`cast.aino` does it all: in the other project that is somebody else."""
    slug = cast.project.slug
    values = {"project": slug, "slug": slug, "organisation": cast.college.slug, "name": "kirje", "number": 1}
    values["roadmap:answer.data"] = {"accept": "all"}
    values["register:partner_add.data"] = {"organisation": cast.college.slug}
    values |= _register(cast) | _workshops(cast) | _surveys(cast) | _roadmap(cast.project, cast)
    return values | _peercoaching(cast) | _accounts(cast) | _plans(cast) | _reports(cast)


def _register(cast: Cast) -> dict[str, Any]:
    project, slug = cast.project, cast.project.slug
    guest = make_organisation(f"esimerkkivieras-{slug}", "Esimerkkivieras")
    partnership = register.add_partner(
        project=project, organisation=guest, role=Partnership.Role.PARTNER, actor=cast.aino
    )
    removal = register.remove_partner(partnership=partnership, actor=cast.aino)
    unit = fielding.unit(cast.college, "Yksikkö")
    objective = register.save_plan_item(item=Objective(project=project), facts={"title_fi": "Tavoite"})
    colleague = make_person(f"Kollega{project.pk} Kallio")
    member = Membership.objects.create(user=colleague, project=project, role=Role.COACH)
    email = f"kutsuttu-{slug}@example.org"
    invitation = register.invite(
        project=project, role=Role.COACH, email=email, language="fi", invited_by=cast.aino
    )
    followed_up, paper = _followed_up(cast)
    logo = _logo(cast)
    in_lists = ("followup_list", "followup_csv", "followup_xlsx", "followup_add", "followup_item")
    return {
        **{f"register:{name}.kind": "milestones" for name in (*in_lists, "followup_remove")},
        "register:followup_item.item": followed_up[0],
        "register:followup_remove.item": followed_up[0],
        **_changed(cast),
        "desk:bin_restore.kind": "milestone",
        "desk:bin_restore.item": followed_up[1],
        **{
            f"register:{name}.item": paper
            for name in ("document_edit", "document_file", "public_document_file")
        },
        **{f"register:logo_{page}.logo": logo for page in ("edit", "remove", "file")},
        "register_id:logo_file.number": logo,
        "register:organisation.slug": cast.college.slug,
        "register_id:project.number": project.pk,
        **_open_data(cast),
        "register_id:organisation.number": cast.college.pk,
        "register.event": removal.pk,
        **_imports(cast),
        **meetings.furnish(cast),
        "register.employer": register.add_employer(
            project=project,
            school=cast.college,
            name=f"Esimerkkityöpaikka {slug}",
            facts={"stage": "talks", "next_step": "Soitto"},
            actor=cast.aino,
        ).pk,
        "register.unit": unit.pk,
        "register.kind": "objective",
        "register.item": objective.pk,
        "register.member": member.pk,
        "register.invitation": invitation.pk,
        "accounts:invitation.token": _token_in_letter(email),
        "register:contact_link.token": _contact_link(cast),
    }


def _changed(cast: Cast) -> dict[str, Any]:
    """A change of the project that can be set back."""
    register.update_project(project=cast.project, facts={"themes_en": "Other themes"}, actor=cast.aino)
    event = AuditEvent.objects.filter(action=register.PROJECT_CHANGED, project_id=cast.project.pk).latest(
        "pk"
    )
    return {"desk:restore.event": event.pk, "desk:restore.field": "themes_en"}


def _imports(cast: Cast) -> dict[str, Any]:
    """A file of partners and one of employers, checked, each with a line for a person to decide."""
    table = ContentFile(b"Business ID;Name\n0000015-8;Esimerkkituonti\n;Esimerkkiopista\n", name="t.csv")
    uploaded = importing.upload_partners(project=cast.project, file=table, name="t.csv", user=cast.aino)
    importing.request_check(file=uploaded, columns=uploaded.columns, answers={}, user=cast.aino)
    rows = b"Workplace;School or provider\nEsimerkkiopista;Esimerkkiopisto\n"
    employers = importing.upload_partners(
        project=cast.project, file=ContentFile(rows), name="e.csv", user=cast.aino, subject="employers"
    )
    importing.request_check(file=employers, columns=["workplace", "school"], answers={}, user=cast.aino)
    pages = ("columns", "report", "report_csv", "report_xlsx")
    return {f"register:partner_import_{page}.pk": uploaded.pk for page in pages} | {
        f"register:employer_import_{page}.pk": employers.pk for page in pages
    }


def _contact_link(cast: Cast) -> str:
    """The token of the letter to the contact of the college in this project."""
    member = Membership.objects.filter(project=cast.project, organisation=cast.college, role=Role.CONTACT)
    contact = member.first() or Membership.objects.create(
        user=make_person(f"Yhteys{cast.project.pk} Yrjölä"),
        project=cast.project,
        organisation=cast.college,
        role=Role.CONTACT,
    )
    return confirming.contact_link(membership=contact).rstrip("/").rpartition("/")[2]


def _followed_up(cast: Cast) -> tuple[list[int], int]:
    """Keys of a milestone and of one in the bin, and of a public document."""
    day = timezone.localdate() + timedelta(days=5)
    made = [
        register.save_followed_up(
            item=Milestone(project=cast.project), facts={"title_fi": "Välitavoite", "due_on": day}
        )
        for _number in range(2)
    ]
    register.remove_followed_up(item=made[1], actor=cast.aino)
    sent = SimpleUploadedFile("pöytäkirja.txt", b"Muistiinpano")
    paper = register.add_document(project=cast.project, file=sent, visibility="public", actor=cast.aino)
    return [item.pk for item in made], paper.pk


def _logo(cast: Cast) -> int:
    """Key of the logo of a funder."""
    picture = BytesIO()
    Image.new("RGB", (60, 20), "navy").save(picture, format="PNG")
    facts = {"title_fi": "Esimerkkirahasto", "order": 1}
    file = SimpleUploadedFile("logo.png", picture.getvalue())
    return add_logo(project=cast.project, file=file, facts=facts, actor=cast.aino).pk


def _open_data(cast: Cast) -> dict[str, Any]:
    """Of both projects the same thing: open data is public."""
    programme = Programme.objects.create(slug=f"ohjelma-{cast.project.slug}", name_fi="Ohjelma")
    Project.objects.filter(pk=cast.project.pk).update(programme=programme)
    return {
        "api:programme.key": programme.pk,
        **{f"api:{name}.key": cast.project.pk for name in ("project", "project_linked")},
        **{f"api:{name}.key": cast.college.pk for name in ("organisation", "organisation_linked")},
    }


def _token_in_letter(email: str) -> str:
    letter = Email.objects.filter(to=[email]).latest("pk")
    found = re.search(r"https?://\S+/([\w-]{20,})/", letter.message)
    assert found, letter.message
    return found[1]


def _workshops(cast: Cast) -> dict[str, Any]:
    draft = _workshop(cast, days=20)
    planned = workshops.publish_workshop(workshop=_workshop(cast, days=10), actor=cast.aino)
    registration = _registration(planned)
    past = workshops.publish_workshop(workshop=_workshop(cast, days=3), actor=cast.aino)
    voter = _registration(past)
    begun = timezone.now() - timedelta(days=1)
    Workshop.objects.filter(pk=past.pk).update(starts_at=begun, ends_at=begun + timedelta(hours=2))
    held = workshops.mark_held(workshop=Workshop.objects.get(pk=past.pk), actor=cast.aino)
    outcome = workshops.save_outcome(workshop=held, facts={"text_fi": "Aikaa"}, actor=cast.aino)
    of_draft = ("workshop_publish", "workshop_delete")
    of_held = ("outcome_add", "outcome_edit", "outcome_delete", "outcome_move", "outcome_vote")
    return {
        "workshops.slug": planned.slug,
        "workshops_id.number": planned.pk,
        "workshops.workshop": planned.slug,
        **{f"workshops:{name}.workshop": draft.slug for name in of_draft},
        **{f"workshops:{name}.workshop": held.slug for name in of_held},
        "workshops.outcome": outcome.pk,
        "workshops.token": registration,
        "workshops:vote.token": voter,
    }


def _plans(cast: Cast) -> dict[str, Any]:
    """A plan of the college with one of each part, and an action in its bin."""
    plan = plans.create_plan(
        project=cast.project, organisation=cast.college, facts={"title_fi": "Suunnitelma"}, actor=cast.aino
    )
    aim = plans.save_part(plan=plan, part=Aim(plan=plan), facts={"title_fi": "Tavoite"}, actor=cast.aino)
    facts = {"title_fi": "Toimenpide", "aim": aim}
    action, gone = (
        plans.save_part(plan=plan, part=Action(), facts=facts, actor=cast.aino) for _number in range(2)
    )
    stone = SteppingStone(plan=plan)
    plans.save_part(plan=plan, part=stone, facts={"title_fi": "Askel", "year": 2027}, actor=cast.aino)
    plans.delete_part(plan=plan, part=gone, actor=cast.aino)
    file = plan_imports.check_readings(
        project=cast.project, file=BytesIO(STUDENT_FEEDBACK.encode()), read_on=date(2025, 6, 1),
        target=Decimal(60), user=cast.aino,
    )  # fmt: skip
    indicator = Indicator(plan=plan)
    measured = {"title_fi": "Vastausaste", "unit": "percent", "direction": "more", "target": Decimal(60)}
    plans.save_part(plan=plan, part=indicator, facts=measured, actor=cast.aino)
    for year in (2024, 2025):
        read = {"indicator": indicator, "read_on": date(year, 6, 1), "value": Decimal(year - 1990)}
        plans.save_part(plan=plan, part=Reading(), facts=read, actor=cast.aino)
    return {
        "plans.plan": plan.slug,
        "plans.kind": "action",
        "plans.part": action.pk,
        "plans.action": action.pk,
        "plans.indicator": indicator.pk,
        "plans.review": plans.start_review(plan=plan, actor=cast.aino).pk,
        "plans.pk": file.pk,
    }


def _reports(cast: Cast) -> dict[str, Any]:
    """A draft, and a report that was submitted."""
    facts = {"title": "Raportti", "first": date(2026, 1, 1), "last": date(2026, 6, 30), "language": "fi"}
    draft, submitted = (
        reports.create_report(project=cast.project, facts=facts, actor=cast.aino) for _number in range(2)
    )
    reports.submit_report(report=submitted, seal=reports.seal_of(draft_of(submitted)), actor=cast.aino)
    return {
        "reports.pk": draft.pk,
        "reports.text": draft.texts.earliest("pk").pk,
        "reports.kind": "csv",
        **{f"reports:{name}.pk": submitted.pk for name in ("correct", "files_again", "file")},
    }


def _workshop(cast: Cast, days: int) -> Workshop:
    starts = timezone.now() + timedelta(days=days)
    facts = {"title_fi": f"Työpaja {days}", "starts_at": starts, "ends_at": starts + timedelta(hours=2)}
    facts |= {"place_fi": "Esimerkkiopisto", "organiser": cast.college}
    slug = f"tyopaja-{days}-{cast.project.slug}"
    return workshops.create_workshop(project=cast.project, facts=facts, slug=slug, actor=cast.aino)


def _registration(workshop: Workshop) -> str:
    email = f"osallistuja-{workshop.pk}@example.org"
    made: Registration = workshops.register(workshop=workshop, name="Osallistuja", email=email, language="fi")
    assert made.state == Registration.State.REGISTERED
    return _token_in_letter(email)


def _surveys(cast: Cast) -> dict[str, Any]:
    draft, opened = fielding.make_draft(cast), fielding.make_open(cast)
    counted, released = _closed(cast), _closed(cast)
    release = releasing.publish_release(round_=released, user=cast.aino, report=fielding.silent)
    open_texts.released(cast, released)
    college = Group.objects.get(round=released, organisation=cast.college, level=Group.Level.ORGANISATION)
    shared = shared_links.share_link(group=fielding.leaf(opened, "Pohjoinen"), user=cast.aino)
    if not Membership.objects.filter(project=cast.project, role=Role.CONTACT).exists():
        give_role(make_person(f"Kerttu{cast.project.pk} Koski"), cast.project, Role.CONTACT, cast.college)
    headcounts.ask_headcounts(round_=draft, user=cast.aino)
    slips.make_slips(group=fielding.leaf(opened), count=1, user=cast.aino)
    mailing = scheduling.schedule(
        round_=opened,
        group=fielding.leaf(opened).parent,
        kind="reminder",
        at=timezone.now() + timedelta(days=2),
        user=cast.aino,
    )
    job = Job.objects.create(kind="surveys.import_answers", subject=cast.project.slug, started_by=cast.aino)
    of_draft = (
        "round_edit",
        "round_groups",
        "round_own_questions",
        "round_assure",
        "round_open",
        "round_delete",
        "round_back_to_draft",
    )
    of_released = (
        "results",
        "group_results",
        "over_time",
        "learning_ask",
        "summary",
        "withdraw",
        "inside_file",
        "group_texts",
        "texts_withdraw",
        "report",
        "report_file",
        "reply",
        "reply_take_back",
    )
    of_texts = ("text", "text_show", "text_redact", "text_withhold", "text_take_back")
    of_counted = ("texts", "texts_release", *of_texts)
    return {
        "surveys.pk": opened.pk,
        "surveys.group": fielding.leaf(opened).pk,
        "surveys:poster.group": shared.group_id,
        "surveys:void_slips.batch": SlipBatch.objects.get(group__round=opened).pk,
        **{f"surveys:{name}.pk": draft.pk for name in of_draft},
        **{f"surveys:{name}.pk": released.pk for name in of_released},
        "surveys:group_results.group": college.pk,
        "surveys:over_time.group": college.pk,
        "surveys:learning_ask.group": college.pk,
        "surveys:learning_ask.organisation": cast.institute.pk,
        "surveys.organisation": cast.college.pk,
        "surveys:summary.group": college.pk,
        **{
            f"surveys:{name}.group": college.pk
            for name in ("report", "report_file", "reply", "reply_take_back")
        },
        "surveys.view": "group",
        "surveys:headcounts.token": survey_links.inquiry_token(draft.pk, cast.college.pk),
        "surveys:group_texts.group": college.pk,
        "surveys:publish.pk": counted.pk,
        **{f"surveys:{name}.pk": counted.pk for name in of_counted},
        "surveys.text": open_texts.texts_of(counted)[0].pk,
        "surveys:release.pk": release.pk,
        "surveys:public_file.pk": release.pk,
        "surveys.file": "figures.csv",
        "surveys_id:release.pk": release.pk,
        "api:result.key": release.pk,
        "surveys:import_job.pk": job.pk,
        "surveys:import_columns.ticket": _upload(cast.project),
        "desk:job.pk": job.pk,
        **_own_addresses(cast),
        "surveys_id:enter.token": fielding.invite(fielding.leaf(opened)),
        "surveys.code": shared.code,
        "surveys.mailing": mailing.pk,
        "surveys_id.code": shared.code,
        **_questionnaires(cast),
        **_orders(cast),
        **_of_kind(cast, "wl_competence", "surveys:competence"),
        **_of_kind(cast, "student_feedback", "surveys:stages"),
    }


def _own_addresses(cast: Cast) -> dict[str, str]:
    """Secret addresses of somebody who is none of those who ask."""
    reader = make_person(f"Rauha{cast.project.pk} Rinne")
    subscribing.make_address(user=reader)
    return {
        "desk_id:calendar.token": subscribing.address_of(reader).rpartition("/")[2].removesuffix(".ics"),
        "desk_id:weekly.token": weekly.token_of(reader),
    }


def _orders(cast: Cast) -> dict[str, Any]:
    """An order that waits for an answer, and one that became a round of the college."""
    waiting, ready = ordering.confirmed(cast), ordering.accepted(cast)
    return {
        **{f"surveys:{name}.pk": waiting.pk for name in ("order_page", "order_accept", "order_decline")},
        "surveys:order_preview.pk": waiting.questionnaire_id,
        "surveys:own_order.token": survey_links.order_token(waiting.pk),
        "surveys:own_round.pk": ready.pk,
    }


def _of_kind(cast: Cast, code: str, name: str) -> dict[str, int]:
    """The college's results in a released round of an instrument that has a page of its own for them."""
    round_ = fielding.make_open(cast, code=code)
    leaf = fielding.leaf(round_)
    texts = [
        collecting.seal(
            round_,
            leaf,
            Submission(choices={i.code: i.scale.values[person % 4] for i in round_.asked.items}, texts={}),
        )
        for person in range(12)
    ]
    Invitation.objects.bulk_create(
        Invitation(round=round_, group=leaf, channel=Invitation.Channel.SLIP, is_spent=True)
        for _text in texts
    )
    Envelope.objects.bulk_create(Envelope(round=round_, ciphertext=text) for text in texts)
    closing.stop_accepting(round_.pk)
    closing.count_round(round_id=round_.pk, report=fielding.silent)
    closing.purge_round(round_id=round_.pk)
    round_.refresh_from_db()
    releasing.publish_release(round_=round_, user=cast.aino, report=fielding.silent)
    college = Group.objects.get(round=round_, organisation=cast.college, level=Group.Level.ORGANISATION)
    return {f"{name}.pk": round_.pk, f"{name}.group": college.pk}


def _questionnaires(cast: Cast) -> dict[str, Any]:
    """One of the project's own, and an upload that waits to be saved."""
    questionnaire = from_document(small() | {"kind": "feedback", "role_profiles": []})
    own = import_questionnaire(
        project=cast.project, user=cast.aino, questionnaire=questionnaire, code="own", kind="feedback"
    )
    path = default_storage.save(
        f"{UPLOADS}/contract.questionnaire", ContentFile(to_yaml(questionnaire).encode())
    )
    return {
        "surveys:questionnaire.pk": own.pk,
        "surveys:questionnaire_file.pk": own.pk,
        "surveys:questionnaire_print.pk": own.pk,
        "surveys:questionnaire_by_stage.pk": own.pk,
        "surveys:questionnaire_file.file_format": "yaml",
        **_drafts(cast, own),
        "surveys:questionnaire_report.ticket": questionnaire_ticket(cast.project, path, "oma.yaml", "fi"),
    }


def _drafts(cast: Cast, version: QuestionnaireVersion) -> dict[str, Any]:
    """A draft that could be published, with a section and a question to name."""
    draft = drafting.start_draft(project=cast.project, user=cast.aino, title={"fi": "Luonnos"})
    document = {**small(), "kind": "feedback", "role_profiles": [], "code": draft.code}
    drafting.save_document(draft=draft, document=document, revision=draft.revision, user=cast.aino)
    of_draft = "draft draft_basics draft_preview draft_sheet draft_publish draft_delete draft_bank"
    of_section = "draft_section draft_section_move draft_section_delete draft_part_add"
    of_part = "draft_part draft_condition draft_part_move draft_part_delete"
    of_texts = "draft_translations draft_translations_file draft_translations_upload draft_translations_save"
    names = f"{of_draft} {of_texts} draft_bank_copy draft_section_add {of_section} {of_part}".split()
    return {
        **{f"surveys:{name}.pk": draft.pk for name in names},
        **{f"surveys:{name}.code": "A" for name in of_section.split()},
        **{f"surveys:{name}.code": "A2" for name in of_part.split()},
        **_roles(cast),
        "surveys:draft_part_add.kind": "multiple",
        "surveys:draft_copy.pk": version.pk,
    }


def _roles(cast: Cast) -> dict[str, Any]:
    """A draft of a competence survey, with a role."""
    draft = drafting.start_draft(project=cast.project, user=cast.aino, title={"fi": "Osaaminen"})
    document = {**small(), "code": draft.code}
    drafting.save_document(draft=draft, document=document, revision=draft.revision, user=cast.aino)
    names = ("draft_role_add", "draft_role", "draft_role_delete")
    return {
        **{f"surveys:{name}.pk": draft.pk for name in names},
        **{f"surveys:{name}.code": "teacher" for name in names[1:]},
    }


def _closed(cast: Cast) -> Round:
    """A round that was answered, closed and counted like any other."""
    round_, random = fielding.make_open(cast), Random(7)
    for name, count in ANSWERING.items():
        leaf = fielding.leaf(round_, name)
        Invitation.objects.bulk_create(
            Invitation(round=round_, group=leaf, channel=Invitation.Channel.SLIP, is_spent=True)
            for _person in range(count)
        )
        asked = round_.asked
        sealed = (
            collecting.seal(
                round_,
                leaf,
                Submission(
                    choices=answer(asked, random, 0.0),
                    texts={open_texts.QUESTION: f"Toive {person}: Liisa Virtanen"},
                ),
            )
            for person in range(count)
        )
        Envelope.objects.bulk_create(Envelope(round=round_, ciphertext=text) for text in sealed)
    closing.stop_accepting(round_.pk)
    closing.count_round(round_id=round_.pk, report=fielding.silent)
    closing.purge_round(round_id=round_.pk)
    round_.refresh_from_db()
    return round_


def _upload(project: Project) -> str:
    table = ContentFile("GROUP,A01,A02\n1,3,4\n1,2,5\n2,4,4\n")
    return ticket_for(project, default_storage.save(f"{UPLOADS}/contract.csv", table), "contract.csv")


def _roadmap(project: Project, cast: Cast) -> dict[str, Any]:
    made = roadmap.compose_draft(project=project, actor=cast.aino)
    roadmap.accept_everything(roadmap=made, actor=cast.aino)
    edition = roadmap.publish_edition(roadmap=made, actor=cast.aino)
    theme = Theme.objects.filter(roadmap=made).latest("pk")
    step = Step.objects.filter(theme__roadmap=made).latest("pk")
    published = Step.objects.filter(theme__roadmap=made).earliest("pk")
    link = EvidenceLink.objects.filter(theme__roadmap=made).earliest("pk")
    return {
        "roadmap.theme": theme.pk,
        "roadmap.step": step.pk,
        "roadmap:step.step": published.pk,
        "roadmap_id.step": published.pk,
        "roadmap.link": link.pk,
        "roadmap.number": edition.number,
        "roadmap_id.edition": edition.pk,
        "roadmap_id.key": link.figure_key,
        "language": "fi",
    }


def _peercoaching(cast: Cast) -> dict[str, Any]:
    """Cecilia's pair in the cast's own project; in the other one the coach is somebody else."""
    is_own = cast.project.slug == "esimerkkipolku"
    facts = {"name_fi": f"Verkosto {cast.project.slug}", "regions": [], "is_public": True}
    network = networks.save_network(project=cast.project, network=None, facts=facts, actor=cast.aino)
    email = cast.cecilia.email if is_own else "valmentaja@example.org"
    profile = {
        "name": "Valmentaja",
        "email": email,
        "regions": [],
        "topics": ["recovery"],
        "languages": ["fi"],
    }
    coach = networks.save_coach(network=network, coach=None, facts=profile, actor=cast.aino)
    paired, _unused = _asked(network, "pari")
    pair = pairing.accept(pairing=paired.pairings.get())
    session, mistake = (
        sessions.record_session(
            pairing=pair,
            held_on=timezone.localdate() - timedelta(days=days),
            minutes=60,
            is_online=False,
            user=cast.aino,
        )
        for days in range(2)
    )
    removal = sessions.delete_session(session=mistake, user=cast.aino)
    asked, token = _asked(network, "pyynto")
    proposal = asked.pairings.get()
    of_pair = ("pair", "pair_end", "session_delete", "session_restore")
    return {
        "peercoaching.slug": network.slug,
        "peercoaching_id.pk": network.pk,
        "peercoaching.pk": coach.pk,
        "peercoaching:request.pk": asked.pk,
        "peercoaching:request_close.pk": asked.pk,
        "peercoaching:request_erase.pk": asked.pk,
        "peercoaching:own_request.token": token,
        "peercoaching:withdraw.token": token,
        "peercoaching:answer.token": links.proposal_token(asked.pk, coach.pk),
        "peercoaching:take_back.pk": proposal.pk,
        **{f"peercoaching:{name}.pk": pair.pk for name in of_pair},
        "peercoaching.event": removal.pk,
        "peercoaching.session": session.pk,
    }


def _asked(network: CoachNetwork, name: str) -> tuple[CoachingRequest, str]:
    """A confirmed request, about which the network's coach has been asked, and its personal token."""
    email = f"{name}-{network.pk}@example.org"
    need = requests.Need(
        name="Pyytäjä", email=email, workplace="", region=None, topic="recovery", language="fi", need="Apua"
    )
    requests.request_coaching(network=network, need=need, letter_language="fi")
    token = _token_in_letter(email)
    return requests.confirm(token=token), token


def _accounts(cast: Cast) -> dict[str, Any]:
    """A passkey that is nobody's of the cast: everybody manages only their own."""
    colleague = Membership.objects.filter(project=cast.project, role=Role.COACH).latest("pk").user
    passkey = Authenticator.objects.create(
        user=colleague, type=Authenticator.Type.WEBAUTHN, data={"name": "Avain", "credential": {}}
    )
    return {"mfa_remove_webauthn.pk": passkey.pk, "mfa_edit_webauthn.pk": passkey.pk}
