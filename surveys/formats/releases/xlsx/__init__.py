"""A release as a workbook for people: what it is, groups by dimension, every question, the codebook."""

from __future__ import annotations

from surveys.formats.releases.xlsx.sheets import figures_xlsx

__all__ = ["figures_xlsx"]
