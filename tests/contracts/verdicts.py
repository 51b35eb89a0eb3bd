"""Who gets what at every address. A new address gets its verdict here before anything else.

A rule has a verdict for each role, in the order of `ROLES`, and the addresses it holds for: `get` for
reading, `post` for doing, `form` for both. A method that no rule names is refused with 405.

  ok   the page or file; for a POST: done, or the form again because nothing was filled in
  ->   a redirect that is the answer (to where the thing is, or away because there is nothing to do)
  in   a redirect to signing in
  2f   a redirect to confirming who one is
  403  the person has a part in the project, but may not do this
  404  for this person it does not exist

What belongs to another project is 404 for everybody but the administrator: a rule of its own in
test_urls.py, for every address that names a project.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.contracts.world import ROLES


@dataclass(frozen=True)
class Rule:
    title: str
    verdicts: str
    get: str = ""
    post: str = ""
    form: str = ""

    def rows(self) -> Iterator[tuple[str, str]]:
        """(name, method) of every address the rule holds for."""
        yield from ((name, "GET") for name in f"{self.get} {self.form}".split())
        yield from ((name, "POST") for name in f"{self.post} {self.form}".split())


#                                      visitor Eero Aino Bertil Maija Cecilia admin
RULES = (
    Rule(
        "Anyone reads what is public",
        "ok ok ok ok ok ok ok",
        get="""site:home site:protection site:accessibility site:privacy site:open_data health search:public
            register:project_list register:project_csv register:project_xlsx register:project
            register:organisation register:organisation_list register:organisation_csv
            register:organisation_xlsx register:network register:public_document_file register:project_timeline register_id:logo_file surveys:release surveys:public_file
            workshops:event_list workshops:event_feed workshops:event workshops:event_calendar
            peercoaching:networks peercoaching:network
            roadmap:current roadmap:newest roadmap:archive roadmap:edition roadmap:step
            roadmap_id:json roadmap_id:csv roadmap_id:bibtex roadmap_id:ris
            roadmap_id:figure_svg roadmap_id:figure_csv
            account_inactive account_password_reset_completed accounts:removed
            workshops:registered peercoaching:asked surveys:order_sent surveys:order_preview""",
    ),
    Rule(
        "Permanent addresses lead to the readable ones",
        "-> -> -> -> -> -> ->",
        get="""root register_id:project register_id:organisation workshops_id:event workshops_id:feed
            peercoaching_id:network surveys_id:release roadmap_id:edition roadmap_id:edition_step
            roadmap_id:step surveys_id:code surveys_id:enter surveys_id:shared surveys_id:tablet""",
    ),
    Rule(
        "On a shared tablet whoever has not begun is led to the start",
        "-> -> -> -> -> -> ->",
        get="surveys:tablet",
    ),
    Rule(
        "Anyone fills in public forms; a personal or shared link is enough where there is one",
        "ok ok ok ok ok ok ok",
        get="""workshops:own_calendar register:meeting_link register:meeting_link_file
            register:meeting_link_calendar""",
        post="""workshops:registration_restore workshops:vote account_login account_signup
            account_request_login_code account_logout account_complete_password_reset surveys:tablet""",
        form="""workshops:register workshops:registration workshops:registration_cancel
            peercoaching:ask peercoaching:own_request peercoaching:withdraw peercoaching:answer
            surveys:answer_code surveys:answer_shared surveys:tablet_start surveys:headcounts accounts:invitation
            register:contact_link
            account_reset_password surveys:order surveys:own_order""",
    ),
    Rule(
        "Answering begins at a link; without one there is nothing to answer",
        "404 404 404 404 404 404 404",
        get="surveys:answer_start surveys:answer_unknown",
        form="surveys:answer",
    ),
    Rule(
        "Outside the demo and DEBUG their pages do not exist; a PDF that is not made yet does not either",
        "404 404 404 404 404 404 404",
        get="site:components roadmap_id:pdf",
        form="""accounts:demo accounts:mailbox accounts:letter accounts:letter_page
            accounts:attachment""",
    ),
    Rule(
        "A monitor is told when nobody takes work; here no worker runs",
        "503 503 503 503 503 503 503",
        get="health_of_work",
    ),
    Rule(
        "Signing in is for those who have not",
        "ok -> -> -> -> -> ->",
        get="account_login account_signup account_request_login_code",
    ),
    Rule("Signing out is for those who have", "-> ok ok ok ok ok ok", get="account_logout"),
    Rule(
        "Nobody is in the middle of choosing a new password",
        "-> -> -> -> -> -> ->",
        get="account_complete_password_reset",
    ),
    Rule("Nobody waits for a code", "in in in in in in in", form="account_confirm_password_reset_code"),
    Rule(
        "Steps of signing in that nobody is at",
        "in -> -> -> -> -> ->",
        get="""accounts:resume account_confirm_login_code account_email_verification_sent
            account_set_password mfa_authenticate mfa_login_webauthn mfa_activate_totp""",
    ),
    Rule(
        "… and for which there is nothing to do",
        "in ok ok ok ok ok ok",
        post="""account_confirm_login_code account_email_verification_sent account_set_password
            mfa_authenticate mfa_login_webauthn mfa_activate_totp""",
    ),
    Rule(
        "Without an app one is back where factors are set up",
        "in 2f 2f 2f 2f 2f 2f",
        post="mfa_deactivate_totp",
    ),
    Rule(
        "Everybody keeps their own account",
        "in ok ok ok ok ok ok",
        get="accounts:export mfa_index mfa_list_webauthn mfa_deactivate_totp",
        post="accounts:end_other_sessions",
        form="""accounts:profile accounts:remove account_email account_change_password
            mfa_reauthenticate mfa_add_webauthn mfa_generate_recovery_codes""",
    ),
    Rule(
        "With an app in use there is a better way to confirm",
        "in 2f 2f 2f 2f 2f 2f",
        form="account_reauthenticate mfa_reauthenticate_webauthn",
    ),
    Rule(
        "Another person's passkey is nobody's business, and codes that were not made cannot be seen",
        "in 404 404 404 404 404 404",
        get="mfa_view_recovery_codes",
        form="mfa_edit_webauthn mfa_remove_webauthn mfa_download_recovery_codes",
    ),
    Rule(
        "Open data is for everybody",
        "ok ok ok ok ok ok ok",
        get="""api:openapi-json api:programmes api:programmes_csv api:programme api:projects
            api:projects_csv api:project api:project_linked api:organisations api:organisations_csv
            api:organisation api:organisation_linked api:partnerships api:partnerships_csv api:results
            api:results_csv api:result""",
    ),
    Rule("… which has no other address", "404 404 404 404 404 404 404", get="api:api-root api:elsewhere"),
    Rule("Whoever has signed in searches the desk", "in ok ok ok ok ok ok", get="search:desk"),
    Rule("Straight to one's only project", "in ok -> -> -> -> ok", get="desk:overview"),
    Rule(
        "Whoever has signed in has a calendar, a list of their projects and a letter to choose",
        "in ok ok ok ok ok ok",
        get="desk:calendar desk:portfolio_csv desk:portfolio_xlsx",
        form="desk:calendar_link desk:weekly_letter",
    ),
    Rule(
        "Secret addresses show the calendar, and stop the weekly letter",
        "ok ok ok ok ok ok ok",
        get="desk_id:calendar",
        form="desk_id:weekly",
    ),
    Rule("A job is the business of who started it", "in 404 ok 404 404 404 404", get="desk:job"),
    Rule("Administrators make projects", "in 403 403 403 403 403 ok", form="register:project_create"),
    Rule("… and make them after another", "in 404 403 403 403 403 ok", form="register:project_clone"),
    Rule(
        "Everybody with a part in the project reads",
        "in 404 ok ok ok ok ok",
        get="""desk:project desk:project_dates workshops:workshop_list workshops:workshop_csv workshops:workshop_xlsx
            workshops:workshop register:desk_network register:followup register:followup_list register:followup_csv
            register:followup_xlsx register:document_file register:plan register:logo_file
            plans:plan_list plans:plan_csv plans:plan_xlsx plans:action_list plans:action_csv plans:action_xlsx desk:bin""",
    ),
    Rule(
        "Groups: each sees those that are for the person",
        "in 404 ok ok ok ok ok",
        get="register:group_list register:meeting_list register:meeting_csv register:meeting_xlsx",
    ),
    Rule(
        "A group's members read its meetings; the project's other people do not learn of it",
        "in 404 ok ok 404 404 ok",
        get="register:group register:meeting register:meeting_calendar register:meeting_print",
        form="register:meeting_pdf",
    ),
    Rule("… and no PDF of one has been made", "in 404 404 404 404 404 404", get="register:meeting_pdf_file"),
    Rule(
        "Coordinators alone make groups, call meetings, send papers and write minutes",
        "in 404 ok 403 403 403 ok",
        post="register:group_remove register:meeting_remove register:agenda_item_move register:paper_remove",
        form="""register:group_add register:group_edit register:group_member_add register:group_member_edit
            register:group_member_remove register:meeting_add register:meeting_edit register:agenda_item_add
            register:agenda_item register:agenda_item_remove register:paper_add register:papers_send register:minutes
            register:minutes_approve register:minutes_decision register:minutes_correct""",
    ),
    Rule(
        "An organisation's plan is read by coordinators and by its own contact and management",
        "in 404 ok ok ok 404 ok",
        form="plans:paper",
        get="plans:compare plans:review_list plans:review plans:plan plans:action plans:scorecard plans:indicator plans:reading_csv",
    ),
    Rule(
        "… and is kept by coordinators and the contact",
        "in 404 ok ok 403 404 ok",
        post="plans:compare_take_back plans:plan_state plans:action_state plans:review_start plans:review_approve plans:review_delete",
        form="""plans:review_edit plans:plan_edit plans:plan_delete plans:part_add plans:part_edit plans:part_delete
            plans:take_figure""",
    ),
    Rule(
        "Coordinators bring in readings",
        "in 404 ok 403 403 403 ok",
        form="plans:reading_import plans:import_report",
    ),
    Rule(
        "Coordinators and contacts make plans",
        "in 404 ok ok 403 403 ok",
        form="plans:plan_add plans:start_action",
    ),
    Rule(
        "Who may bring back what was deleted does; for others nothing is there",
        "in 404 ok 404 404 404 ok",
        post="desk:bin_restore",
        form="desk:restore",
    ),
    Rule(
        "Members vote on outcomes; an administrator is not a member",
        "in 404 ok ok ok ok 403",
        post="workshops:outcome_vote",
    ),
    Rule(
        "Coordinators, and an organisation's own contact and management, read",
        "in 404 ok ok ok 404 ok",
        get="register:partner",
    ),
    Rule(
        "… and coaches are told that employers are not theirs",
        "in 404 ok ok ok 403 ok",
        get="register:employer_list register:employer_csv register:employer_xlsx",
    ),
    Rule(
        "Coordinators and the school's own contact keep its employers",
        "in 404 ok ok 403 403 ok",
        get="register:employer_import_template_csv register:employer_import_template_xlsx",
        form="register:employer_add register:employer_edit register:employer_remove register:employer_import",
    ),
    Rule(
        "… and each goes on with the file of employers they have uploaded",
        "in 404 ok 404 403 403 404",
        get="register:employer_import_report_csv register:employer_import_report_xlsx",
        form="register:employer_import_columns register:employer_import_report",
    ),
    Rule(
        "… and coaches are told that surveys are not theirs",
        "in 404 ok ok ok 403 ok",
        get="""surveys:rounds surveys:round_calendar surveys:round surveys:group_results surveys:summary surveys:group_texts
            surveys:over_time surveys:learning surveys:inside_file surveys:competence surveys:stages""",
    ),
    Rule(
        "Who may look at results may have them as a report and, for their own organisation, reply to them",
        "in 404 ok ok ok 403 ok",
        post="surveys:reply_take_back",
        form="surveys:report surveys:reply",
    ),
    Rule(
        "The contact alone agrees that an indicator is compared",
        "in 404 403 ok 403 404 403",
        post="plans:compare",
    ),
    Rule(
        "A plan that has not been printed is not there",
        "in 404 404 404 404 404 404",
        get="plans:paper_file",
    ),
    Rule(
        "A report that has not been made is not there",
        "in 404 404 404 404 403 404",
        get="surveys:report_file",
    ),
    Rule(
        "Coordinators, contacts and management say whether their organisation may be asked how it goes",
        "in 404 ok ok ok 403 ok",
        post="surveys:learning_take_back",
        form="surveys:learning_agree",
    ),
    Rule(
        "Contacts and management ask for their own organisation, whom it may learn from: here nobody",
        "in 404 403 404 404 403 403",
        form="surveys:learning_ask",
    ),
    Rule("To the results that concern the person", "in 404 -> -> -> 403 ->", get="surveys:results"),
    Rule(
        "Others than coordinators have one partner: their own",
        "in 404 ok -> -> 404 ok",
        get="register:partner_list",
    ),
    Rule("Who only reads is led to the round", "in 404 ok ok -> 403 ok", get="surveys:invitations"),
    Rule(
        "Coordinators and the organisation's own contact keep its facts",
        "in 404 ok ok 403 404 ok",
        form="""register:organisation_edit register:confirm register:headcounts register:unit_add register:unit_edit
            register:unit_remove""",
    ),
    Rule(
        "Coordinators and the organisation's own contact invite people to answer",
        "in 404 ok ok 403 403 ok",
        get="surveys:poster",
        post="""surveys:failed_retry surveys:failed_withdraw surveys:round_remind surveys:share_link
            surveys:slips surveys:void_slips surveys:erase_address surveys:mailing_cancel
            surveys:people_again""",
        form="surveys:group_invitations surveys:mailing_create surveys:mailing_move",
    ),
    Rule(
        "Coordinators and the contact of who ordered a round complete it",
        "in 404 ok ok 403 403 ok",
        form="surveys:own_round",
    ),
    Rule(
        "Who comes is known to coordinators and to the contact of the organiser",
        "in 404 ok ok 403 403 ok",
        get="workshops:participants workshops:participants_csv workshops:participants_xlsx",
        post="workshops:participant_erase",
    ),
    Rule(
        "Coordinators and the coaches of the network read and do their part",
        "in 404 ok 403 403 ok ok",
        get="""peercoaching:room peercoaching:pairs
            peercoaching:coaches peercoaching:request""",
        post="peercoaching:coach_state peercoaching:session_delete peercoaching:session_restore",
        form="""peercoaching:pair peercoaching:pair_end peercoaching:coach_edit
            peercoaching:coach_leave""",
    ),
    Rule(
        "Coordinators alone, and the project's other people are told so",
        "in 404 ok 403 403 403 ok",
        get="""register:partner_csv register:partner_xlsx register:partner_import_template_csv
            register:partner_import_template_xlsx register:partner_import_report_csv
            register:partner_import_report_xlsx register:history register:history_csv
            register:history_xlsx register:logos register:members
            surveys:questionnaires surveys:questionnaire surveys:questionnaire_file surveys:deletions
            surveys:questionnaire_print surveys:orders surveys:order_page
            peercoaching:pairs_csv peercoaching:pairs_xlsx""",
        post="""register:logo_remove register:followup_remove register:partner_bulk register:partner_restore register:invitation_again
            workshops:outcome_move
            peercoaching:request surveys:order_accept""",
        form="""register:logo_add register:logo_edit register:followup_add register:followup_item register:document_add
            register:document_edit register:project_state register:organisation_names register:organisation_merge register:partner_import register:partner_import_columns
            register:partner_import_report register:settings register:partner_add register:partner_create register:partner_edit
            register:partner_agreement
            register:partner_remove register:plan_item_add
            register:plan_item register:plan_item_delete register:member_invite
            register:member_remove register:invitation_withdraw
            workshops:workshop_add workshops:workshop_edit workshops:workshop_cancel
            workshops:workshop_held workshops:outcome_add workshops:outcome_edit
            workshops:outcome_delete
            surveys:import surveys:import_columns surveys:order_decline surveys:order_settings
            surveys:questionnaire_import surveys:questionnaire_report
            peercoaching:network_add peercoaching:network_edit peercoaching:coach_add
            peercoaching:take_back peercoaching:request_close peercoaching:request_erase""",
    ),
    Rule(
        "Reports to the funder are the coordinators' business, and nobody else learns of them",
        "in 404 ok 404 404 404 ok",
        get="reports:list reports:list_csv reports:list_xlsx reports:report",
        post="reports:refresh reports:correct reports:files_again",
        form="reports:create reports:edit reports:text reports:delete reports:submit",
    ),
    Rule("… whose files are there once they are made", "in 404 404 404 404 404 404", get="reports:file"),
    Rule(
        "Coordinators alone write questionnaires",
        "in 404 ok 403 403 403 ok",
        get="""surveys:draft surveys:draft_preview surveys:draft_sheet surveys:draft_bank
            surveys:draft_translations_file""",
        post="""surveys:draft_copy surveys:draft_publish surveys:draft_section_move surveys:draft_part_move
            surveys:draft_bank_copy surveys:draft_translations_save""",
        form="""surveys:draft_translations surveys:draft_translations_upload
            surveys:draft_start surveys:draft_basics surveys:draft_delete surveys:draft_section_add
            surveys:draft_section surveys:draft_section_delete surveys:draft_part_add surveys:draft_part
            surveys:draft_condition surveys:draft_part_delete surveys:draft_role_add surveys:draft_role
            surveys:draft_role_delete""",
    ),
    Rule(
        "Coordinators alone read open answers before they are released, and release them",
        "in 404 ok 403 403 403 ok",
        get="surveys:texts surveys:text",
        post="""surveys:text_show surveys:text_redact surveys:text_withhold surveys:text_take_back
            surveys:texts_release surveys:texts_withdraw""",
    ),
    Rule("An import is watched by who started it", "in 404 ok 403 403 403 404", get="surveys:import_job"),
    Rule(
        "Coordinators alone make, open, close and release rounds",
        "in 404 ok 403 403 403 ok",
        post="""surveys:headcounts_ask surveys:letters_test surveys:round_open surveys:round_assure
            surveys:round_again surveys:round_repeat surveys:questionnaire_by_stage
            surveys:round_back_to_draft surveys:round_delete surveys:close surveys:count_again surveys:publish surveys:withdraw""",
        form="""surveys:letters surveys:round_create surveys:round_edit surveys:round_groups
            surveys:round_own_questions
            surveys:round_closing_time""",
    ),
    Rule(
        "Coordinators alone, and nobody else learns of it: drafts and rounds being prepared",
        "in 404 ok 404 404 404 ok",
        get="roadmap:draft roadmap:preview roadmap:editions",
        post="""workshops:workshop_publish
            roadmap:compose roadmap:caption roadmap:unlink roadmap:theme_move roadmap:step_move
            roadmap:show_first roadmap:render_again roadmap:answer""",
        form="""workshops:workshop_delete
            roadmap:words roadmap:publish roadmap:theme_add roadmap:theme roadmap:theme_remove
            roadmap:theme_evidence roadmap:step_add roadmap:step_edit roadmap:step_remove
            roadmap:step_evidence""",
    ),
    Rule(
        "Administrators choose whose roadmap is the portal's",
        "in 404 404 404 404 404 ok",
        post="roadmap:make_main",
    ),
    Rule(
        "A round starts over only when its key is lost",
        "in 404 404 403 403 403 404",
        form="surveys:round_restart",
    ),
)


@cache
def verdicts() -> dict[tuple[str, str], dict[str, str]]:
    """(name, method) → role → verdict. A row that two rules claim, or one of the wrong length, is an error."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for rule in RULES:
        for row in rule.rows():
            assert row not in found, f"{row} has two verdicts, the second under {rule.title!r}"
            found[row] = dict(zip(ROLES, rule.verdicts.split(), strict=True))
    return found
