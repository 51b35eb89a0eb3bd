"""Workshops, who comes to them, what came of them and what people think of that."""

from projects.workshops.models.outcomes import Outcome, Vote
from projects.workshops.models.registrations import Registration
from projects.workshops.models.workshops import Workshop

__all__ = ["Outcome", "Registration", "Vote", "Workshop"]
