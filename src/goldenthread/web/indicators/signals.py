"""What the rooms above may listen for, so that what rests on figures follows them."""

from __future__ import annotations

from django.dispatch import Signal

# Sent with `filling` (a Filling) once every figure of a snapshot stands in place of those before.
figures_filled = Signal()
