"""The forms of the questionnaire editor: one a thing that can be written.

`editing` is what they share, `basics`, `sections`, `parts` and `conditions` are the things.
"""

from __future__ import annotations
