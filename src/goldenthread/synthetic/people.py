"""Who the made-up children are: sex, ethnicity, age, disability, asylum."""

from __future__ import annotations

from random import Random

from goldenthread.synthetic import days
from goldenthread.synthetic.chance import Bands, Mix, between
from goldenthread.synthetic.days import Day
from goldenthread.synthetic.life import Life

# Shares follow the children in need census and SSDA903 where they give them (published, 2020 and 2025).
_SEX = Mix({"M": 53.8, "F": 45.4, "I": 0.4, "U": 0.4})
_ETHNICITY = Mix(
    {
        "WBRI": 66.0, "WIRI": 0.6, "WIRT": 0.4, "WOTH": 4.2, "WROM": 0.8,
        "MWBC": 3.0, "MWBA": 1.4, "MWAS": 1.6, "MOTH": 2.4,
        "AIND": 1.0, "APKN": 2.6, "ABAN": 1.6, "AOTH": 1.8,
        "BCRB": 1.6, "BAFR": 4.4, "BOTH": 1.6, "CHNE": 0.2, "OOTH": 2.4,
        "REFU": 0.4, "NOBT": 2.0,
    }
)  # fmt: skip
_ASYLUM_ETHNICITY = Mix({"OOTH": 40.0, "BAFR": 32.0, "AOTH": 22.0, "WOTH": 6.0})
_DISABILITY = Mix(
    {"LD": 30, "AUT": 28, "BEH": 12, "COMM": 10, "MOB": 8, "CON": 4, "HEAR": 3, "VIS": 3, "DDA": 2}
)
_NOT_DISABLED = Mix({"NONE": 93.0, "UNKNOWN": 7.0})
_DISABLED_SHARE = 0.09

_AGE_IN_DAYS = Bands((0, 364, 8), (365, 1825, 24), (1826, 3650, 29), (3651, 5840, 33), (5841, 6390, 6))
_AGE_ENTERING_CARE = Bands(
    (0, 240, 26), (365, 1825, 17), (1826, 3650, 18), (3651, 5840, 32), (5841, 6300, 14)
)
_AGE_FOR_ADOPTION = Bands((0, 200, 60), (201, 1200, 40))
_AGE_SEEKING_ASYLUM = Bands((5110, 5839, 20), (5840, 6300, 80))


def born(route: str, *, arrival: Day, rng: Random) -> Day:
    """A birthday that suits the route, for a child who comes to notice on a day."""
    if route == "unborn":
        return arrival + between(rng, 40, 150)
    ages = {"care": _AGE_ENTERING_CARE, "adoption": _AGE_FOR_ADOPTION, "asylum": _AGE_SEEKING_ASYLUM}
    return arrival - ages.get(route, _AGE_IN_DAYS).draw(rng)


def introduce(life: Life, route: str) -> None:
    """Writes who the child is."""
    life.asylum = route == "asylum" or (route == "leaver" and life.chance(0.2))
    life.disabled = route == "disabled" or life.chance(_DISABLED_SHARE)
    expected = life.born + life.between(-12, 10) if route == "unborn" else None
    life.add(
        "ssd_person",
        pers_gender=_sex(life),
        pers_ethnicity=(_ASYLUM_ETHNICITY if life.asylum else _ETHNICITY).draw(life.rng),
        pers_dob=life.born,
        pers_expected_dob=expected,
    )
    _disability(life)


def _sex(life: Life) -> str:
    if life.asylum:
        return "M" if life.chance(0.93) else "F"
    return _SEX.draw(life.rng)


def _disability(life: Life) -> None:
    if life.disabled:
        first = _DISABILITY.draw(life.rng)
        life.add("ssd_disability", disa_disability_code=first)
        if first != "AUT" and life.chance(0.2):
            life.add("ssd_disability", disa_disability_code="AUT")
    elif life.chance(0.97):
        life.add("ssd_disability", disa_disability_code=_NOT_DISABLED.draw(life.rng))


def seek_asylum(life: Life, arrival: Day) -> None:
    """Writes that the child is, or came as, an unaccompanied asylum seeking child."""
    granted = arrival + life.between(250, 900)
    life.add(
        "ssd_immigration_status",
        immi_immigration_status="UASC",
        immi_immigration_status_start_date=arrival,
        immi_immigration_status_end_date=max(granted, days.add_years(life.born, 18)),
    )
