"""A release as an SPSS system file (.sav) with labels."""

from __future__ import annotations

from surveys.formats.releases.spss.file import figures_sav

__all__ = ["figures_sav"]
