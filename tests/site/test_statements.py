"""The pages that promise: protection of answers, accessibility, privacy."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

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
        "21 November 2026",
        "WCAG 2.2",
    ):
        assert told in found


def test_the_privacy_notice_tells_periods_and_rights() -> None:
    found = page(Client(), "privacy", "en")
    for told in ("30 days", "12 months", "Data Protection Ombudsman", "neither your IP address"):
        assert told in found
