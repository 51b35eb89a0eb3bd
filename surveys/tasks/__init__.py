"""Jobs of this app; importing the folder registers them all."""

from surveys.tasks import counting, fielding, reports

__all__ = ["counting", "fielding", "reports"]
