"""A release as DDI-Codebook 2.5: what was asked, and the released figures of each group."""

from __future__ import annotations

from surveys.formats.releases.ddi.codebook import figures_ddi

__all__ = ["figures_ddi"]
