"""Work the duties out again from the latest snapshot, after a change of rules: `python -m django
refill_oversight`."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from goldenthread.web.intake.queries import latest
from goldenthread.web.oversight.actions import refill


class Command(BaseCommand):
    help = "Work out the duties of the latest snapshot again."

    def handle(self, *args: object, **options: object) -> None:
        filled = refill(latest())
        self.stdout.write(f"{filled.rows:,} open duties as at {filled.as_at}" if filled else "no snapshot")
