"""Where children in care live, and how often they move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread.synthetic import days
from goldenthread.synthetic.chance import Bands, Mix, one_of
from goldenthread.synthetic.days import Day
from goldenthread.synthetic.life import Life

# Types of placement, fitted so that those open at a date come near the published split of 2024-25.
_UNDER_TEN = Mix({"U6": 68.0, "U3": 18.0, "P1": 8.0, "R3": 4.0, "K2": 2.0})
_TEN_TO_FIFTEEN = Mix({"U6": 55.0, "U3": 8.0, "K2": 35.0, "P1": 6.0, "S1": 0.5, "Z1": 1.5})
_SIXTEEN_UP = Mix({"H5": 52.0, "U6": 26.0, "K2": 14.0, "P2": 4.0, "P1": 2.0, "Z1": 2.0})
_REMAND = Mix({"R5": 60.0, "K1": 40.0})
_SETTLED = {"U6": "U4", "U3": "U1"}  # a foster home that becomes the long-term one

_STAYS_FIRST = Bands((2, 30, 26), (31, 120, 30), (121, 400, 26), (401, 1500, 18))
_STAYS_LATER = Bands((15, 120, 28), (121, 400, 29), (401, 1000, 23), (1001, 3000, 20))

_STAYS_SETTLED = Bands((60, 400, 22), (401, 1000, 30), (1001, 4000, 48))

_FOSTER_PROVIDER = Mix({"PR1": 58.0, "PR4": 36.0, "PR5": 6.0})
_HOME_PROVIDER = Mix({"PR4": 83.0, "PR1": 11.0, "PR5": 6.0})
_OWN = Mix({"PR1": 1.0})
_PROVIDERS: Mapping[str, Mix[str]] = {
    "P1": Mix({"PR0": 1.0}),
    "U1": _OWN,
    "U3": _OWN,
    "U4": _FOSTER_PROVIDER,
    "U5": _FOSTER_PROVIDER,
    "U6": _FOSTER_PROVIDER,
}
_OUTSIDE = {"P1": 0.12, "U1": 0.25, "U3": 0.25, "K2": 0.62, "H5": 0.35}
_REGISTERED = ("K1", "K2", "H5", "R3", "S1")
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True)
class Placement:
    """One home. `postcode` and `urn` are of no real place."""

    start: Day
    end: Day
    type: str
    provider: str
    location: str
    authority: str | None
    postcode: str | None
    urn: str | None


def placements(life: Life, start: Day, end: Day, *, settles: bool, status: str) -> list[Placement]:
    """The homes of one care period, each ending as the next begins."""
    found: list[Placement] = []
    day = start
    while day < min(end, life.horizon + 1):
        kind = _type(life, day, settled=settles and bool(found), status=status)
        until = min(end, day + _stays(kind, first=not found).draw(life.rng), _grown_out_of(life, kind, day))
        found.append(place(life, kind, day, until))
        day = until
    return found


def _stays(kind: str, *, first: bool) -> Bands:
    if kind in _SETTLED.values():
        return _STAYS_SETTLED
    return _STAYS_FIRST if first else _STAYS_LATER


def _grown_out_of(life: Life, kind: str, day: Day) -> Day:
    """When a young person moves on from a children's home: within a year or so of turning sixteen."""
    sixteen = days.add_years(life.born, 16)
    return sixteen + life.between(1, 400) if kind == "K2" and day < sixteen else life.adult


def _type(life: Life, day: Day, *, settled: bool, status: str) -> str:
    if status == "J1":
        return _REMAND.draw(life.rng)
    age = life.age(day)
    mix = _UNDER_TEN if age < 10 else _TEN_TO_FIFTEEN if age < 16 else _SIXTEEN_UP
    kind = mix.draw(life.rng)
    return _SETTLED.get(kind, kind) if settled else kind


def place(life: Life, kind: str, start: Day, end: Day) -> Placement:
    """One home of a type, with who provides it and where it is."""
    outside = life.chance(_OUTSIDE.get(kind, 0.46))
    return Placement(
        start=start,
        end=end,
        type=kind,
        provider=_PROVIDERS.get(kind, _HOME_PROVIDER).draw(life.rng),
        location="OUT" if outside else "IN",
        authority="WAL" if outside and life.chance(0.03) else None,
        postcode=_postcode(life, outside=outside) if life.chance(0.93) else None,
        urn=f"MU{life.between(0, 9999):04d}" if kind in _REGISTERED else None,
    )


def _postcode(life: Life, *, outside: bool) -> str:
    """A postcode in an area that does not exist: ZZ here, ZY elsewhere."""
    ending = one_of(life.rng, _LETTERS) + one_of(life.rng, _LETTERS)
    return f"{'ZY' if outside else 'ZZ'}{life.between(1, 9)} {life.between(1, 9)}{ending}"
