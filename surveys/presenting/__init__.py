"""What results pages show: released documents turned into tiles, charts and sentences.

Reads releases only. Everything is formatted here, in the active language, so that a template
only places it.
"""

from surveys.presenting.pages import GroupResults, Tile, group_results
from surveys.presenting.reading import ReleaseReader
from surveys.presenting.summary import Strength, Summary, summary

__all__ = ["GroupResults", "ReleaseReader", "Strength", "Summary", "Tile", "group_results", "summary"]
