"""CSV for pages: the one way of writing it, from below the site."""

from __future__ import annotations

from goldenthread.papers.safe_csv import csv_text

__all__ = ["csv_text"]
