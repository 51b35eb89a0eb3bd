"""The trail of who changed what: complete, readable and never rewritten."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from tests.cast import Cast, make_project
from yhes.common import audit
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_an_event_tells_who_what_and_the_change(cast: Cast) -> None:
    changes = {"ends_on": (None, date(2027, 1, 31)), "network": (cast.project, cast.other_project)}
    audit.record(
        actor=cast.aino,
        action="register.project_edited",
        on=cast.project,
        project_id=cast.project.pk,
        changes=changes,
    )
    [event] = audit.history(cast.project)
    assert (event.actor, event.action, event.object_label) == (
        cast.aino,
        "register.project_edited",
        "Esimerkkipolku",
    )
    event.refresh_from_db()
    assert event.changes == {
        "ends_on": [None, "2027-01-31"],
        "network": ["Esimerkkipolku", "Esimerkkisilta"],
    }


def test_a_row_is_named_in_every_language_where_they_differ(cast: Cast) -> None:
    """Who reads the trail may read another language than who wrote it."""
    cast.college.name_sv = "Exempelskolan"
    named = (cast.institute, cast.college)
    changes = {"provider": named, "groups": (None, [cast.college, cast.institute])}
    with translation.override("sv"):
        event = audit.record(actor=cast.aino, action="register.tested", on=cast.college, changes=changes)
    event.refresh_from_db()
    words = {"fi": "Esimerkkiopisto", "sv": "Exempelskolan", "en": "Esimerkkiopisto"}
    assert event.changes == {
        "provider": [str(cast.institute), words],
        "groups": [None, [words, str(cast.institute)]],
    }
    assert audit.is_words(event.changes["provider"][1])
    assert not audit.is_words({"role": "partner"})


def test_history_is_of_one_object_and_newest_first(cast: Cast) -> None:
    for action in ("register.first", "register.second"):
        audit.record(actor=cast.aino, action=action, on=cast.project)
    audit.record(actor=cast.aino, action="register.other", on=cast.other_project)
    audit.record(actor=cast.aino, action="register.organisation", on=cast.college)
    assert [event.action for event in audit.history(cast.project)] == ["register.second", "register.first"]


def test_a_change_and_its_event_are_stored_together_or_not_at_all(cast: Cast) -> None:
    from django.db import transaction

    with transaction.atomic():
        project = make_project("kokeilu", "Kokeilu")
        audit.record(actor=cast.aino, action="register.project_added", on=project)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.filter(action="register.project_added").exists()


def test_an_event_can_be_neither_changed_nor_deleted(cast: Cast) -> None:
    event = audit.record(actor=cast.aino, action="register.first", on=cast.project)
    event.action = "register.something_else"
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
    with pytest.raises(TypeError):
        AuditEvent.objects.all().delete()
    with pytest.raises(TypeError):
        AuditEvent.objects.update(action="register.nothing")
    assert AuditEvent.objects.get().action == "register.first"


def test_the_trail_outlives_the_person_but_not_their_name(cast: Cast) -> None:
    audit.record(actor=cast.eero, action="register.first", on=cast.project)
    cast.eero.delete()
    [event] = audit.history(cast.project)
    assert event.actor is None


def test_somebody_who_has_not_signed_in_is_nobody(cast: Cast) -> None:
    from django.contrib.auth.models import AnonymousUser

    assert audit.record(actor=AnonymousUser(), action="x.y", on=cast.project).actor is None


def test_only_what_differs_counts_as_changed(cast: Cast) -> None:
    new = {"acronym": "EP", "funder": cast.project.funder, "starts_on": date(2025, 1, 1)}
    assert audit.assign(cast.project, new) == {"acronym": ("", "EP")}
    assert cast.project.acronym == "EP"
