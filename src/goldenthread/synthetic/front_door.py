"""The front door: contacts, early help, referrals and assessments."""

from __future__ import annotations

from goldenthread.synthetic import days
from goldenthread.synthetic.chance import Bands, Mix
from goldenthread.synthetic.days import Day
from goldenthread.synthetic.life import Life

# Sources of referral (published, 2019-20), spread over the codes each published group holds.
_SOURCES = Mix(
    {
        "6": 28.7, "2A": 18.2, "2B": 2.1, "1A": 5.5, "1B": 1.2, "1C": 0.6, "1D": 0.8,
        "3A": 2.4, "3B": 2.2, "3C": 1.2, "3D": 4.0, "3E": 3.6, "3F": 1.6, "4": 1.3,
        "5A": 7.0, "5B": 2.8, "5C": 2.4, "5D": 1.9, "7": 3.9, "8": 4.9, "9": 2.1, "10": 1.4,
    }
)  # fmt: skip
_NEEDS = Mix(
    {"N1": 57.0, "N2": 6.0, "N3": 3.0, "N4": 9.0, "N5": 16.0, "N6": 4.0, "N7": 0.5, "N8": 3.5, "N0": 1.0}
)

# Working days an assessment takes: bands published for 2024-25, the spike before 45 days among them.
_ASSESSMENT_IN_TIME = Bands(
    (0, 0, 1.8), (1, 10, 11.7), (11, 20, 17.3), (21, 30, 15.8), (31, 40, 20.2), (41, 45, 18.9)
)
_ASSESSMENT_LATE = Bands((46, 50, 5.8), (51, 60, 4.3), (61, 90, 4.2))
_EARLY_HELP_ORGANISATIONS = Mix(
    {
        "Early Help Hub One": 26.0,
        "Early Help Hub Two": 22.0,
        "Made-up Primary School": 18.0,
        "Made-up Secondary School": 12.0,
        "Health Visiting Service": 14.0,
        "Made-up Family Charity": 8.0,
    }
)
_LATER_CONTACTS = Mix({0: 40.0, 1: 30.0, 2: 18.0, 3: 12.0})
_EARLY_HELP_DAYS = Bands((15, 45, 45), (46, 90, 30), (91, 200, 25))


def source(life: Life) -> str:
    return _SOURCES.draw(life.rng)


def need(life: Life, route: str) -> str:
    """The primary need a referral is recorded under."""
    if life.asylum:
        return "N8"
    return "N2" if route == "disabled" else _NEEDS.draw(life.rng)


def contact(life: Life, day: Day, *, said_by: str | None = None) -> None:
    life.add("ssd_contacts", cont_contact_date=day, cont_contact_source_code=said_by or source(life))
    life.touch(day)


def later_contacts(life: Life, closed: Day) -> None:
    """Contacts about a child known before that lead to nothing more. They do not make the child active."""
    for _ in range(_LATER_CONTACTS.draw(life.rng)):
        day = closed + life.between(20, 500)
        if day < life.adult and life.died is None:
            life.add("ssd_contacts", cont_contact_date=day, cont_contact_source_code=source(life))


def early_help(life: Life, day: Day) -> None:
    """An early help assessment, and the help that follows it."""
    end = day + _EARLY_HELP_DAYS.draw(life.rng)
    life.add(
        "ssd_early_help_episodes",
        earl_episode_start_date=day,
        earl_episode_end_date=end,
        earl_episode_organisation=_EARLY_HELP_ORGANISATIONS.draw(life.rng),
    )
    life.touch(end)


def refer(life: Life, day: Day, *, route: str, nfa: bool) -> str:
    """A contact taken as a referral; the referral stays open until `close`."""
    said_by = source(life)
    contact(life, day - (1 if life.chance(0.25) and days.is_working_day(day - 1) else 0), said_by=said_by)
    life.hold("front_door" if nfa else _first_team(life, route), day)
    return life.add(
        "ssd_cin_episodes",
        cine_referral_date=day,
        cine_cin_primary_need_code=need(life, route),
        cine_referral_source_code=said_by,
        cine_referral_nfa="Y" if nfa else "N",
        cine_referral_team=life.team_id,
        cine_referral_worker_id=life.worker_on(day),
        cine_in_need="N" if nfa else "Y",
    )


def _first_team(life: Life, route: str) -> str:
    return "disabled" if route == "disabled" else "assessment"


def close(life: Life, day: Day, *, reason: str | None) -> None:
    """Ends the child's latest referral, and the case with it."""
    end_referral(life, day, reason=reason)
    life.release(day)


def end_referral(life: Life, day: Day, *, reason: str | None) -> None:
    """Ends the child's latest referral; somebody may still hold the case."""
    life.rows["ssd_cin_episodes"][-1] |= {"cine_close_date": day, "cine_close_reason": reason}
    life.touch(day)


def assess(life: Life, start: Day, *, referral: str, in_need: bool) -> Day:
    """A child and family assessment; gives the day a manager authorised it."""
    # Judged as things stand about when it is due: a month of authorisations shows that month's practice.
    in_time = life.in_time(life.setting.scenario.assessment_in_time, start + 40)
    length = (_ASSESSMENT_IN_TIME if in_time else _ASSESSMENT_LATE).draw(life.rng)
    authorised = days.add_working_days(start, length)
    life.add(
        "ssd_cin_assessments",
        cina_referral_id=referral,
        cina_assessment_start_date=start,
        cina_assessment_child_seen="Y" if start >= life.born and life.chance(0.95) else "N",
        cina_assessment_auth_date=authorised,
        cina_assessment_outcome_nfa="N" if in_need else "Y",
        cina_assessment_team=life.team_id,
        cina_assessment_worker_id=life.worker_on(authorised),
    )
    life.touch(authorised)
    return authorised
