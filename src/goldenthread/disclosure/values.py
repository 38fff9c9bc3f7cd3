"""A figure as published: a number, or suppressed. Suppressed is a kind of value, never blank and never zero,
and nothing is calculated from it."""

from __future__ import annotations

from typing import Any, Final, NoReturn


class Suppressed:
    """A count that is not told. One for all: the first withheld for its smallness and those withheld to keep
    it look the same."""

    symbol = "c"

    def __repr__(self) -> str:
        return "SUPPRESSED"

    def __str__(self) -> str:
        return self.symbol

    def _refuse(self, *_: Any) -> NoReturn:
        raise TypeError("Nothing is calculated from a suppressed figure.")

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __neg__ = __abs__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __int__ = __float__ = __round__ = _refuse


SUPPRESSED: Final = Suppressed()
Shown = int | Suppressed


def percentage(numerator: Shown, denominator: Shown) -> float | Suppressed | None:
    """A percentage of what is published; suppressed where either count is, None of nothing."""
    if isinstance(numerator, Suppressed) or isinstance(denominator, Suppressed):
        return SUPPRESSED
    return 100 * numerator / denominator if denominator else None
