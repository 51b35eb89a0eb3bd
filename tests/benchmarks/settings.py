"""The portal's settings as in production, and one address more: the bare view."""

from __future__ import annotations

from yhes.settings import *  # noqa: F403  (settings are read by name, from here)

ROOT_URLCONF = "tests.benchmarks.bare"
