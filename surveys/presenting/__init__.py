"""What results pages show: released documents turned into tiles, charts and sentences.

Reads releases only. Everything is formatted here, in the active language, so that a template
only places it; and remembered, because a release never changes.
"""

from surveys.presenting.fragments import (
    Fragment,
    Head,
    downloads_of,
    figures_of,
    head_of,
    learning_of,
    over_time_of,
    questions_over_time_of,
    replies_of,
    source_line,
    strengths_of,
    switcher_of,
)
from surveys.presenting.learning import learn_from
from surveys.presenting.pages import GroupResults, Tile, group_results
from surveys.presenting.reading import (
    ReleaseReader,
    own_and_earlier,
    standing_release,
    standing_releases,
    standing_series,
)
from surveys.presenting.summary import Strength, Summary, summary
from surveys.presenting.turnout import Turnout, turnout

__all__ = [
    "Fragment",
    "GroupResults",
    "Head",
    "ReleaseReader",
    "Strength",
    "Summary",
    "Tile",
    "Turnout",
    "downloads_of",
    "figures_of",
    "group_results",
    "head_of",
    "learn_from",
    "learning_of",
    "over_time_of",
    "own_and_earlier",
    "questions_over_time_of",
    "replies_of",
    "source_line",
    "standing_release",
    "standing_releases",
    "standing_series",
    "strengths_of",
    "summary",
    "switcher_of",
    "turnout",
]
