"""What other apps may listen for, so that tables made from the records follow the register without intake
knowing them."""

from __future__ import annotations

from django.dispatch import Signal

# Sent with `latest` (a Snapshot, or None where there is none) inside the transaction of each reconcile.
register_reconciled = Signal()
