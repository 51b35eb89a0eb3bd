"""Jobs of the register: large files of partners and employers."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.register.models import PartnerImport
from projects.register.services import importing
from yhes.accounts.models import User
from yhes.common import jobs


@jobs.job(importing.CHECK, label=_("Checking the file"))
def check_import(context: jobs.Context) -> dict[str, Any]:
    importing.check_import(key=context.payload["import"], progress=context.progress)
    return _found(context)


@jobs.job(importing.STORE, label=_("Storing the file"))
def store_import(context: jobs.Context) -> dict[str, Any]:
    actor = User.objects.filter(pk=context.payload["user"]).first()
    importing.store_import(
        key=context.payload["import"], actor=actor, progress=context.progress, confirm=context.confirm
    )
    return _found(context)


def _found(context: jobs.Context) -> dict[str, Any]:
    file = PartnerImport.objects.select_related("project").get(pk=context.payload["import"])
    room = "employer" if file.subject == PartnerImport.Subject.EMPLOYERS else "partner"
    return {"url": reverse(f"register:{room}_import_report", args=[file.project.slug, file.pk])}
