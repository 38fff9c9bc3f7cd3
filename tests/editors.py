"""Threat T13, goal R4: thirty-two editors at once on one thing, fifty saves each, for every kind of thing
that two people may edit. `make editors` is a third of it; PART=2/3 every third kind, from the second on.

What was acknowledged is what is stored: each save took the thing one version on, from a version that its
editor had seen, and the last of them is what stands. What was refused was said, with every word of it still
in the form.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

EDITORS, SAVES = 32, 50
LANES = 2  # kinds at once, each with a database and all of its editors to itself
TOLD = (
    "Somebody else saved this",
    "Somebody changed this",
    "Enter a day no later than its last day now",  # a role is never made longer: another's earlier day stands
)


@dataclass(frozen=True)
class Editable:
    """One thing, the page it is edited on, and who does. `typed` makes a form's fields of a number that no
    other save has; `words` are those of them that must not be lost; `stored` reads them back."""

    name: str
    row: Any
    role: str
    address: str
    typed: Callable[[int], dict[str, Any]]
    words: Callable[[int], str]
    stored: Callable[[Any], str]
    signs: bool = False
    whose: Any = None  # where it is one person's own: they edit it in so many browsers


@dataclass
class Done:
    """What came of one thing's editing."""

    name: str
    acknowledged: dict[int, int] = field(default_factory=dict)  # the version it was saved from -> the save
    refused: int = 0
    lost: int = 0  # acknowledged, and not stored
    unsaid: int = 0  # neither acknowledged nor refused in words
    text_lost: int = 0  # refused, and what was typed is not in the answer

    @property
    def holds(self) -> bool:
        return not (self.lost or self.unsaid or self.text_lost)


def edit(thing: Editable, *, editors: int, saves: int) -> Done:
    """Let so many people save it so often at once, each from the version they last saw."""
    from web_people import person

    done, lock, ready = Done(thing.name), threading.Lock(), threading.Barrier(editors)
    started_at = _version(thing)
    people = [thing.whose or person(thing.role) for _ in range(editors)]

    def one(editor: int) -> None:
        from django.db import connection

        client = _client(people[editor])
        ready.wait()
        for save in range(saves):
            number = editor * saves + save
            seen = _version(thing)
            answer = _send(client, thing, number, version=seen)
            with lock:
                _note(done, thing, answer, number=number, seen=seen)
        connection.close()

    with ThreadPoolExecutor(editors) as pool:
        list(pool.map(one, range(editors)))
    _hold_against_the_database(done, thing, started_at=started_at)
    return done


def _client(somebody: Any) -> Any:
    from django.test import Client

    client = Client()
    client.force_login(somebody, backend="goldenthread.web.accounts.backend.EmailAndPassword")
    return client


def _send(client: Any, thing: Editable, number: int, *, version: int) -> Any:
    from web_people import confirm

    if thing.signs:
        confirm(client)
    return client.post(thing.address, {**thing.typed(number), "version": version})


def _note(done: Done, thing: Editable, answer: Any, *, number: int, seen: int) -> None:
    if answer.status_code == 302:
        done.lost += seen in done.acknowledged  # two saves from one version: the first is gone unseen
        done.acknowledged[seen] = number
        return
    page = answer.content.decode()
    done.refused += 1
    done.unsaid += not any(words in page for words in TOLD)
    done.text_lost += thing.words(number) not in page


def _hold_against_the_database(done: Done, thing: Editable, *, started_at: int) -> None:
    moved = _version(thing) - started_at
    done.lost += abs(moved - len(done.acknowledged))
    if done.acknowledged:
        last = thing.words(done.acknowledged[max(done.acknowledged)])
        with _seeing_all():
            held = type(thing.row).objects.get(pk=thing.row.pk)
        done.lost += thing.stored(held) != last


def _version(thing: Editable) -> int:
    with _seeing_all():
        return int(type(thing.row).objects.values_list("version", flat=True).get(pk=thing.row.pk))


def _seeing_all() -> AbstractContextManager[None]:
    """What is fenced is read back as the site itself."""
    from goldenthread.web.database.scope import as_service

    return as_service("editors")


# What may be edited


def editables() -> list[Editable]:
    plan = (_of_the_plan, _of_the_programme, _of_reporting, _of_intervention, _of_a_target)
    own = (*plan, _of_people, _of_records, _of_a_report, _of_a_layout, _of_reminders)
    return [one for made in own for one in made()]


def _words(number: int) -> str:
    return f"Words of save number {number}, each of them meant"


def _day(number: int) -> str:
    return (date(2027, 1, 1) + timedelta(days=number)).strftime("%d/%m/%Y")


_days_typed: dict[int, int] = {}
_days = count()


def _earlier_day(number: int) -> str:
    """A day before every one that was typed so far, the same each time for the same save: a role can only be
    made shorter."""
    before = _days_typed.setdefault(number, next(_days))
    return (date(2060, 1, 1) - timedelta(days=before)).strftime("%d/%m/%Y")


def _of_the_plan() -> list[Editable]:
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.evidence.refs import EvidenceRef
    from goldenthread.web.plan import actions
    from goldenthread.web.plan.models import DEFAULT, PlanSettings, Scheme
    from posts_of_delivery import group_named, milestone, reported, scheme_form
    from web_impact import by_hand, hand_words
    from web_people import person
    from web_plan import action, objective, source

    group, step, report = group_named("A made-up group"), milestone(), reported()
    scheme = Scheme.objects.create(content=DEFAULT.content, agreed_at="Board", why="It")
    settings = PlanSettings.objects.create()
    counted = by_hand(objective())
    one, aim, finding = action(), objective(), source().requirements.first()
    asked, other = source("A.", "B.", digest="e").requirements.all(), action()
    worded = source("It.", digest="w").requirements.get()
    weighed = action()
    pinned = EvidenceRef(kind="minute", key="m", label="Minutes", as_of=today())
    by = person("head_of_service")
    piece = actions.pin_document(by=by, action=one, ref=pinned, shows="It", where="Folder")
    assert finding is not None
    lead, text = "improvement_lead", {"words": _words, "stored": lambda row: row.text}
    return [
        Editable(
            "an action",
            one,
            lead,
            f"/plan/actions/{one.pk}/edit/",
            typed=lambda n: {"text": _words(n), "owner_role": "Somebody", "owner": "", "workstream": ""},
            **text,
        ),
        Editable(
            "an objective",
            aim,
            lead,
            f"/plan/objectives/{aim.pk}/edit/",
            typed=lambda n: {"text": _words(n)},
            **text,
        ),
        Editable(
            "what an action answers itself",
            other,
            lead,
            f"/plan/actions/{other.pk}/answers/",
            typed=lambda n: {"requirements": [asked[n % 2].pk]},
            words=lambda n: f'value="{asked[n % 2].pk}"',
            stored=lambda row: f'value="{row.direct_answers.get().requirement_id}"',
        ),
        Editable(
            "the words of a finding",
            worded,
            lead,
            f"/plan/requirements/{worded.pk}/correct/",
            typed=lambda n: {"text": _words(n), "why": "It says so"},
            **text,
        ),
        Editable(
            "the answer to a finding",
            finding,
            lead,
            f"/plan/requirements/{finding.pk}/answer/",
            typed=lambda n: {"disposition": "not accepted", "severity": "priority", "reason": _words(n)},
            words=_words,
            stored=lambda row: row.reason,
        ),
        Editable(
            "an action's impact",
            weighed,
            "director",
            f"/plan/actions/{weighed.pk}/impact/",
            typed=lambda n: {"impact": "none yet", "measure": "", "why": _words(n)},
            words=_words,
            stored=_last_why,
            signs=True,
        ),
        Editable(
            "a group",
            group,
            lead,
            f"/plan/workstreams/{group.pk}/edit/",
            typed=lambda n: {"name": "A made-up group", "kind": "workstream", "lead_role": _words(n)},
            words=_words,
            stored=lambda row: row.lead_role,
        ),
        Editable(
            "a milestone",
            step,
            lead,
            f"/plan/milestones/{step.pk}/edit/",
            typed=lambda n: {"text": _words(n)},
            **text,
        ),
        Editable(
            "the report of an exception",
            report,
            lead,
            f"/plan/actions/{report.action_id}/exception/",
            typed=lambda n: {"what": "It", "why": "Late", "effect": "They wait", "remedy": _words(n)},
            words=_words,
            stored=lambda row: row.remedy,
        ),
        Editable(
            "the scheme of delegation",
            scheme,
            lead,
            "/plan/who-may-agree/change/",
            typed=lambda n: scheme_form(name_workstream=_words(n)),
            words=_words,
            stored=lambda row: row.content["names"]["workstream"],
        ),
        Editable(
            "what is set for the plan",
            settings,
            lead,
            "/plan/settings/",
            typed=lambda n: {"update_weeks": 3, "evidence_months": 6, "called_done": _blue(n)},
            words=_blue,
            stored=lambda row: row.labels["Signed off"],
        ),
        Editable(
            "a measure entered by hand",
            counted,
            lead,
            f"/plan/by-hand/{counted.pk}/edit/",
            typed=lambda n: {**hand_words(), "name": _words(n)},
            words=_words,
            stored=lambda row: row.name,
        ),
        Editable(
            "a judgement of evidence",
            piece,
            "director",
            f"/plan/evidence/{piece.pk}/judge/",
            typed=lambda n: {"judged": "sufficient", "why": _words(n)},
            words=_words,
            stored=lambda row: row.judged_why,
            signs=True,
        ),
    ]


def _blue(number: int) -> str:
    return f"Blue of save {number}"


def _of_the_programme() -> list[Editable]:
    from web_plan import action
    from web_programme import concern, concern_words, idea, rollout

    risk, wide, said, lead = concern(), rollout(action()), idea(), "improvement_lead"
    typed = {"kind": "pilot", "action": wide.action_id, "areas": 4, "people": 9}
    return [
        Editable(
            "a risk",
            risk,
            lead,
            f"/programme/{risk.pk}/edit/",
            typed=lambda n: concern_words(text=_words(n)),
            words=_words,
            stored=lambda row: row.text,
        ),
        Editable(
            "a roll-out",
            wide,
            lead,
            f"/programme/roll-outs/{wide.pk}/edit/",
            typed=lambda n: {**typed, "name": _words(n)},
            words=_words,
            stored=lambda row: row.name,
        ),
        Editable(
            "the answer to an idea",
            said,
            lead,
            f"/programme/ideas/{said.pk}/answer/",
            typed=lambda n: {"answer": _words(n), "action": ""},
            words=_words,
            stored=lambda row: row.answer,
        ),
    ]


def _of_reporting() -> list[Editable]:
    from web_reporting import cycle, line

    kept, said = cycle(), line()
    return [
        Editable(
            "a reporting cycle",
            kept,
            "improvement_lead",
            f"/reporting/{kept.pk}/edit/",
            typed=lambda n: {
                "body": _words(n),
                "meets_on": "30/4/2026",
                "commentary_days": 5,
                "challenge_days": 3,
            },
            words=_words,
            stored=lambda row: row.body,
        ),
        Editable(
            "what its owner says of a measure",
            said,
            "head_of_service",
            f"/reporting/measures/{said.pk}/comment/",
            typed=lambda n: {"text": _words(n)},
            words=_words,
            stored=lambda row: row.commentaries.last().text,
            whose=said.owner,
        ),
    ]


def _last_why(row: Any) -> str:
    from goldenthread.web.history.queries import about

    latest = about(kind="action", key=str(row.pk)).order_by("-pk").first()
    assert latest is not None
    return str(latest.details["why"])


def _of_people() -> list[Editable]:
    from goldenthread.web.accounts.actions import keep_team, keep_title
    from web_people import MAKER, person

    somebody, manager = person("auditor"), "administrator"
    held = somebody.memberships.get()
    team = keep_team(by=MAKER, name="A made-up team", service_area="A made-up area")
    return [
        Editable(
            "a person",
            somebody,
            manager,
            f"/people/{somebody.public_id}/edit/",
            typed=lambda n: {"name": _words(n), "email": "somebody@madeup.example", "worker": ""},
            words=_words,
            stored=lambda row: row.name,
        ),
        Editable(
            "a role's last day",
            held,
            manager,
            f"/people/roles/{held.pk}/end/",
            typed=lambda n: {"ends": _earlier_day(n)},
            words=_earlier_day,
            stored=lambda row: row.ends.strftime("%d/%m/%Y"),
        ),
        Editable(
            "a team's area",
            team,
            manager,
            "/people/teams/",
            typed=lambda n: {"name": team.name, "service_area": _words(n)},
            words=_words,
            stored=lambda row: row.service_area,
        ),
        Editable(
            "a job title",
            keep_title(by=MAKER, name="A made-up title", roles=["moderator"]),
            manager,
            "/people/titles/",
            typed=lambda n: {"name": "A made-up title", "roles": _roles(n)},
            words=lambda n: _labels(_roles(n)),
            stored=lambda row: _labels(row.roles),
        ),
    ]


def _roles(number: int) -> list[str]:
    """Roles that no other save has, nor the title to begin with, in the order of the matrix."""
    from goldenthread.web.accounts.roles import ROLES

    return ["director", *(key for bit, key in enumerate(list(ROLES)[1:]) if (number + 1) >> bit & 1)]


def _labels(roles: list[str]) -> str:
    from django.utils.html import escape

    from goldenthread.web.accounts.queries import labels

    return escape(", ".join(labels(roles)))


def _of_records() -> list[Editable]:
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.database.scope import as_service
    from goldenthread.web.retention.actions import place_hold
    from web_access import restricted
    from web_people import person

    guardian = "information_guardian"
    made = restricted("A made-up child")
    with as_service("editors"):
        hold = place_hold(by=person(guardian), child="", kind="legal", reason="A claim", starts=today())
    return [
        Editable(
            "a restriction's review day",
            made,
            guardian,
            f"/access/restricted/{made.pk}/review/",
            typed=lambda n: {"review_on": _within_six_months(n)},
            words=_within_six_months,
            stored=lambda row: row.review_on.strftime("%d/%m/%Y"),
        ),
        Editable(
            "a hold's last day",
            hold,
            guardian,
            f"/retention/holds/{hold.pk}/lift/",
            typed=lambda n: {"ends": _day(n), "why": _words(n)},
            words=_words,
            stored=lambda row: row.lifted_why,
        ),
    ]


def _within_six_months(number: int) -> str:
    """The days that a restriction may be looked at again on go round: no two saves near each other have the
    same."""
    from goldenthread.web.accounts.standing import today

    return (today() + timedelta(days=1 + number % 180)).strftime("%d/%m/%Y")


def _of_a_report() -> list[Editable]:
    from goldenthread.web.inspection import actions
    from idempotency import reports
    from web_people import person

    lead, by = "improvement_lead", person("improvement_lead")
    made = reports()
    read, other, unread = (actions.keep_report(by=by, name="r.pdf", content=next(made))[0] for _ in range(3))
    line = read.lines.first()
    words = {"kind": "area_for_improvement", "group": "", "page": 2}
    return [
        Editable(
            "a finding as read",
            line,
            lead,
            f"/inspection/findings/{line.pk}/",
            typed=lambda n: {"text": _words(n), **words},
            words=_words,
            stored=lambda row: row.text,
        ),
        Editable(
            "a report's day of publication",
            other,
            lead,
            f"/inspection/reports/{other.pk}/published/",
            typed=lambda n: {"published": _day(n)},
            words=_day,
            stored=lambda row: row.published.strftime("%d/%m/%Y"),
        ),
        Editable(
            "what could not be read of a report",
            unread,
            lead,
            f"/inspection/reports/{unread.pk}/fill/",
            typed=lambda n: {"authority": _words(n)},
            words=_words,
            stored=lambda row: row.filled["authority"],
        ),
    ]


def _of_a_layout() -> list[Editable]:
    """What doubtful words of a layout mean: the role that a cell names."""
    from goldenthread.web.sheets.models import Layout
    from web_people import person
    from web_sheets import with_its_layout

    lead = "improvement_lead"
    held = with_its_layout(person(lead))
    layout = Layout.objects.get(key=held.found[0].layout)
    return [
        Editable(
            "what the words of a layout mean",
            layout,
            lead,
            f"/plan-sheets/bring-in/{held.pk}/words/",
            typed=lambda n: {"answered-0": "role:", "role-0": _words(n)},
            words=_words,
            stored=lambda row: next(iter(row.answers["owner"].values())).removeprefix("role:"),
        )
    ]


def _of_a_target() -> list[Editable]:
    from goldenthread.web.indicators.models import Target

    key = "assessment_45wd"
    steps = [{"on": "2026-03-31", "value": 80.0}, {"on": "2027-03-31", "value": 90.0}]
    with _seeing_all():
        held = Target.objects.create(indicator=key, trajectory=steps, why="Made up", set_by_name="Made up")
    typed = {"start_on": "31/3/2026", "start": "80", "by": "31/3/2027", "value": "90", "tolerance": "3"}
    return [
        Editable(
            "a measure's target",
            held,
            "director",
            f"/performance/{key}/target/",
            typed=lambda n: {**typed, "why": _words(n)},
            words=_words,
            stored=lambda row: row.why,
        )
    ]


def _of_reminders() -> list[Editable]:
    """What one person is reminded of, in many of their own browsers at once."""
    from goldenthread.web.reminders.models import Preference
    from web_people import person

    whose = person("director")
    return [
        Editable(
            "what somebody is reminded of",
            Preference.objects.create(person=whose),
            "director",
            "/reminders/",
            typed=lambda n: {"rhythm": "weekly", "weekday": n % 5, "kinds": ["overdue"]},
            words=lambda n: _chosen(n % 5),
            stored=lambda row: _chosen(row.weekday),
            whose=whose,
        )
    ]


def _chosen(number: int) -> str:
    return f'value="{number}" selected'


def _of_intervention() -> list[Editable]:
    """What several who keep the plan may edit; a point in confidence is edited by those named for it, and has
    tests of its own."""
    from goldenthread.web.intervention import actions
    from intervention_things import support_fields
    from web_intervention import a_list, visit
    from web_people import person

    lead, by = "improvement_lead", person("improvement_lead")
    made, kept = visit(by), a_list("A made-up list")
    helped = actions.add_support(by=by, fields=support_fields())
    days = {"kind": "inspection", "on_site_from": "2/3/2026", "on_site_to": "6/3/2026"}
    typed = {**support_fields(), "starts": "1/12/2025", "ends": ""}
    return [
        Editable(
            "a visit",
            made,
            lead,
            f"/intervention/visits/{made.pk}/change/",
            typed=lambda n: {**days, "by_whom": _words(n)},
            words=_words,
            stored=lambda row: row.by_whom,
        ),
        Editable(
            "the support that comes",
            helped,
            lead,
            f"/intervention/support/{helped.pk}/",
            typed=lambda n: {**typed, "came_of_it": _words(n)},
            words=_words,
            stored=lambda row: row.came_of_it,
        ),
        Editable(
            "a list's name",
            kept,
            lead,
            f"/intervention/lists/{kept.pk}/name/",
            typed=lambda n: {"name": _words(n)},
            words=_words,
            stored=lambda row: row.name,
        ),
    ]


def main() -> int:
    import proof_site
    from proof_site import say

    began = time.monotonic()
    with proof_site.ready() as (server, _), ThreadPoolExecutor(LANES) as lanes:
        number, of = _part()
        found = list(lanes.map(lambda lane: _apart(server, lane, number=number, of=of), range(LANES)))
    for wrong in (one for one in found if isinstance(one, str)):
        say(wrong)
    done = [one for some in found if not isinstance(some, str) for one in some]
    for one in done:
        say(
            f"{one.name}: {len(one.acknowledged):,} acknowledged and {one.lost} lost;"
            f" {one.refused:,} refused, {one.unsaid} unsaid and {one.text_lost} with words lost"
        )
    total = EDITORS * SAVES * len(done)
    say(f"{EDITORS} editors, {SAVES} saves each, {len(done)} kinds: {total:,} saves in")
    say(f"{time.monotonic() - began:.0f} s, part {number}/{of}")
    return 0 if all(one.holds for one in done) and not any(isinstance(one, str) for one in found) else 1


def _part() -> tuple[int, int]:
    parser = argparse.ArgumentParser()
    parser.add_argument("--part", default="1/1", metavar="N/OF")
    number, _, of = parser.parse_args().part.partition("/")
    return int(number), int(of)


def _apart(server: Any, lane: int, *, number: int, of: int) -> list[Done] | str:
    """A lane's share of a part, in a process of its own: threads alone would all wait for one another."""
    import web_server
    from web_lanes import in_a_child

    name = f"editors-{lane}"
    web_server.own_database(server, name)

    def work() -> list[Done]:
        from django.db import connection

        connection.settings_dict["NAME"] = name
        mine = editables()[number - 1 :: of][lane::LANES]
        return [edit(thing, editors=EDITORS, saves=SAVES) for thing in mine]

    found: list[Done] | str = in_a_child(work, timeout=3600)
    return found


if __name__ == "__main__":
    sys.exit(main())
