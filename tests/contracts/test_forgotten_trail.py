"""Every page opens when the texts of the audit trail are gone (decision 0099)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.contracts.test_pages import shown_to
from tests.contracts.world import World
from yhes.common import trail
from yhes.common.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["aino", "admin"])
def test_no_page_needs_what_has_been_forgotten(role: str, world: World, ask: Any, client_of: Any) -> None:
    while trail.forget_texts(timezone.now() + trail.kept() + timedelta(days=1)):
        pass
    assert any(event.emptied for event in AuditEvent.objects.all())
    client = client_of(role)
    answers = {a.name: ask(client, "GET", a.url(world.own)).status_code for a in shown_to(role)}
    # Setting a field back alone needs what stood there.
    assert {name: status for name, status in answers.items() if status != 200} == {"desk:restore": 404}
