"""Nobody, not even an operator signed in as administrator, is offered a list of what people answered."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.views.debug import SafeExceptionReporterFilter

from surveys.models import Group, Round, SharedLink
from surveys.services import closing, releasing
from surveys.views import answering
from tests.cast import Cast
from tests.surveys.ballot_box import fill, open_box
from tests.surveys.fielding import fill_in, silent, url
from yhes.accounts.admin import site


def test_no_page_of_the_administration_is_about_answers_envelopes_or_tokens() -> None:
    listed = {model._meta.label for model in site._registry}
    kept_back = {model._meta.label for model in apps.get_app_config("surveys").get_models()}
    assert not listed & kept_back


@pytest.mark.django_db
def test_an_error_report_shows_nothing_of_what_was_sent(round_: Round, rf: RequestFactory) -> None:
    """A report is made of the request as the view left it."""
    sent = fill_in(round_, "4")
    request: HttpRequest = rf.post("/", {**sent, "_link": "a-token"})
    answering.questions(request, pk=round_.pk)
    request_filter = SafeExceptionReporterFilter()
    request_filter.is_active = lambda request: True  # type: ignore[method-assign]  # as without DEBUG
    shown = request_filter.get_post_parameters(request)
    assert set(shown) == {*sent, "_link"}
    assert set(shown.values()) == {request_filter.cleansed_substitute}


@pytest.mark.django_db(transaction=True)
def test_results_say_that_a_shared_link_cannot_count_people(cast: Cast, as_aino: Client) -> None:
    box = open_box(cast.project, units=(1,))
    fill(box, {(0, 0): 12})
    SharedLink.objects.create(group=box.units[0, 0], code="abcdefghjk")
    closing.close_round(round_id=box.round.pk, report=silent)
    box.round.refresh_from_db()
    releasing.publish_release(round_=box.round, user=None, report=silent)
    root = Group.objects.get(round=box.round, parent=None)
    page = url("group_results", cast.project.slug, box.round.pk, root.pk, language="en")
    assert (
        "Such a link cannot guarantee that each person answered only once"
        in as_aino.get(page).content.decode()
    )
