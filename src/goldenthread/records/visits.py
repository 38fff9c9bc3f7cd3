"""What a visit to a child is: one at which somebody saw the child."""

from __future__ import annotations

import polars as pl


def attempted_only(seen: str) -> pl.Expr:
    """Whether a visit was an attempt at which the child was not seen, by the column that says so: not a visit
    that counts. Where nobody said, it counts."""
    return (pl.col(seen) == "N").fill_null(value=False)
