"""The demo's people. Demo mode relaxes sign-in, so it keeps to this machine (see checks.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from yhes.accounts.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LOCAL_ADDRESSES: Final = ("127.0.0.1", "::1")
LOCAL_HOSTS: Final = ("127.0.0.1", "localhost", "[::1]")

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A fictional person; `key` names them to `load_demo`, `can` tells what there is to try."""

    key: str
    name: str
    email: str
    role: StrOrPromise
    can: StrOrPromise
    is_administrator: bool = False

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


# The domain is reserved for examples (RFC 2606): no letter can ever reach anybody.
DEMO_PEOPLE: Final = (
    DemoPerson(
        "coordinator",
        "Aino Koordinaattori",
        "aino@esimerkki.example",
        _("coordinator"),
        _("Runs the project: partners, survey rounds, workshops, the peer-coach network and the roadmap."),
    ),
    DemoPerson(
        "contact",
        "Bertil Yhteyshenkilö",
        "bertil@esimerkki.example",
        _("contact"),
        _("Looks after one partner organisation: its results, its code slips and its details."),
    ),
    DemoPerson(
        "management",
        "Maija Rehtori",
        "maija@esimerkki.example",
        _("management"),
        _("Reads three strengths and three concerns of her own organisation; changes nothing."),
    ),
    DemoPerson(
        "coach",
        "Cecilia Valmentaja",
        "cecilia@esimerkki.example",
        _("coach"),
        _("Answers coaching requests, keeps her profile and counts sessions."),
    ),
    DemoPerson(
        "administrator",
        "Aatos Ylläpitäjä",
        "aatos@esimerkki.example",
        _("administrator"),
        _("Sees every project and the administration pages."),
        is_administrator=True,
    ),
)


def demo_only(view: View[Parameters]) -> View[Parameters]:
    """Outside demo mode the page does not exist; in it, only for a browser on this machine."""

    @wraps(view)
    def guarded(
        request: HttpRequest, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> HttpResponseBase:
        if not settings.DEMO or request.META.get("REMOTE_ADDR") not in LOCAL_ADDRESSES:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@transaction.atomic
def create_demo_people() -> dict[str, User]:
    """The demo's accounts by key, made unless they exist. They have no password: one click signs in."""
    return {person.key: _create(person) for person in DEMO_PEOPLE}


def _create(person: DemoPerson) -> User:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        make = User.objects.create_superuser if person.is_administrator else User.objects.create_user
        user = make(person.email, name=person.name)
    EmailAddress.objects.get_or_create(
        user=user, email=person.email, defaults={"verified": True, "primary": True}
    )
    return user
