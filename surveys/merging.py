"""When two entries of one organisation cannot become one: their groups in surveys stand apart (`merging`)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from projects.register.models import Organisation
from surveys.models import Group, Round


def refusals(kept: Organisation, dropped: Organisation) -> Iterator[str]:
    """Frozen groups carry released figures and what is still protected; they never change hands."""
    groups = Group.objects.filter(organisation=dropped)
    if groups.exclude(round__state=Round.State.DRAFT).exists():
        yield _(
            "The one that goes has groups in a survey round that has been opened. Its figures are frozen, "
            "and merging would change what is shown together. Keep that organisation and merge the other "
            "into it."
        )
    drafts = Round.objects.filter(pk__in=groups.values("round"), groups__organisation=kept)
    own = Round.objects.filter(state=Round.State.DRAFT).exclude(own_modules={})
    if any(dropped.pk in round_.own_modules.values() for round_ in own.only("own_modules")):
        yield _("The one that goes has questions of its own in a survey round being prepared.")
    if drafts.filter(state=Round.State.DRAFT).exists():
        yield _("Both have groups in a survey round being prepared. Leave one of them out there first.")
