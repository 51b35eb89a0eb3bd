"""Networks of peer coaches, requests for one, pairings and their sessions."""

from peercoaching.models.networks import Coach, CoachNetwork, Topic
from peercoaching.models.requests import CoachingRequest, Pairing, Session

__all__ = ["Coach", "CoachNetwork", "CoachingRequest", "Pairing", "Session", "Topic"]
