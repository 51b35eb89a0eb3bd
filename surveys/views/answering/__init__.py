"""The answering face: no account, no session, nothing stored of whoever asks for a page.

A letter, slip or poster leads to `entering`, which puts the token into a cookie that only this
round's pages get; `starting` tells what is promised; `questions` holds the form, in which the token
is a hidden field from then on.
"""

from __future__ import annotations

from surveys.views.answering.entering import (
    enter,
    enter_code,
    enter_shared,
    enter_tablet,
    no_code,
    start_shared,
    unknown_link,
)
from surveys.views.answering.questions import questions, too_long
from surveys.views.answering.starting import start
from surveys.views.answering.tablet import tablet, tablet_start

__all__ = [
    "enter",
    "enter_code",
    "enter_shared",
    "enter_tablet",
    "no_code",
    "questions",
    "start",
    "start_shared",
    "tablet",
    "tablet_start",
    "too_long",
    "unknown_link",
]
