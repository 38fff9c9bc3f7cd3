"""Who is let in where: every route, asked by everybody, in every method, of every kind of thing.

    world = build(store)                    a small made-up site, in the database in use
    for pair in pairs(world): ...           what is asked, and what tests/web/matrix/*.csv says the answer is
    wrong(world, pair)                      "" where the site answers so

What is expected comes from the two hand-kept tables and from this file, never from the site's own roles or
policies.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urljoin, urlsplit
from uuid import UUID

import polars as pl
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

TABLES = Path(__file__).parent / "web" / "matrix"
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
_ALLOWED = {"R": {"GET", "HEAD"}, "F": {"GET", "HEAD", "POST"}, "G": {"GET", "POST"}, "P": {"POST"}}
_NOBODY = UUID(int=7)


@dataclass(frozen=True)
class Row:
    """A route as the hand-kept table has it."""

    route: str
    methods: frozenset[str]
    any_of: frozenset[str]
    object: str


def rows() -> list[Row]:
    with (TABLES / "routes.csv").open(encoding="utf-8", newline="") as file:
        return [
            Row(
                line["route"],
                frozenset(_ALLOWED[line["methods"]]),
                frozenset([line["any of"]] if line["any of"] in _WHOLE else line["any of"].split()),
                line["object"],
            )
            for line in csv.DictReader(file)
        ]


_WHOLE = {"anybody", "signed in", "a service"}  # of a service's routes nobody signed in passes


def roles() -> dict[str, dict[str, str]]:
    """The hand-kept roles by key."""
    with (TABLES / "roles.csv").open(encoding="utf-8", newline="") as file:
        return {line["role"]: line for line in csv.DictReader(file)}


AUDIENCES = {"internal", "board", "partners", "scrutiny", "observer", "published"}
AS_COUNTED = {"internal", "board"}


def papers_for(row: dict[str, str]) -> set[str]:
    """The audiences whose papers a role is said to open, without a word on agreements."""
    return AUDIENCES if row["papers"] == "every" else set(row["papers"].split())


def opened_by(audience: str) -> set[str]:
    """The roles that open an audience's paper where nobody has a sharing agreement."""
    return {
        key
        for key, row in roles().items()
        if audience in papers_for(row) and (audience not in AS_COUNTED or row["figures"] == "as counted")
    }


def routes() -> set[str]:
    """Every named route of the site, from its resolver."""
    return {name for name, _ in _named(get_resolver())}


def views() -> dict[str, tuple[str, str]]:
    """The module and the name of each route's view."""
    return {
        name: (pattern.callback.__module__, pattern.callback.__name__)
        for name, pattern in _named(get_resolver())
    }


def declared() -> dict[str, frozenset[str]]:
    """What each route's own policy says, in the words of the hand-kept table."""
    from goldenthread.web.accounts.policy import policy_of

    found = {}
    for name, pattern in _named(get_resolver()):
        rule = policy_of(pattern.callback)
        if rule is None:
            found[name] = frozenset({"nobody"})
        elif rule.public or rule.token:
            found[name] = frozenset({"anybody" if rule.public else "a service"})
        else:
            found[name] = frozenset(one.name for one in rule.permissions) or frozenset({"signed in"})
    return found


def _named(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _named(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern


# Who asks


@dataclass(frozen=True)
class Actor:
    """Somebody who asks. `signed_in` is whether the site should know them; `rights` the hand-kept words."""

    name: str
    rights: frozenset[str] = frozenset()
    signed_in: bool = True
    session: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Thing:
    """An object asked for: the arguments of its address, who reaches it, and the answer to whoever does
    not."""

    scope: str
    args: tuple[Any, ...]
    reached_by: frozenset[str] | None = None  # None: all who are let in
    otherwise: int = 404
    query: str = ""
    posted_by: frozenset[str] | None = None  # of those who reach it, who may send its form; None: all
    sends: tuple[tuple[str, str], ...] = ()  # what is sent with a POST

    def answers(self, actor: str) -> bool:
        return self.reached_by is None or actor in self.reached_by


@dataclass
class World:
    actors: dict[str, Actor] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)
    things: dict[str, list[Thing]] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)


@dataclass(frozen=True)
class Pair:
    actor: str
    route: str
    method: str
    thing: Thing

    def __str__(self) -> str:
        return f"{self.actor} {self.method} {self.route} ({self.thing.scope or 'no object'})"


# What is expected


def let_in(actor: Actor, row: Row) -> bool:
    if "anybody" in row.any_of:
        return True
    if not actor.signed_in:
        return False
    return "signed in" in row.any_of or bool(row.any_of & actor.rights)


def expected(world: World, pair: Pair) -> int | str:
    """The status, "in" for any of the page's own answers, or "door" where one is sent to sign in."""
    actor, row = world.actors[pair.actor], world.rows[pair.route]
    if not let_in(actor, row):
        if "a service" in row.any_of and not actor.signed_in:
            return 401  # a program is told, and not led to a page for people
        return "door" if not actor.signed_in and pair.method in {"GET", "HEAD"} else 403
    if pair.method not in row.methods:
        return 405
    if not pair.thing.answers(pair.actor):
        return pair.thing.otherwise
    sent = pair.thing.posted_by if pair.method == "POST" else None
    return "in" if sent is None or pair.actor in sent else 403


def pairs(world: World, of: Iterable[Row] | None = None) -> Iterator[Pair]:
    """Everything to ask, or everything of some routes. Of the first thing of its kind in every way; of the
    others by GET and POST, for what else a route answers turns on no thing."""
    for row in world.rows.values() if of is None else of:
        for number, thing in enumerate(world.things[row.object]):
            for actor in world.actors:
                for method in METHODS if number == 0 else ("GET", "POST"):
                    yield Pair(actor, row.route, method, thing)


def wrong(world: World, pair: Pair) -> str:
    """What is wrong with the site's answer; "" where it is as expected. Whatever it wrote is undone."""
    said, should = answer(world, pair), expected(world, pair)
    got = outcome(said)
    return "" if got == should else f"{pair}: {got}, should be {should}"


def outcome(said: Any) -> int | str:
    if said.status_code == 302:
        return "door" if said["Location"].startswith("/people/sign-in/?next=") else "in"
    return "in" if said.status_code in _OWN_ANSWERS else int(said.status_code)


_OWN_ANSWERS = {200, 409}  # 409: a page's own word that what was sent does not fit what is so


def address(pair: Pair) -> str:
    return reverse(pair.route, args=pair.thing.args) + pair.thing.query


def answer(world: World, pair: Pair) -> Any:
    sent = dict(pair.thing.sends) if pair.method == "POST" else None
    return asked(world.actors[pair.actor], pair.method, address(pair), sent)


def answer_alone(world: World, pair: Pair) -> Any:
    """The same where no transaction is under way."""
    with transaction.atomic():
        return answer(world, pair)


_CLIENT = Client(raise_request_exception=False)


def asked(actor: Actor, method: str, path: str, data: dict[str, Any] | None = None) -> Any:
    """One request of one person, and everything it changed undone."""
    _CLIENT.cookies.clear()
    if actor.session:
        _CLIENT.cookies["session"] = actor.session
    point = transaction.savepoint()
    try:
        said = getattr(_CLIENT, method.lower())(path, **({"data": data} if data else {}))
        for close in said._resource_closers:  # not said.close(), which ends the transaction's connection
            close()
        return said
    finally:
        _undo_to(point)


def _undo_to(point: Any) -> None:
    """What was written since is undone, and the savepoint gone: kept, each would stand in the last, and every
    request of thousands would wait for all before it to be looked through."""
    connection = transaction.get_connection()
    connection.needs_rollback = False  # it is rolled back here: a fault in a request must end here
    connection.run_on_commit = []
    with connection.cursor() as cursor:
        cursor.execute(f"ROLLBACK TO SAVEPOINT {point}; RELEASE SAVEPOINT {point}")


# What a page offers


class _Offered(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        if tag == "a" and about.get("href"):
            self.links.append(str(about["href"]))
        if tag == "form" and about.get("method") == "post":
            self.forms.append(str(about.get("action") or ""))


def offered(said: Any, *, at: str) -> set[tuple[str, str]]:
    """(route, method) of every link and form of a page."""
    parser = _Offered()
    parser.feed(said.content.decode())
    found = {(_route(urljoin(at, href)), "GET") for href in parser.links if not href.startswith("#")}
    found |= {(_route(urljoin(at, action)), "POST") for action in parser.forms}
    return {one for one in found if one[0]}


def _route(path: str) -> str:
    try:
        return str(resolve(urlsplit(path).path).view_name)
    except Resolver404:
        return ""


# The world


def build(store: Path) -> World:
    """A made-up site with somebody in every role and something of every kind. In one transaction, or none."""
    from goldenthread.web.indicators.actions import refill
    from goldenthread.web.intake.queries import latest

    world = World(rows={row.route: row for row in rows()})
    identity = _records(store)
    refill(latest())
    _checks()
    _people(world)
    _things(world, identity)
    return world


def _records(store: Path) -> str:
    from goldenthread.indicators import compute
    from goldenthread.web.intake.actions import reconcile
    from web_figures import FEW

    with mock.patch.object(compute, "INDICATORS", tuple(one for one in compute.INDICATORS if one.id in FEW)):
        identity = _kept(store)
        reconcile(store)
    return identity


def _checks() -> None:
    from goldenthread.records.checks import asking, catalogue
    from goldenthread.web.intake.actions_of_checks import refill
    from goldenthread.web.intake.queries import latest

    few = tuple(one for one in catalogue() if one.id == "birth-blank")
    with mock.patch.object(asking, "catalogue", return_value=few):
        refill(latest())


def _kept(store: Path) -> str:
    from drawn import records
    from goldenthread.records.store import NOTE_SCHEMA, Reading, Source, keep
    from web_duties import ASSESSMENTS, HELD, MARCH, PEOPLE

    tables = {"ssd_person": PEOPLE, "ssd_cin_assessments": ASSESSMENTS, "ssd_involvements": HELD}
    aside = pl.DataFrame(
        {"sheet": ["List 1"], "row": [2], "reason": ["no date"], "cells": ['{"Child": "C9"}']}
    )
    reading = Reading(
        records=records(MARCH, window_start=date(2025, 1, 1), **tables),
        kind="dataset",
        sources=(Source("made.csv", "e" * 64),),
        lists={},
        notes=pl.DataFrame(schema=NOTE_SCHEMA),
        set_aside=aside,
        queried_cells=pl.DataFrame(),
        made_up=True,
    )
    return keep(reading, store).manifest.snapshot


def _people(world: World) -> None:
    from goldenthread.web.accounts.models import Cover, Membership, Person
    from goldenthread.web.accounts.standing import today
    from web_people import person

    held = {"team": "North", "service_area": "Safeguarding", "worker": "Ann"}
    rights = {key: frozenset(row["may"].split()) for key, row in roles().items()}
    for key, has in rights.items():
        _add(world, key, person(key, **held), has)
    person("team_manager", team="South", service_area="Children in care")  # so that the area is known
    south = person("team_manager", team="South", service_area="Children in care", worker="Dee")
    _add(world, "manager of South", south, rights["team_manager"])
    both = person("performance_analyst", "team_manager", **held)
    _add(world, "manager and analyst", both, rights["performance_analyst"] | rights["team_manager"])
    deputy = person("action_owner")
    day = today()
    Cover.objects.create(covered=world.people["head_of_service"], deputy=deputy, starts=day, ends=day)
    taken = {"SEE_PLAN", "SIGN_OFF", "JUDGE_EVIDENCE", "SEE_FIGURES", "SEE_CHILDREN"}
    _add(world, "deputy", deputy, rights["action_owner"] | taken)
    late = person("action_owner")
    Cover.objects.create(
        covered=world.people["head_of_service"], deputy=late, starts=day - _ONE, ends=day - _ONE
    )
    _add(world, "deputy no longer", late, rights["action_owner"])
    over = person("inspector", **held)
    Membership.objects.filter(person=over).update(ends=day - _ONE)
    _add(world, "inspector no longer", over, frozenset())
    soon = person("director", starts=day + _ONE)
    _add(world, "director from tomorrow", soon, frozenset())
    _add(world, "without a role", person(), frozenset())
    stopped = person("director", **held)
    _add(world, "stopped", stopped, frozenset(), known=False)
    Person.objects.filter(pk=stopped.pk).update(is_active=False)
    world.actors["stranger"] = Actor("stranger", signed_in=False)


_ONE = timedelta(days=1)


def _add(world: World, name: str, somebody: Any, rights: frozenset[str], *, known: bool = True) -> None:
    client = Client()
    client.force_login(somebody, backend="goldenthread.web.accounts.backend.EmailAndPassword")
    _keep_open(client)
    session = client.cookies["session"].value
    world.people[name] = somebody
    world.actors[name] = Actor(name, rights, known, session, somebody.reference)


def _keep_open(client: Client) -> None:
    """For longer than all there is takes to ask on a slow machine: what a request does to its session is
    undone, so none of them keeps it open."""
    session = client.session
    session.set_expiry(timedelta(hours=9))
    session.save()


def _chart_event(world: World) -> int:
    from goldenthread.web.indicators.actions import add_event
    from web_access import asking

    by, day = world.people["performance_analyst"], date(2026, 1, 5)
    with asking(by):
        made = add_event(by=by, indicator="assessment_overdue_open", on=day, what="Made up", rebases=False)
    return int(made.pk)


def _things(world: World, identity: str) -> None:
    import intervention_things

    world.things = {
        "": [Thing("", ())],
        "calendar link": _of_calendars(world),
        "span": [Thing("a span of days", (), query="?since=2026-01-05")],
        **_of_records(identity),
        "chart event": [Thing("marked", (_chart_event(world),)), Thing("absent", (0,), _NONE)],
        **_of_plan(world),
        **_of_sheets(world),
        **_of_programme(),
        **_of_reporting(),
        **_of_papers(world),
        **_of_reports(),
        **_of_people(world),
        **_of_signing_in(world),
        **_of_restrictions(world),
        **_of_auditors(world),
        **_of_openings(world),
        **_of_retention(world),
        **intervention_things.matrix_things(world),
    }


def _of_calendars(world: World) -> list[Thing]:
    """Whoever has the link is let in, a stranger too; a link that is none is nobody's."""
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.reminders.actions import make_link

    issued = make_link(by=world.people["director"], on=today())
    return [Thing("good", (issued.token,)), Thing("absent", ("x" * 43,), _NONE)]


def _some(*names: str) -> frozenset[str]:
    return frozenset(names)


_ALL = _some("director", "reviewing_officer")
_OF_NORTH = _some("head_of_service", "team_manager", "social_worker", "deputy", "manager and analyst")
_NONE = _some()


def _of_records(identity: str) -> dict[str, list[Thing]]:
    from goldenthread.web.access.purposes import Purpose, pseudonym
    from goldenthread.web.intake.models import Load, LoadState

    load = Load.objects.create(file_name="made.xlsx", person="x", person_name="X", state=LoadState.KEPT)
    analysts = _some("performance_analyst", "manager and analyst")
    everywhere = _ALL | analysts
    return {
        "child": [
            Thing("own", ("C1",), _ALL | _OF_NORTH),
            Thing("other team's", ("C3",), _ALL | {"manager of South"}),
            Thing("shared", ("C5",), _ALL | _OF_NORTH | {"manager of South"}),
            Thing("own by pseudonym", (pseudonym("C1", Purpose.OVERSIGHT),), _some("performance_analyst")),
            Thing("other team's by pseudonym", (pseudonym("C3", Purpose.OVERSIGHT),), analysts),
            Thing("absent", ("C999",), _NONE),
        ],
        "team": [
            # South's manager too: one child they hold has an assessment of North's
            Thing("own", ("North",), everywhere | _OF_NORTH | {"manager of South"}),
            Thing("other", ("South",), everywhere | {"manager of South"}),
            Thing("absent", ("Nowhere",), _NONE),
        ],
        "names of children": [Thing("", (), _some("director"), otherwise=403)],
        "duty": [Thing("known", ("ts_assessment_45",)), Thing("absent", ("nothing",), _NONE)],
        "indicator": [Thing("known", ("assessment_overdue_open",)), Thing("absent", ("nothing",), _NONE)],
        "check of records": [Thing("known", ("birth-blank",)), Thing("absent", ("nothing",), _NONE)],
        "load": [Thing("known", (load.pk,)), Thing("absent", (_NOBODY,), _NONE)],
        "snapshot": [Thing("known", (identity,)), Thing("absent", ("0" * 16,), _NONE)],
    }


def _of_plan(world: World) -> dict[str, list[Thing]]:
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.evidence.actions import freeze
    from goldenthread.web.evidence.refs import EvidenceRef
    from goldenthread.web.plan import actions
    from posts_of_delivery import group_named, milestone, tied
    from web_plan import action, agreed, claimed, objective, source

    owner, head = world.people["action_owner"], world.people["head_of_service"]
    accepted = source("Visits are late.")
    finding = accepted.requirements.get()
    towards = objective(finding)
    measure = actions.add_measure(by=owner, objective=towards, indicator="assessment_45wd")
    moved = agreed(action(owner, towards=towards))
    change = actions.propose_date(
        by=owner, action=moved, version=moved.version, proposed=today() + timedelta(days=200), why="Late",
        on=today(),
    )  # fmt: skip
    proposed, done = action(owner, towards=towards), claimed(action(head, towards=towards), head)
    running = agreed(action(owner, towards=towards))
    ref = EvidenceRef(kind="minute", key="m1", label="A minute", as_of=today())
    piece = actions.pin(by=owner, action=moved, exhibit=freeze(ref, by=owner), shows="It is done")
    exhibit = freeze(ref, by=owner)
    world.people["running"] = running
    return {
        "requirement": _present(finding.pk),
        "objective": _present(towards.pk),
        "measure": _present(measure.pk),
        "action": [
            Thing("proposed", (proposed.pk,)),
            Thing("own", (moved.pk,)),
            Thing("another's, claimed", (done.pk,)),
            Thing("absent", (10**9,), _NONE),
        ],
        "date": _present(change.pk),
        "evidence": _present(piece.pk),
        "exhibit": [
            Thing("own", (exhibit.pk,), _some("action_owner")),
            Thing("absent", (10**9,), _NONE),
        ],
        "source": _present(accepted.pk),
        "workstream": _present(group_named().pk),
        "milestone": _present(milestone(proposed).pk),
        "dependency": _present(tied().pk),
        **_of_success(towards, moved, owner),
    }


def _of_success(objective: Any, action: Any, owner: Any) -> dict[str, list[Thing]]:
    from web_impact import by_hand, filed

    return {
        "evidence file": _present(filed(owner, action).pk),
        "measure by hand": _present(by_hand(objective).pk),
    }


def _of_programme() -> dict[str, list[Thing]]:
    from web_plan import action
    from web_programme import concern, idea, rollout

    return {
        "concern": _present(concern().pk),
        "roll-out": _present(rollout(action()).pk),
        "idea": _present(idea().pk),
        "list of the programme": [
            Thing("csv", ("register", "csv")),
            Thing("workbook", ("ideas", "xlsx")),
            Thing("absent", ("people", "csv"), _NONE),
        ],
    }


def _of_reporting() -> dict[str, list[Thing]]:
    import web_reporting

    made = web_reporting.line()
    return {
        "reporting cycle": _present(made.cycle_id),
        "reported measure": _present(made.pk),
        "challenge of a measure": _present(web_reporting.challenged(made).pk),
        "corrective action": _present(web_reporting.step(made).pk),
    }


def _of_sheets(world: World) -> dict[str, list[Thing]]:
    from web_sheets import update_in, with_its_layout

    owner = world.people["action_owner"]
    keepers = frozenset(key for key, actor in world.actors.items() if "EDIT_PLAN" in actor.rights)
    return {
        "list of the plan": [
            Thing("csv", ("actions", "csv")),
            Thing("workbook", ("evidence", "xlsx")),
            Thing("absent", ("people", "csv"), _NONE),
        ],
        "owner of actions": [Thing("known", (owner.public_id,)), Thing("absent", (_NOBODY,), _NONE)],
        "workbook of the plan": _present(with_its_layout(world.people["improvement_lead"]).pk),
        "workbook of an update": [
            Thing("own", (update_in(owner).pk,), keepers | {"action_owner"}),
            Thing("absent", (10**9,), _NONE),
        ],
    }


def _present(key: int) -> list[Thing]:
    return [Thing("known", (key,)), Thing("absent", (10**9,), _NONE)]


def _reading(audience: str, world: World) -> frozenset[str]:
    """Who opens an audience's papers. The other actors who see papers all work in the service."""
    others = {key for key in world.actors.keys() - roles().keys() if "SEE_PAPERS" in world.actors[key].rights}
    return frozenset(opened_by(audience) | others)


def _set_at_once(inputs: Any, *, store: Any, told: Any) -> Any:
    from goldenthread.web.papers.inputs import SetPaper

    return SetPaper(f"%PDF {inputs.digest}".encode())


def _of_papers(world: World) -> dict[str, list[Thing]]:
    from goldenthread.web.intake.queries import latest
    from goldenthread.web.papers import actions, making
    from goldenthread.web.papers.inputs import Inputs
    from web_people import proof

    newest = latest()
    assert newest is not None

    def paper(maker: str, number: int, audience: str = "board") -> Any:
        from goldenthread.papers.plan import Plan

        plan = Plan(title=f"Plan {number}", as_at=newest.as_at, objectives=(), actions=())
        inputs = Inputs(snapshot=newest.identity, reports=(), plan=plan, audience=audience)
        made, _ = actions.ask_for_paper(by=world.people[maker], snapshot=newest, inputs=inputs)
        with mock.patch.object(making, "set_paper", _set_at_once):
            making.work()
        made.refresh_from_db()
        return made

    draft, own, out = paper("performance_analyst", 1), paper("director", 2), paper("performance_analyst", 3)
    outward = paper("performance_analyst", 4, "scrutiny")
    for one in (out, outward):
        actions.release(by=world.people["director"], paper=one, proof=proof())
    drafts = frozenset(key for key, actor in world.actors.items() if "SEE_DRAFT_PAPERS" in actor.rights)
    return {
        "paper": [
            Thing("draft", (draft.pk,), drafts),
            Thing("released to the board", (out.pk,), _reading("board", world)),
            Thing("released to scrutiny", (outward.pk,), _reading("scrutiny", world)),
            Thing("absent", (10**9,), _NONE),
        ],
        "paper to release": [
            Thing("another's draft", (draft.pk,)),
            Thing("own draft", (own.pk,), _NONE, otherwise=403),
            Thing("absent", (10**9,), _NONE),
        ],
    }


def _of_reports() -> dict[str, list[Thing]]:
    from django.conf import settings

    from goldenthread.synthetic.report import write_report
    from goldenthread.web.inspection import actions
    from goldenthread.web.inspection.models import Line
    from web_people import person

    lead = person("improvement_lead")

    def report(name: str, day: date) -> Any:
        path = Path(settings.STORE).parent / name
        write_report(path, framework="ilacs_2023", published=day)
        return actions.keep_report(by=lead, name=name, content=path.read_bytes())[0]

    waiting, accepted = report("waiting.pdf", date(2025, 5, 12)), report("accepted.pdf", date(2025, 6, 12))
    accepted.source = actions.accept(by=lead, report=accepted, version=accepted.version)
    line = Line.objects.filter(report=waiting).first()
    assert line is not None
    return {
        "report": _present(waiting.pk),
        "report file": [
            Thing("accepted", (accepted.pk,)),
            Thing("waiting", (waiting.pk,), _some("improvement_lead")),
            Thing("absent", (10**9,), _NONE),
        ],
        "line": _present(line.pk),
        "source file": [
            Thing("by hand", (_entered_with_a_file(lead).pk,)),
            Thing("read from its file", (accepted.source.pk,), _NONE),
            Thing("absent", (10**9,), _NONE),
        ],
        "report date": [Thing("absent", (10**9, 0), _NONE)],
    }


def _entered_with_a_file(by: Any) -> Any:
    from goldenthread.web.inspection.by_hand import enter
    from goldenthread.web.plan.actions import Asked, Described

    described = Described(kind="peer review", title="A made-up review")
    asked = [Asked("See children sooner.", "recommendation")]
    return enter(by=by, described=described, asked=asked, file=("review.txt", b"Made up"))


def _of_people(world: World) -> dict[str, list[Thing]]:
    from goldenthread.web.accounts import actions
    from goldenthread.web.accounts.models import Cover, Membership
    from goldenthread.web.accounts.standing import today
    from web_people import person

    administrator = world.people["administrator"]

    def asked(whom: Any, by: Any) -> int:
        span = actions.Span(today())
        return int(actions.propose_roles(by=by, person=whom, roles=["auditor"], span=span, on=today()).pk)

    other, own = person("auditor"), administrator
    cover = Cover.objects.filter(ends=today()).first()
    assert cover is not None
    of_own = asked(own, person("administrator"))
    return {
        "person to see": [
            Thing("another", (other.public_id,)),
            Thing("own", (own.public_id,)),
            Thing("absent", (_NOBODY,), _NONE),
        ],
        "person": [
            Thing("another", (other.public_id,)),
            Thing("own", (own.public_id,), _NONE, otherwise=403),
            Thing("absent", (_NOBODY,), _NONE),
        ],
        "membership": [
            Thing("another's", (Membership.objects.get(person=other).pk,)),
            Thing("own", (Membership.objects.get(person=own).pk,), _NONE, otherwise=403),
            Thing("absent", (10**9,), _NONE),
        ],
        "proposal": [
            Thing("another's", (asked(other, administrator),)),
            Thing(
                "for the administrator", (of_own,), _some("director", "information_guardian"), otherwise=403
            ),
            Thing("absent", (10**9,), _NONE),
        ],
        "cover": _present(cover.pk),
    }


def _of_signing_in(world: World) -> dict[str, list[Thing]]:
    from goldenthread.web.accounts.permissions import Permission
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.signin import actions
    from web_people import person

    other = person("administrator")
    reset = actions.ask_for_reset(by=other, person=person("auditor"), checked="By telephone")
    account = actions.add_service(by=other, name="Case system", purpose="Sends the workbook")
    token = actions.issue_token(
        by=other, account=account, permissions={Permission.LOAD_RECORDS}, starts=today(), ends=today()
    ).token
    of_own = actions.ask_for_reset(by=other, person=world.people["administrator"], checked="By telephone")
    return {
        "own sessions": [Thing("all but this one", (), sends=(("others", "yes"),))],
        "provider": [Thing("absent", ("nobody",), _NONE)],
        "reset": [
            Thing("another's", (), sends=(("reset", str(reset.public_id)),)),
            Thing("own", (), posted_by=_NONE, sends=(("reset", str(of_own.public_id)),)),
        ],
        "service": _either(account.public_id),
        "token": _either(token.public_id),
    }


def _either(key: UUID) -> list[Thing]:
    return [Thing("known", (key,)), Thing("absent", (_NOBODY,), _NONE)]


def _who_may(world: World, right: str) -> frozenset[str]:
    return frozenset(name for name, actor in world.actors.items() if right in actor.rights)


def _of_restrictions(world: World) -> dict[str, list[Thing]]:
    """Of children whom no table of the records has, so that nobody's list is shorter for them."""
    from goldenthread.web.access import actions
    from web_access import WHY, asking

    by, sign = world.people["head_of_service"], _who_may(world, "SIGN_RESTRICTIONS")
    own, another = _restricted("R1", by=by), _restricted("R2", by=world.people["director"])
    teams = _restricted("R3", by=world.people["team_manager"])
    with asking(by):
        named = actions.list_person(by=by, restriction=own, person=world.people["auditor"], why=WHY)
    with asking(world.people["director"]):
        listed = actions.list_person(by=world.people["director"], restriction=another, person=by, why=WHY)
    return {
        "restriction": [
            Thing("asked for by a director", (another.pk,), sign),
            Thing("asked for by a head of service", (own.pk,), sign | {"head_of_service"}),
            Thing("asked for by a team manager", (teams.pk,), sign | {"team_manager"}),
            Thing("absent", (_NOBODY,), _NONE),
        ],
        "name on a list": [
            Thing("on the head's list", (named.pk,), sign | {"head_of_service"}),
            Thing("the head's on another's list", (listed.pk,), sign),
            Thing("absent", (_NOBODY,), _NONE),
        ],
    }


def _restricted(child: str, *, by: Any) -> Any:
    from django.utils import timezone

    from goldenthread.web.access.models import Restriction
    from goldenthread.web.accounts.standing import today
    from web_access import WHY, asking

    asked = {"asked_at": timezone.now(), "asked_by": by.reference, "asked_by_name": by.name}
    review_on = today() + timedelta(days=90)
    with asking(by):
        return Restriction.objects.create(child=child, reason=WHY, review_on=review_on, **asked)


def _of_auditors(world: World) -> dict[str, list[Thing]]:
    """Children given to somebody, and kept from somebody; again of nobody in the records."""
    from goldenthread.web.access import actions
    from goldenthread.web.access.models import Allotment
    from goldenthread.web.accounts.standing import today
    from web_access import WHY, asking

    head, director, guardian = (
        world.people[role] for role in ("head_of_service", "director", "information_guardian")
    )

    def allotted(by: Any, child: str) -> Any:
        named = {"person": world.people["auditor"].reference, "person_name": "Auditor Madeup"}
        given = {"by": by.reference, "by_name": by.name, "why": WHY, "starts": today(), "ends": today()}
        with asking(by):
            return Allotment.objects.create(sample=UUID(int=by.pk), child=child, **named, **given)

    def tied(whose: Any, child: str) -> Any:
        with asking(guardian):
            return actions.record_conflict(by=guardian, person=whose, children=[child], tie=WHY)[0]

    log = _who_may(world, "SEE_ACCESS_LOG")
    return {
        "allotment": [
            Thing("given by a head of service", (allotted(head, "A1").pk,), log | {"head_of_service"}),
            Thing("given by a director", (allotted(director, "A2").pk,), log),
            Thing("absent", (_NOBODY,), _NONE),
        ],
        "conflict": [
            Thing("of a social worker", (tied(world.people["social_worker"], "K1").pk,)),
            Thing("of the director", (tied(director, "K2").pk,), log - {"director"}),
            Thing("of the guardian", (tied(guardian, "K3").pk,), log - {"information_guardian"}),
            Thing("absent", (_NOBODY,), _NONE),
        ],
        "looks at a child": [Thing("known", ("C1",)), Thing("whom nobody looked at", ("C999",))],
    }


def _of_openings(world: World) -> dict[str, list[Thing]]:
    """An hour that is over, of a child in no records: its opener, those told of it and those who guard."""
    from django.utils import timezone

    from goldenthread.web.access.models import Notice, Opening, OpeningKind
    from goldenthread.web.accounts.standing import today
    from web_access import WHY, asking

    opener, told = world.people["social_worker"], world.people["team_manager"]
    began = timezone.now() - timedelta(hours=2)
    whose = {"person": opener.reference, "person_name": opener.name}
    with asking(opener):
        opened = Opening.objects.create(
            kind=OpeningKind.EMERGENCY, child="E1", reason=WHY, **whose, starts=began, ends=began + _HOUR,
            told=[told.reference], review_due=today(),
        )  # fmt: skip
        notice = Notice.objects.create(
            at=began, by=opener.reference, to="manager", people=[told.reference], words=WHY,
            about_kind="opening", about_key=str(opened.pk),
        )  # fmt: skip
    reviewers = _who_may(world, "SEE_ACCESS_LOG") | {"team_manager"}
    return {
        "opening": [
            Thing("a social worker's", (opened.pk,), reviewers | {"social_worker"}, posted_by=reviewers),
            Thing("absent", (_NOBODY,), _NONE),
        ],
        "own opening": [
            Thing("a social worker's", (opened.pk,), _some("social_worker")),
            Thing("absent", (_NOBODY,), _NONE),
        ],
        "notice": [
            Thing("to a team manager", (notice.pk,), _some("team_manager")),
            Thing("absent", (_NOBODY,), _NONE),
        ],
    }


_HOUR = timedelta(hours=1)


def _of_retention(world: World) -> dict[str, list[Thing]]:
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.database.scope import scoped
    from goldenthread.web.retention import actions, request_actions
    from goldenthread.web.retention.fence import with_all_eyes
    from goldenthread.web.retention.models import Purge

    by = world.people["information_guardian"]
    with scoped(with_all_eyes()):
        hold = actions.place_hold(by=by, child="H1", kind="legal", reason="Made up", starts=today())
        run, proposed = (actions.make_dry_run(by=by, as_at=today()) for _ in range(2))
        purge = Purge.objects.create(
            dry_run=proposed, digest=proposed.digest, why="Made up", proposed_by=by, proposed_by_name=by.name
        )
        asked = request_actions.open_request(
            by=by, child="Q1", asked_by="The child", capacity="subject", received=today()
        )
    return {
        "class of record": [
            Thing("without a national period", ("child_in_need",)),
            Thing("with one", ("looked_after_child",), _NONE),
            Thing("absent", ("nothing",), _NONE),
        ],
        "hold": _present(hold.pk),
        "dry run": _present(run.pk),
        "purge": _present(purge.pk),
        "request": _either(asked.pk),
    }


def first_wrong(world: World, asked_pairs: Iterable[Pair]) -> str:
    """The first thing wrong; "" where all is as expected."""
    return next((why for pair in asked_pairs if (why := wrong(world, pair))), "")
