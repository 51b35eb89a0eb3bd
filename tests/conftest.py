"""Fixtures for everybody: services.py starts first, the rest follows once settings exist."""

from __future__ import annotations

import hypothesis
import pytest

pytest_plugins = ["tests.services"]

# How long an example takes says something about the machine, nothing about the code.
hypothesis.settings.register_profile("yhes", deadline=None)
hypothesis.settings.load_profile("yhes")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The run's database goes with the run's server or folder; nobody empties it first."""
    return True
