"""A small made-up store in which some records are past their day: GONE was looked after and is 75, HELD
too, STAYS is a child today."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from goldenthread.web.access.actions import Look, record_view
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.database.scope import tell
from goldenthread.web.oversight.models import ClockRow
from goldenthread.web.retention.fence import with_all_eyes
from web_people import person
from web_store import registered

GONE, HELD, STAYS = "GONE0001", "HELD0002", "STAYS003"


def a_store(store: Path) -> None:
    """Two snapshots: the earlier names GONE as well, the later all three."""
    old = today().replace(year=today().year - 80, day=1)
    people = f"pers_person_id | pers_dob\n{GONE} | {old}"
    care = (
        "clae_cla_episode_id | clae_person_id | clae_cla_id | clae_cla_episode_start_date"
        f"\ne1 | {GONE} | l1 | 1960-01-01"
    )
    registered(store, date(2025, 3, 31), ssd_person=people, ssd_cla_episodes=care)
    registered(
        store,
        date(2026, 3, 31),
        ssd_person=f"{people}\n{HELD} | {old}\n{STAYS} | 2015-05-05",
        ssd_cla_episodes=f"{care}\ne2 | {HELD} | l2 | 1960-01-01\ne3 | {STAYS} | l3 | 2024-01-01",
        ssd_cla_placement=(
            "clap_cla_placement_id | clap_person_id | clap_cla_id | clap_cla_placement_postcode"
            f"\np1 | {STAYS} | l3 | ZZ9 9ZZ\np2 | {GONE} | l1 | ZZ8 8ZZ"
        ),
    )


def a_duty(child: str) -> None:
    """An open duty to the child, as the site keeps one."""
    tell(with_all_eyes())
    ClockRow.objects.create(
        clock="cla_visit", child_id=child, about=child, started=date(2026, 1, 1), due=date(2026, 2, 1),
        status="overdue", days_late=3, rule="made up", basis="known",
    )  # fmt: skip


def a_look(*children: str) -> Person:
    """Somebody looked at them, in one list."""
    tell(with_all_eyes())
    somebody = person("social_worker", name="Looking Madeup")
    seen_by = type("Seen", (), {"name": somebody.name, "reference": with_all_eyes().person})()
    record_view(Look(Purpose.CASE_WORK, "a list", dict.fromkeys(children, True)), by=seen_by)
    return somebody
