from __future__ import annotations

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    label = "surveys"

    def ready(self) -> None:
        from surveys.tasks import counting, fielding, reports  # noqa: F401 -- jobs register themselves

        _offer_to_the_desk()
        _answer_to_other_rooms()
        _answer_for_people()
        _follow_the_clock()


def _offer_to_the_desk() -> None:
    from surveys import demo, offers, reporting, search
    from surveys.presenting import across, front
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
    registry.register("home", "surveys", front.home)
    registry.register("project_page", "surveys", offers.project_page)
    registry.register("timeline", "surveys", front.timeline)


def _answer_to_other_rooms() -> None:
    from surveys import evidence, history, merging, tables, waiting
    from yhes.common import registry

    registry.register("evidence", "surveys", evidence.figures)
    registry.register("table", "surveys", tables.read_table)
    registry.register("partner_waiting", "surveys", waiting.asked_for_headcounts)
    registry.register("merging", "surveys", merging.refusals)
    registry.register("lasting", "surveys", history.lasting)


def _answer_for_people() -> None:
    from surveys import personal
    from surveys.services import learning, orders
    from surveys.services.invitations import people
    from yhes.common import registry

    registry.register("personal_data", "surveys", personal.personal_data)
    registry.register("leaving", "surveys", personal.leaving)
    registry.register("erasing", "surveys", people.erase_everywhere)
    registry.register("erasing", "surveys.orders", orders.erase_everywhere)
    registry.register("erasing", "surveys.learning", learning.forget_addresses)


def _follow_the_clock() -> None:
    from surveys.services import closing, importing, keys, orders, rates, repeating, reports, retention
    from surveys.services.invitations import mailing, people, scheduling
    from yhes.common import registry

    registry.register("tick", "surveys.closing", closing.close_due)
    registry.register("tick", "surveys.uploads", importing.delete_forgotten_uploads)
    registry.register("tick", "surveys.retention", retention.forget_answers)
    registry.register("tick", "surveys.reports", reports.forget_reports)
    registry.register("tick", "surveys.mailings", scheduling.send_due)
    registry.register("tick", "surveys.letters", mailing.resume_letters)
    registry.register("tick", "surveys.rates", rates.refresh_due)
    registry.register("tick", "surveys.repeating", repeating.prepare_due)
    registry.register("tick", "surveys.keys", keys.start_probes)
    registry.register("tick", "surveys.orders", orders.forget_orders)
    registry.register("tick", "surveys.forgetting", people.forget_invitations)
