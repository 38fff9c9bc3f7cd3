"""Work the figures out again from the latest snapshot: after a definition was put right without a new
version."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from goldenthread.web.indicators.actions import refill
from goldenthread.web.intake.queries import latest


class Command(BaseCommand):
    help = "Work the figures out again from the latest snapshot."

    def handle(self, *args: Any, **options: Any) -> None:
        filled = refill(latest())
        self.stdout.write(f"Filled: {filled}." if filled else "There is no snapshot: no figures are held.")
