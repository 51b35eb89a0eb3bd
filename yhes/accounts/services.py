"""Making, changing, exporting and removing accounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yhes.accounts.models import User
from yhes.common import audit, registry, trail
from yhes.common.errors import DomainError
from yhes.common.mail import letters
from yhes.common.models import AuditEvent

ONLY_ADMINISTRATOR = _("Nobody else administers the portal. Give another account the right first.")


class AccountExists(DomainError):
    """Somebody already has an account with the address."""


class AccountInUse(DomainError):
    """Something that must stay refers to the account."""


def find_account(email: str) -> User | None:
    """Whoever owns the address: as the account's own, or as a confirmed address of it."""
    owner = User.objects.filter(email__iexact=email).first()
    if owner:
        return owner
    address = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    return address.user if address else None


def owns_address(user: User, email: str) -> bool:
    owner = find_account(email)
    return owner is not None and owner.pk == user.pk


@transaction.atomic
def create_account(*, email: str, name: str, language: str, password: str | None) -> User:
    """An account whose address is known to be the person's own (they followed a link sent to it).

    password: None means that the person signs in with codes. Raises AccountExists.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name, language=language)
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    except IntegrityError as error:
        raise AccountExists(_("There already is an account for this address. Sign in with it.")) from error
    audit.record(actor=user, action="accounts.created", on=user, label="")
    return user


@transaction.atomic
def accept_offer(*, offer: registry.Offer, user: User) -> str:
    """The signed-in person takes what the invitation offers; returns the address to go to next."""
    return offer.accept(user)


@transaction.atomic
def join(*, offer: registry.Offer, name: str, password: str | None) -> tuple[User, str]:
    """A new person takes what the invitation offers: account and role come together or not at all.

    Raises AccountExists, or the DomainError with which the offer refuses.
    """
    user = create_account(email=offer.email, name=name, language=offer.language, password=password)
    return user, offer.accept(user)


@transaction.atomic
def change_profile(*, user: User, name: str, language: str) -> None:
    """Name and language. Which name was before is not kept."""
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])


@transaction.atomic
def end_other_sessions(*, user: User) -> None:
    """Every session of the person ends; the caller keeps its own with `update_session_auth_hash`."""
    User.objects.filter(pk=user.pk).update(session_generation=models.F("session_generation") + 1)
    user.refresh_from_db(fields=["session_generation"])
    audit.record(actor=user, action="accounts.sessions_ended", on=user, label="")


def forget_ended_sessions(now: datetime) -> None:
    """Sessions whose time is up hold nothing anybody needs; registered as a `tick`."""
    Session.objects.filter(expire_date__lt=now).delete()


def own_data(user: User) -> dict[str, Any]:
    """What the account itself holds of the person; registered as `personal_data`."""
    return {
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "created_at": user.created_at,
        "last_login": user.last_login,
        "signs_in_with_password": user.has_usable_password(),
        "addresses": list(
            EmailAddress.objects.filter(user=user).order_by("pk").values("email", "verified", "primary")
        ),
        "second_factors": list(
            Authenticator.objects.filter(user=user)
            .order_by("pk")
            .values("type", "created_at", "last_used_at")
        ),
        "recorded_actions": list(
            AuditEvent.objects.filter(actor=user).order_by("at").values("at", "action", "object_label")
        ),
    }


def personal_data(*, user: User) -> dict[str, Any]:
    """Everything the portal holds of the person, one part an app. Survey answers are in none of them."""
    return {name: provider(user) for name, provider in registry.providers("personal_data").items()}


def is_only_administrator(user: User) -> bool:
    """Whether nobody who can sign in would administer the portal without them.

    Administrators stay locked until the caller's transaction ends: of two who leave at once, one stays.
    """
    able = User.objects.select_for_update().filter(is_superuser=True, is_active=True).order_by("pk")
    return list(able.values_list("pk", flat=True)) == [user.pk]


def holding(user: User) -> Iterator[registry.Hold]:
    """Registered as `holding`: the portal is not left without an administrator."""
    if user.is_superuser and is_only_administrator(user):
        yield registry.Hold(
            text=_(
                "You are the only administrator of the portal. Make somebody else an administrator first: "
                "open their account in the administration and give them the right. Then you can remove yours."
            ),
            of_another=ONLY_ADMINISTRATOR,
            url=reverse("admin:accounts_user_changelist"),
            action=_("Choose the account"),
        )


def losses(user: User) -> list[str]:
    """What goes with the account, in words for the person."""
    return [str(loss) for provider in registry.providers("leaving").values() for loss in provider(user)]


@transaction.atomic
def holds(user: User) -> list[registry.Hold]:
    """What the person must hand over before the account can go."""
    return [hold for provider in registry.providers("holding").values() for hold in provider(user)]


@transaction.atomic
def remove_account(*, user: User) -> None:
    """Erase the person: account, addresses, second factors, roles and letters.

    What they did for a project stays, without a name. Raises AccountInUse, also while something must
    be handed over first.
    """
    if held := holds(user):
        raise AccountInUse(" ".join(str(hold.text) for hold in held))
    name = user.name
    addresses = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    try:
        user.delete()
    except models.ProtectedError as error:
        raise AccountInUse(
            _("The account cannot be removed yet, because a project still needs it. Ask its coordinator.")
        ) from error
    for erase in registry.providers("erasing").values():
        erase(addresses)
    trail.forget_person(name=name, addresses=addresses)
    for address in addresses:
        letters.forget(address)
