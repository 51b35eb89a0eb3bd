"""Translating a draft: two languages beside each other, and a CSV file for whoever translates elsewhere."""

from __future__ import annotations

from surveys.views.translating.files import download, save_file, upload
from surveys.views.translating.page import translations

__all__ = ["download", "save_file", "translations", "upload"]
