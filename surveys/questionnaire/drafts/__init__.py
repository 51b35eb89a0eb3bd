"""Questionnaires that are being written: documents that may be incomplete, and how they are changed.

`shape` says what even an incomplete document never lacks, `mistakes` names everything that is still to
be done, `places` finds sections and parts, `changes` makes a new document out of another, `partial`
reads what can be read already.
"""

from __future__ import annotations
