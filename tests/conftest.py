"""Fixtures for everybody: services.py starts first, the rest follows once settings exist."""

from __future__ import annotations

pytest_plugins = ["tests.services"]
