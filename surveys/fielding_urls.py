"""More addresses of fielding: a shared tablet, letters at a chosen time, what is assured before opening."""

from __future__ import annotations

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from surveys.views import answering, rounds
from surveys.views.people_again import people_again

_TABLET = [
    path(_("tablet/<slug:code>/"), answering.tablet_start, name="tablet_start"),
    path(_("tablet/<slug:code>/questions/"), answering.tablet, name="tablet"),
]
urlpatterns = [
    path(_("desk/<slug:project>/surveys/by-month/"), rounds.round_calendar, name="round_calendar"),
    # Under the round's first page in every language, as its cookies reach no further.
    path(_("answer/<int:pk>/"), include(_TABLET)),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/mailings/new/"), rounds.mailing_create, name="mailing_create"
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/mailings/<int:mailing>/"),
        rounds.mailing_move,
        name="mailing_move",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/mailings/<int:mailing>/cancel/"),
        rounds.mailing_cancel,
        name="mailing_cancel",
    ),
    path(
        _("desk/<slug:project>/surveys/<int:pk>/invitations/<int:group>/again/"),
        people_again,
        name="people_again",
    ),
    path(_("desk/<slug:project>/surveys/<int:pk>/assure/"), rounds.round_assure, name="round_assure"),
]
