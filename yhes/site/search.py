"""The pages that always stand, as search finds them (yhes.common.registry.SearchKind)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from yhes.common.registry import Place, SearchItem, SearchKind
from yhes.common.words import in_every_language


def kinds() -> Iterator[SearchKind]:
    yield SearchKind("page", 90, _("Pages about the portal"), _pages, is_standing=True)


def _pages() -> Iterator[SearchItem]:
    """By their titles and leads, in the words of the pages themselves."""
    protection = _(
        "Before the first question we make you a promise. "
        "This page says exactly what it covers, what it does not cover, and how it is kept."
    )
    accessibility = _(
        "Everyone should be able to answer, read and take part here. "
        "This statement tells how far we have come."
    )
    privacy = _("What the portal knows of you, why, for how long, and what you can do about it.")
    open_data = _("What the public pages tell, as tables and for programs. You may use it freely.")
    told = (
        ("site:protection", _("How we protect your answers"), protection),
        ("site:accessibility", _("Accessibility statement"), accessibility),
        ("site:privacy", _("Privacy notice"), privacy),
        ("site:open_data", _("Open data"), open_data),
    )
    for number, (name, title, lead) in enumerate(told):
        yield SearchItem(
            pk=number,
            title=in_every_language(title.__str__),
            text=in_every_language(lead.__str__),
            public=Place(name),
        )
