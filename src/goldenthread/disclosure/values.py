"""A figure as published: a number, or something from which nothing is calculated. Suppressed is a kind of
value, never blank and never zero; so is whatever else stands in a number's stead."""

from __future__ import annotations

from typing import Any, Final, NoReturn


class NotCalculable:
    """What stands where a number would, and is none: to calculate from it, to order by it, or to ask whether
    it is nought raises TypeError. A blank would be added up as nothing, and nothing is a number."""

    symbol: str
    why = "there is no number"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.symbol!r})"

    def __str__(self) -> str:
        return self.symbol

    def _refuse(self, *_: Any) -> NoReturn:
        raise TypeError(f"Nothing is calculated from a figure of which {self.why}.")

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _refuse
    __mod__ = __rmod__ = __divmod__ = __rdivmod__ = __pow__ = __rpow__ = _refuse
    __and__ = __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = _refuse
    __lshift__ = __rlshift__ = __rshift__ = __rrshift__ = __matmul__ = __rmatmul__ = _refuse
    __neg__ = __pos__ = __abs__ = __invert__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __bool__ = __int__ = __float__ = __complex__ = __index__ = _refuse
    __round__ = __trunc__ = __floor__ = __ceil__ = _refuse


class Suppressed(NotCalculable):
    """A count that is not told. One for all: the first withheld for its smallness and those withheld to keep
    it look the same."""

    symbol = "c"
    why = "the number is suppressed"

    def __repr__(self) -> str:
        return "SUPPRESSED"


SUPPRESSED: Final = Suppressed()
Shown = int | Suppressed


def percentage(numerator: Shown, denominator: Shown) -> float | Suppressed | None:
    """A percentage of what is published; suppressed where either count is, None of nothing."""
    if isinstance(numerator, Suppressed) or isinstance(denominator, Suppressed):
        return SUPPRESSED
    return 100 * numerator / denominator if denominator else None
