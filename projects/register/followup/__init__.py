"""The room where a project is followed up: its lists, how they are narrowed, and what they say in files."""

from projects.register.followup.kinds import KINDS, Kind

__all__ = ["KINDS", "Kind"]
