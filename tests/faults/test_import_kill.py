"""An import that is killed leaves nothing half, and two of the same file at once make nobody twice."""

from __future__ import annotations

import multiprocessing
import signal
from functools import partial

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection

from projects.register.models import Organisation, PartnerImport, Partnership
from projects.register.services import importing
from tests.cast import Cast
from tests.faults import import_child
from tests.surveys.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 30
FILE = "Nimi;Rooli\n" + "".join(f"Esimerkkituonti {number:02};partner\n" for number in range(ROWS))


def checked(cast: Cast) -> PartnerImport:
    file = ContentFile(FILE.encode(), name="t.csv")
    made = importing.upload_partners(project=cast.project, file=file, name="t.csv", user=cast.aino)
    importing.request_check(file=made, columns=made.columns, answers={}, user=cast.aino)
    return made


def imported() -> tuple[int, int]:
    names = Organisation.objects.filter(name_fi__startswith="Esimerkkituonti")
    return names.count(), Partnership.objects.filter(organisation__in=names).count()


def test_a_kill_in_the_middle_stores_nothing_and_the_next_try_everything(cast: Cast) -> None:
    file = checked(cast)
    statements = (9, 13)  # after the organisations; before the last of all
    for before in statements:
        assert die(file, before) == -signal.SIGKILL, before
        assert imported() == (0, 0)
    importing.store_import(key=file.pk, actor=cast.aino)
    assert imported() == (ROWS, ROWS)
    importing.store_import(key=file.pk, actor=cast.aino)  # as a job does whose end nobody noted
    assert imported() == (ROWS, ROWS)


def die(file: PartnerImport, before: int) -> int | None:
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["tests.faults.closing_child", "tests.faults.import_child"])
    database = {name: connection.settings_dict[name] for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    given = (database, str(settings.MEDIA_ROOT), file.pk, before)
    child = forking.Process(target=import_child.store_and_die, args=given)
    child.start()
    child.join(60)
    return child.exitcode


def test_two_who_import_the_same_at_once_make_nobody_twice(cast: Cast) -> None:
    files = [checked(cast), checked(cast)]
    store = [partial(importing.store_import, key=file.pk, actor=cast.aino) for file in files]
    outcomes = at_once(store)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "RegisterChanged"]
    assert imported() == (ROWS, ROWS)
