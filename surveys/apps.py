from __future__ import annotations

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    label = "surveys"

    def ready(self) -> None:
        from surveys import demo, evidence, offers, personal, reporting, search, tables, waiting
        from surveys import merging as merging_of_organisations
        from surveys.presenting import across, front
        from surveys.services import closing, importing, keys, learning, orders, rates, repeating, retention
        from surveys.services import reports as report_files
        from surveys.services.invitations import mailing, people, scheduling
        from surveys.tasks import counting, fielding, reports  # noqa: F401 -- jobs register themselves
        from yhes.common import registry

        registry.register("rail", "surveys", offers.rail)
        registry.register("todo", "surveys", offers.todo)
        registry.register("calendar", "surveys", across.calendar)
        registry.register("portfolio", "surveys", across.portfolio)
        registry.register("overview", "surveys", offers.overview)
        registry.register("create", "surveys", offers.create)
        registry.register("demo", "surveys", demo.load)
        registry.register("search", "surveys", search.kinds)
        registry.register("report", "surveys", reporting.sections)
        registry.register("personal_data", "surveys", personal.personal_data)
        registry.register("leaving", "surveys", personal.leaving)
        registry.register("erasing", "surveys", people.erase_everywhere)
        registry.register("erasing", "surveys.orders", orders.erase_everywhere)
        registry.register("erasing", "surveys.learning", learning.forget_addresses)
        registry.register("evidence", "surveys", evidence.figures)
        registry.register("table", "surveys", tables.read_table)
        registry.register("partner_waiting", "surveys", waiting.asked_for_headcounts)
        registry.register("merging", "surveys", merging_of_organisations.refusals)
        registry.register("home", "surveys", front.home)
        registry.register("project_page", "surveys", offers.project_page)
        registry.register("timeline", "surveys", front.timeline)
        registry.register("tick", "surveys.closing", closing.close_due)
        registry.register("tick", "surveys.uploads", importing.delete_forgotten_uploads)
        registry.register("tick", "surveys.retention", retention.forget_answers)
        registry.register("tick", "surveys.reports", report_files.forget_reports)
        registry.register("tick", "surveys.mailings", scheduling.send_due)
        registry.register("tick", "surveys.letters", mailing.resume_letters)
        registry.register("tick", "surveys.rates", rates.refresh_due)
        registry.register("tick", "surveys.repeating", repeating.prepare_due)
        registry.register("tick", "surveys.keys", keys.start_probes)
        registry.register("tick", "surveys.orders", orders.forget_orders)
        registry.register("tick", "surveys.forgetting", people.forget_invitations)
