"""Who runs the portal and who supervises it, as the two statements tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings

WRITTEN_ON = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody to write to. What is not known is "" and left out of the page."""

    name: str
    email: str = ""
    phone: str = ""
    address: str = ""
    business_id: str = ""
    url: str = ""


def operator() -> Party:
    """The provider of the service and the controller of its data."""
    return Party(
        name=settings.OPERATOR_NAME,
        email=settings.CONTACT_EMAIL,
        phone=settings.OPERATOR_PHONE,
        address=settings.OPERATOR_ADDRESS,
        business_id=settings.OPERATOR_BUSINESS_ID,
    )


def data_protection_officer() -> Party:
    """Whom to ask about personal data; the operator's own address when nobody else is named."""
    return Party(
        name=settings.DATA_PROTECTION_OFFICER,
        email=settings.DATA_PROTECTION_EMAIL or settings.CONTACT_EMAIL,
    )


def authority() -> Party:
    return Party(
        name=settings.ACCESSIBILITY_AUTHORITY,
        email=settings.ACCESSIBILITY_AUTHORITY_EMAIL,
        phone=settings.ACCESSIBILITY_AUTHORITY_PHONE,
        url=settings.ACCESSIBILITY_AUTHORITY_URL,
    )
