"""The pages that promise: protection of answers, accessibility, privacy."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from peercoaching.services.requests import KEPT_AFTER_END as COACHING_KEPT
from projects.register.services.invitations import KEPT_AFTER_END as INVITATIONS_KEPT
from projects.workshops.services import KEPT_DAYS as WORKSHOPS_KEPT_DAYS
from surveys.models import Round
from yhes.common.mail.outbox import KEPT as LETTERS_KEPT

LANGUAGES = ("fi", "sv", "en")

GUARANTEE = (
    "After a round is counted and its key and every copy of it destroyed, nothing the portal stores says which "
    "answer is yours, and no published numbers can be added or subtracted to give figures for fewer than five "
    "people. This does not cover: someone who controls the server, or alters the database, while the round is "
    "open; people in your group pooling what they know, or invented invitees; that you took part; what a small "
    "group's overall result, or its change between rounds, suggests; what you write about yourself."
)
PROMISE = (
    "Your answers are stored without your name or contact details, and neither your supervisor, your employer nor "
    "the project staff can see what you personally answered. Results are shown only for groups of at least 5 "
    "respondents (10 in public), but do not write anything in open answers that could identify you or someone else."
)


def page(client: Client, name: str, language: str) -> str:
    with translation.override(language):
        response: Any = client.get(reverse(f"site:{name}"))
    assert response.status_code == 200
    assert not response.cookies
    return str(response.content.decode())


def test_the_guarantee_is_told_word_for_word() -> None:
    found = page(Client(), "protection", "en")
    assert GUARANTEE in unescape(found)
    assert PROMISE in found


@pytest.mark.parametrize("name", ["protection", "accessibility", "privacy"])
def test_statements_exist_in_three_languages_without_a_query(
    name: str, django_assert_num_queries: Any, db: None
) -> None:
    with django_assert_num_queries(0):
        pages = {language: page(Client(), name, language) for language in LANGUAGES}
    for language, found in pages.items():
        assert f'<html lang="{language}">' in found
        assert found.count("<h1") == 1


def test_the_accessibility_statement_names_channel_deadline_and_authority(settings: Any) -> None:
    settings.CONTACT_EMAIL = "palaute@example.org"
    settings.OPERATOR_NAME = "Esimerkkiylläpito"
    settings.ACCESSIBILITY_AUTHORITY = "Esimerkkivirasto"
    settings.ACCESSIBILITY_AUTHORITY_URL = "https://valvoja.example/"
    found = page(Client(), "accessibility", "en")
    for told in (
        'href="mailto:palaute@example.org"',
        "Esimerkkiylläpito",
        "within 14 days",
        "Esimerkkivirasto",
        'href="https://valvoja.example/"',
        "22 November 2026",
        "WCAG 2.2",
    ):
        assert told in found


@pytest.fixture
def operated(settings: Any) -> None:
    """A portal in use, with everything about its operator told."""
    settings.DEMO = False
    settings.OPERATOR_NAME = "Esimerkkiylläpito"
    settings.OPERATOR_BUSINESS_ID = "0000001-9"
    settings.OPERATOR_ADDRESS = "Esimerkkikatu 1, 00000 Esimerkkilä"
    settings.OPERATOR_PHONE = "040 000 0000"
    settings.CONTACT_EMAIL = "palaute@example.org"
    settings.DATA_PROTECTION_OFFICER = "Esimerkki tietosuojavastaava"
    settings.DATA_PROTECTION_EMAIL = "tietosuoja@example.org"
    settings.HOSTING_PROVIDER = "Esimerkkipalvelin Oy"
    settings.LOG_KEPT_DAYS = 21
    settings.BACKUP_KEPT_DAYS = 14


def test_the_accessibility_statement_has_the_parts_of_the_model(settings: Any, operated: None) -> None:
    """Commission Implementing Decision (EU) 2018/1523 and section 9 of the Act (306/2019)."""
    settings.ACCESSIBILITY_AUTHORITY_EMAIL = "valvonta@example.org"
    settings.ACCESSIBILITY_AUTHORITY_PHONE = "029 000 0000"
    found = unescape(page(Client(), "accessibility", "en"))
    for told in (
        "provided by Esimerkkiylläpito",
        "partly meets",
        "Gaps against the requirements",
        "WCAG 3.1.2",
        "Content that the requirements do not cover",
        "disproportionate burden",
        "have assessed it themselves",
        "in a form that is accessible to you",
        "We answer within 14 days",
        'href="mailto:valvonta@example.org"',
        "029 000 0000",
        "how to make a complaint",
    ):
        assert told in found, told


def test_the_privacy_notice_tells_periods_and_rights(operated: None) -> None:
    found = unescape(page(Client(), "privacy", "en"))
    for told in (
        "Esimerkkiylläpito",
        "(0000001-9)",
        "Esimerkkikatu 1",
        "040 000 0000",
        "Esimerkki tietosuojavastaava",
        'href="mailto:tietosuoja@example.org"',
        "30 days",
        "12 months",
        "90 days after the event",
        "after 14 days",
        "kept for 21 days at most",
        "kept for 14 days at most",
        "Esimerkkipalvelin Oy",
        "European Economic Area",
        "Article 6(1)(e)",
        "Data Protection Act (1050/2018)",
        "Data Protection Ombudsman",
        "neither your IP address",
    ):
        assert told in found, told


def test_the_periods_told_are_those_the_portal_keeps(settings: Any) -> None:
    found = page(Client(), "privacy", "en")
    assert f"deleted from the trail after {settings.TRAIL_KEPT_MONTHS} months" in found
    assert f"{WORKSHOPS_KEPT_DAYS} days after the event" in found
    assert f"Invitations are deleted {Round.INVITATIONS_KEPT_DAYS} days" in found
    assert f"the counted answers after {Round.ANSWERS_KEPT_MONTHS} months" in found
    assert (COACHING_KEPT.days, f"{Round.ANSWERS_KEPT_MONTHS} months after it has ended" in found) == (
        365,
        True,
    )
    assert f"erased from it after {LETTERS_KEPT.days} days" in found
    assert f"erased {INVITATIONS_KEPT.days} days after it runs out" in found


@pytest.mark.parametrize("name", ["accessibility", "privacy"])
def test_a_demo_says_that_nobody_stands_behind_it(name: str, settings: Any, operated: None) -> None:
    said = "This is a demonstration on somebody's own machine"
    assert said not in unescape(page(Client(), name, "en"))
    settings.DEMO = True
    assert said in unescape(page(Client(), name, "en"))
