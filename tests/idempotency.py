"""Threat T14, goal R5: twenty identical posts at once on every route that takes one have the effect of one.
`make idempotency` is the whole of it, against a live server; every route that takes a post is here or it
fails.

The effect is what is counted in every table of the site, history included: that of twenty on one thing is
held against that of a single post on another just like it.
"""

from __future__ import annotations

import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib import error, request

PARALLEL = 20
# Not about an act of somebody who has signed in; each is told apart below, in `HARMLESS`.
UNCOUNTED = {
    "signin_session",
    "page_sentform",
    "axes_accessattempt",
    "axes_accesslog",
    "axes_accessfailurelog",
}
_SIGNS_IN = "nobody has signed in yet; each answer signs in the browser that asked"
HARMLESS = {
    "door:sign-in": _SIGNS_IN,
    "signin:by-passkey": _SIGNS_IN,
    "signin:second": f"{_SIGNS_IN}, and a code is good once",
    "signin:recovery": f"{_SIGNS_IN}, and a code is good once",
    "door:sign-out": "out is out",
    "door:confirm": "writes to the session alone",
    "access:find": "leads on to a page, and writes nothing",
    "retention:answer": "hands the same file out; each time that it is handed out is written down",
}


@dataclass
class Sent:
    """A post somebody is about to send: who, where to, what is typed, what is handed in. `signs`: it asks
    for a fresh proof. `opens`: given their browser and the site's address, opens the page first, and gives
    what is typed of what it shows. `token`: a service sends it, and no browser."""

    who: Any
    address: str
    form: dict[str, Any] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    signs: bool = False
    opens: Callable[[Any, str], dict[str, Any]] | None = None
    token: str = ""


# Its first effect is that the session the others came with is out.
ENDS_ITS_SESSION = {"door:own-pass-phrase"}
# What they make is shown this once, in the answer itself; sent again, they lead to where it is listed.
SHOWS_ONCE = {
    *("signin:service", "signin:recovery-codes", "signin:authenticator", "signin:passkey"),
    "reminders:new-link",
}
Make = Callable[[], Sent]


@dataclass(frozen=True)
class Told:
    """One route's result: the rows one post adds by table, those twenty do, and the answers to the twenty."""

    route: str
    one: Counter[str]
    twenty: Counter[str]
    answers: Counter[int]

    @property
    def holds(self) -> bool:
        ways = {302}
        ways |= {403} if self.route in ENDS_ITS_SESSION else set()
        ways |= {200} if self.route in SHOWS_ONCE else set()
        ways |= {202} if self.route == "intake:feed" else set()
        return bool(self.one) and self.one == self.twenty and set(self.answers) <= ways


def routes_that_take_a_post() -> set[str]:
    """The names of the routes whose views do not refuse a post out of hand."""
    from django.test import RequestFactory
    from django.urls import get_resolver

    found = set()
    for name, view in _named(get_resolver()):
        try:
            answer = view(RequestFactory().post("/"), **_arguments(view))
        except Exception:  # whatever it does with a request without a person, it took it
            found.add(name)
        else:
            if answer.status_code != 405:
                found.add(name)
    return found


def _named(resolver: Any, space: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _named(pattern, inner)
        else:
            yield f"{space}{pattern.name}", pattern.callback


def _arguments(view: Any) -> dict[str, Any]:
    import inspect

    names = list(inspect.signature(inspect.unwrap(view)).parameters)[1:]
    return dict.fromkeys(names, 0)


# Sending


def measure(route: str, make: Make, *, at: str, parallel: int = PARALLEL) -> Told:
    """One post of one thing, and `parallel` at once of another just like it."""
    one, _ = _effect(make(), at=at, times=1)
    twenty, answers = _effect(make(), at=at, times=parallel)
    return Told(route, one, twenty, answers)


def _effect(sent: Sent, *, at: str, times: int) -> tuple[Counter[str], Counter[int]]:
    cookies, key = "" if sent.token else _signed_in(sent, at=at), uuid.uuid4().hex
    before = _rows()
    with ThreadPoolExecutor(times) as pool:
        asked = [pool.submit(_post, sent, at=at, cookies=cookies, key=key) for _ in range(times)]
        answers = Counter(one.result() for one in asked)
    after = _rows()
    return Counter(
        {name: after[name] - before[name] for name in after if after[name] != before[name]}
    ), answers


def _signed_in(sent: Sent, *, at: str) -> str:
    """The cookies of a browser in which they have signed in, and just proved who they are where they sign."""
    from django.test import Client

    from web_people import confirm

    client = Client()
    client.force_login(sent.who, backend="goldenthread.web.accounts.backend.EmailAndPassword")
    if sent.signs:
        confirm(client)
    if sent.opens is not None:
        sent.form |= sent.opens(client, at)
    return f"session={client.cookies['session'].value}; csrf={'a' * 32}"


class _NotFollowed(request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def _post(sent: Sent, *, at: str, cookies: str, key: str) -> int:
    fields = {**sent.form, "form_key": key, "csrfmiddlewaretoken": "a" * 32}
    body, kind = _multipart(fields, sent.files)
    who = {"Authorization": f"Bearer {sent.token}"} if sent.token else {"Cookie": cookies, "Origin": at}
    asked = request.Request(at + sent.address, data=body, headers={"Content-Type": kind, **who})
    try:
        with request.build_opener(_NotFollowed).open(asked, timeout=120) as answer:
            return int(answer.status)
    except error.HTTPError as answer:
        return answer.code


def _multipart(fields: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    mark, parts = uuid.uuid4().hex, []
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n{one}'.encode())
    for name, (file_name, content) in files.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content)
    body = b"".join(f"--{mark}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{mark}--\r\n".encode()
    return body, f"multipart/form-data; boundary={mark}"


def _rows() -> Counter[str]:
    """How many rows each table has, as the database itself counts them."""
    from django.apps import apps
    from django.db import connection

    from goldenthread.web.database.scope import DatabaseScope, Reach, scoped

    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - UNCOUNTED
    found: Counter[str] = Counter()
    with scoped(DatabaseScope(person="service:proof", reach=Reach.ALL, access_log=True)):
        for table in sorted(tables):
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                found[table] = cursor.fetchone()[0]
    return found


# What is sent: one of each route

VERSION = "the version it is at"


def sent(
    who: Any, address: str, make: Callable[[], Any], *, signs: bool = False, key: str = "pk", **form: Any
) -> Make:
    """A post to the address of a thing that is made for it. VERSION is filled in with the thing's."""

    def made() -> Sent:
        held = make()
        typed = {name: held.version if value == VERSION else value for name, value in form.items()}
        return Sent(who, address.format(getattr(held, key)), typed, signs=signs)

    return made


def plan_posts() -> dict[str, Make]:
    from posts_of_delivery import delivery_posts

    return {
        f"plan:{name}": make
        for name, make in (_register_posts() | _action_posts() | _step_posts() | delivery_posts()).items()
    }


def _decision() -> dict[str, str]:
    from web_plan import BOARD

    return {"meeting": BOARD, "on": "1/3/2026", "text": "Go on", "why": "It works"}


def _later() -> str:
    from goldenthread.web.accounts.standing import today

    return (today() + timedelta(days=120)).strftime("%d/%m/%Y")


def _finding(**more: Any) -> Any:
    from goldenthread.web.plan.models import Requirement, Source
    from web_plan import source

    held = Source.objects.filter(file="madeupshire.pdf").first() or source()
    return Requirement.objects.create(
        source=held,
        number=held.requirements.count() + 1,
        original="Visits are late.",
        text="Visits are late.",
        page=1,
        kind="area_for_improvement",
        for_whom="authority",
        severity="improvement",
        accepted_by_name="Tests",
        accepted_by_id="tests",
        **more,
    )


def _measured() -> Any:
    from goldenthread.web.plan import actions
    from web_people import MAKER
    from web_plan import objective

    return actions.add_measure(by=MAKER, objective=objective(), indicator="assessment_45wd")


def _entered() -> Any:
    """A source entered by hand."""
    from goldenthread.web.plan.actions import Asked, Described, enter_source
    from web_people import MAKER

    described = Described(kind="peer review", title=uuid.uuid4().hex)
    return enter_source(by=MAKER, described=described, asked=[Asked("Do it", "recommendation")])


def _register_posts() -> dict[str, Make]:
    from web_people import person
    from web_plan import action, objective

    lead = person("improvement_lead")
    at, one = "/plan/objectives/{}", "/plan/requirements/{}"
    answer = {"disposition": "accepted", "severity": "priority", "reason": "", "version": VERSION}
    proposed = {"version": 0, "text": "Do it", "owner_role": "Somebody", "due": _later()}

    def later() -> Any:
        return _finding(disposition="to start later", later_when="The new system is in use")

    def many() -> Sent:
        return Sent(lead, "/plan/requirements/answer/", {"asked": f"{_finding().pk}:1", **answer})

    def skeleton() -> Sent:
        found = _finding()
        first = {f"action_{found.pk}": "See them", "owner_role": "Somebody"}
        typed = {"asked": f"{found.pk}:1", "text": "Seen in time", **first}
        return Sent(lead, "/plan/requirements/make-objective/", typed)

    def begun() -> Sent:
        found = _finding()
        first = {f"action_{found.pk}": "See them", "owner_role": "Somebody"}
        typed = {"asked": f"{found.pk}:1", "objective_0": "Seen in time", **first}
        return Sent(lead, "/plan/requirements/begin/", typed)

    def repeated() -> Sent:
        typed = {"earlier": _finding().pk, "version": 1}
        return Sent(lead, f"{one}/repeats/".format(_finding().pk), typed)

    def judged() -> Sent:
        typed = {"source": _entered().pk, "said": "put right", "words": "It is"}
        return Sent(lead, f"{one}/verdict/".format(_finding().pk), typed)

    def named() -> Sent:
        held = action()
        typed = {"requirements": _finding().pk, "version": held.version}
        return Sent(lead, f"/plan/actions/{held.pk}/answers/", typed)

    return {
        "answer-many": many,
        "make-objective": skeleton,
        "begin-plan": begun,
        "has-come": sent(lead, f"{one}/has-come/", later, on="1/3/2026", version=VERSION),
        "repeats": repeated,
        "verdict": judged,
        "direct-answers": named,
        "correct-requirement": sent(lead, f"{one}/correct/", _finding, text="So", why="It", version=VERSION),
        "answer-requirement": sent(lead, f"{one}/answer/", _finding, **answer),
        "requirement-decision": sent(lead, f"{one}/decision/", _finding, **_decision()),
        "add-objective": lambda: Sent(lead, "/plan/objectives/add/", {"version": 0, "text": "Seen"}),
        "edit-objective": sent(lead, f"{at}/edit/", objective, text="Seen sooner", version=VERSION),
        "add-measure": sent(lead, f"{at}/measures/", objective, indicator="assessment_45wd"),
        "objective-decision": sent(lead, f"{at}/decision/", objective, **_decision()),
        "add-action": sent(lead, f"{at}/actions/add/", objective, **proposed),
        "remove-measure": sent(lead, "/plan/measures/{}/remove/", _measured),
    }


def _action_posts() -> dict[str, Make]:
    """What is done to an action beside its steps: its words, notes, evidence and dates."""
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.evidence.actions import freeze
    from goldenthread.web.evidence.refs import EvidenceRef
    from goldenthread.web.plan import actions
    from web_people import person
    from web_plan import action, agreed, objective

    lead, director = person("improvement_lead"), person("director")
    secretary, owner = person("board_secretary"), person("head_of_service")
    ref = EvidenceRef(kind="minute", key="m", label="Minutes", as_of=today())

    def ready() -> Any:
        return agreed(action(owner))

    def piece() -> Any:
        return actions.pin_document(by=owner, action=action(owner), ref=ref, shows="It", where="Folder")

    def asked_date() -> Any:
        held = ready()
        asked = {"proposed": today() + timedelta(days=200), "why": "Late", "on": today()}
        return actions.propose_date(by=owner, action=held, version=held.version, **asked)

    def pinned() -> Sent:
        exhibit = freeze(ref, by=owner)
        return Sent(owner, f"/plan/pin/{exhibit.pk}/", {"action": ready().pk, "shows": "It"})

    from web_impact import PDF, by_hand, hand_words

    at, towards = "/plan/actions/{}", "/plan/objectives/{}"
    figure = {"on": "1/3/2026", "counted": 8, "out_of": 10, "value": "", "source": "Audits"}

    def file() -> Sent:
        typed = {"label": "Sample", "speaks_from": "", "speaks_to": "1/3/2026", "shows": "It"}
        content = PDF + uuid.uuid4().hex.encode()
        address = f"/plan/actions/{ready().pk}/evidence/file/"
        return Sent(owner, address, typed, files={"file": ("a.pdf", content)})

    def measured() -> Any:
        return by_hand(objective())

    none_yet = {"impact": "none yet", "why": "No", "version": 0}
    edited = {"text": "Another", "owner_role": "Somebody", "owner": "", "workstream": "", "version": VERSION}
    document = {"kind": "minute", "label": "M", "where": "F", "as_of": "1/3/2026", "shows": "It"}
    judged = {"judged": "sufficient", "why": "Read", "version": VERSION}
    heard = {"outcome": "agreed", "why": "Heard", "meeting": "Board", "on": "1/3/2026"}
    return {
        "edit-action": sent(lead, f"{at}/edit/", lambda: action(owner), **edited),
        "note": sent(owner, f"{at}/note/", ready, text="Going well"),
        "propose-date": sent(owner, f"{at}/new-date/", ready, proposed=_later(), why="Late", version=VERSION),
        "action-decision": sent(lead, f"{at}/decision/", ready, **_decision()),
        "add-evidence": sent(owner, f"{at}/evidence/add/", ready, **document),
        "decide-date": sent(secretary, "/plan/dates/{}/", asked_date, **heard),
        "add-file": file,
        "propose-objective-date": sent(
            lead, f"{towards}/new-date/", objective, proposed=_later(), why="Late", version=VERSION
        ),
        "objective-impact": sent(director, f"{towards}/impact/", objective, signs=True, **none_yet),
        "add-hand-measure": sent(lead, f"{towards}/measures/by-hand/", objective, **hand_words(), version=0),
        "edit-hand-measure": sent(lead, "/plan/by-hand/{}/edit/", measured, **hand_words(), version=VERSION),
        "add-reading": sent(lead, "/plan/by-hand/{}/figure/", measured, **figure),
        "judge-evidence": sent(director, "/plan/evidence/{}/judge/", piece, signs=True, **judged),
        "pin": pinned,
    }


def _step_posts() -> dict[str, Make]:
    from web_people import person
    from web_plan import action, agreed, claimed

    lead, director, owner = person("improvement_lead"), person("director"), person("head_of_service")

    def new() -> Any:
        return action(owner)

    def ready() -> Any:
        return agreed(new())

    def done() -> Any:
        return claimed(new(), owner)

    def step(name: str, who: Any, make: Callable[[], Any], *, signs: bool = False, **form: Any) -> Make:
        return sent(who, f"/plan/actions/{{}}/{name}/", make, signs=signs, version=VERSION, **form)

    def merge() -> Sent:
        return step("merge", lead, ready, into=ready().pk, why="One thing")()

    return {
        "agree": step("agree", lead, new, due=_later(), meeting="Board", on="1/3/2026"),
        "start": step("start", owner, ready),
        "claim": step("claim", owner, ready, words="Done"),
        "sign-off": step("sign-off", director, done, words="Seen", signs=True),
        "reopen": step("open-again", director, done, why="More"),
        "stop": step("stop", lead, ready, why="Not now"),
        "merge": merge,
        "impact": step("impact", director, ready, impact="none yet", why="Seen", signs=True),
    }


def people_posts() -> dict[str, Make]:
    from goldenthread.web.accounts import actions
    from goldenthread.web.accounts.actions import Span
    from goldenthread.web.accounts.models import Cover, Membership
    from goldenthread.web.accounts.standing import today
    from web_people import PASSWORD, person

    manager = person("administrator")
    new_one = "an altogether new pass phrase"

    def membership() -> Any:
        return Membership.objects.get(person=person("director"))

    def somebody() -> dict[str, str]:
        return {"name": "Ann Madeup", "email": f"{uuid.uuid4().hex}@madeup.example", "worker": ""}

    def team() -> Sent:
        typed = {"name": uuid.uuid4().hex, "service_area": "Safeguarding", "version": 0}
        return Sent(manager, "/people/teams/", typed)

    def theirs(page: str, **form: Any) -> Make:
        return sent(manager, f"/people/{{}}/{page}/", person, key="public_id", **form)

    def described() -> Sent:
        return theirs("edit", version=VERSION, **somebody())()

    def proposed() -> Any:
        another = person("administrator")
        span = Span(today())
        return actions.propose_roles(by=another, person=person(), roles=["auditor"], span=span, on=today())

    def covered() -> Any:
        days = {"starts": today(), "ends": today() + timedelta(days=5)}
        of = person("head_of_service")
        cover = actions.propose_cover(by=manager, deputy=person(), covered=of, on=today(), **days)
        actions.confirm(by=person("director"), proposal=cover, on=today())
        return Cover.objects.get(covered=of)

    def titled() -> Sent:
        return Sent(
            manager, "/people/titles/", {"name": uuid.uuid4().hex, "roles": ["auditor"], "version": 0}
        )

    def deputy() -> Sent:
        typed = {"deputy": person().pk, "starts": _later(), "ends": _later()}
        return theirs("cover", **typed)()

    own = {"now": PASSWORD, "password": new_one}
    return {
        "accounts:titles": titled,
        "accounts:proposal": sent(person("director"), "/people/to-confirm/{}/", proposed, signs=True, why=""),
        "accounts:withdraw": sent(manager, "/people/to-confirm/{}/withdraw/", proposed),
        "accounts:cover": deputy,
        "accounts:end-cover": sent(manager, "/people/cover/{}/end/", covered),
        "door:own-pass-phrase": lambda: Sent(person(), "/people/pass-phrase/", own),
        "accounts:add": lambda: Sent(manager, "/people/add/", {**somebody(), "password": new_one}),
        "accounts:teams": team,
        "accounts:edit": described,
        "accounts:end-role": sent(
            manager, "/people/roles/{}/end/", membership, ends="1/1/2030", version=VERSION
        ),
        "accounts:role": theirs("role", role="director", starts="1/1/2026"),
        "accounts:pass-phrase": theirs("pass-phrase", password=new_one),
        "accounts:stop": theirs("stop"),
    }


_NOTICE = (
    b"Improvement Notice\n\nTo: Madeupshire County Council\n\nThis notice is short.\n\nMeasures\n\n"
    b"1. The Council must act. It must report.\n\n2. The notice will be reviewed on 31 August 2025.\n\n"
    b"Date: 14 May 2025\n\n"
)


_ASKED = {"asks": "See children sooner.", "kind": "recommendation"}


def _typed_source() -> dict[str, Any]:
    named = {"source_kind": "peer review", "title": uuid.uuid4().hex, "published": "1/3/2026"}
    return {**named, **_ASKED}


def report_posts() -> dict[str, Make]:
    from goldenthread.web.inspection import actions
    from web_people import person

    lead, pdfs = person("improvement_lead"), reports()

    def report() -> Any:
        return actions.keep_report(by=lead, name="madeup.pdf", content=next(pdfs))[0]

    def line() -> Any:
        return report().lines.first()

    def left_out() -> Any:
        one = line()
        actions.leave_out(by=lead, line=one, why="A heading")
        return one

    def uploaded() -> Sent:
        return Sent(lead, "/inspection/upload/", files={"report": ("made-up.pdf", next(pdfs))})

    def notice() -> Any:
        """A short one that sets a day."""
        content = _NOTICE + uuid.uuid4().hex.encode()
        return actions.keep_report(by=lead, name="madeup.txt", content=content)[0]

    def two_in_one() -> Any:
        return notice().lines.first()

    at, one = "/inspection/reports/{}", "/inspection/findings/{}"
    halves = "The Council must act.\n\nIt must report."
    words = {"text": "Put right", "kind": "area_for_improvement", "group": "", "page": 2}
    return {
        "inspection:upload": uploaded,
        "inspection:accept": sent(lead, f"{at}/accept/", report, version=VERSION),
        "inspection:correct": sent(lead, f"{one}/", line, version=VERSION, **words),
        "inspection:leave-out": sent(lead, f"{one}/leave-out/", line, why="A heading"),
        "inspection:take-back": sent(lead, f"{one}/take-back/", left_out),
        "inspection:add-line": sent(lead, f"{at}/add/", report, version=0, **words),
        "inspection:published": sent(lead, f"{at}/published/", report, published="1/3/2026", version=VERSION),
        "inspection:fill": sent(lead, f"{at}/fill/", report, authority="Madeupshire", version=VERSION),
        "inspection:split": sent(lead, f"{one}/split/", two_in_one, parts=halves, version=VERSION),
        "inspection:by-hand": lambda: Sent(lead, "/inspection/sources/add/", _typed_source()),
        "inspection:add-to-source": sent(lead, "/inspection/sources/{}/add/", _entered, **_ASKED),
        "inspection:join": sent(lead, f"{one}/join/", line, version=VERSION),
        "inspection:date": sent(
            lead, f"{at}/dates/0/", notice, what="review", last="1/9/2025", version=VERSION
        ),
    }


def reports() -> Iterator[bytes]:
    """One made-up report after another, each a file of its own."""
    import tempfile
    from pathlib import Path

    from goldenthread.synthetic.report import write_report

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        grades = {"overall": "inadequate", "leaders": "inadequate", "help_protection": "inadequate"}
        write_report(path, framework="ilacs_2023", published=date(2023, 5, 12), judgements=grades)
        content = path.read_bytes()
    while True:
        yield content + f"\n% {uuid.uuid4().hex}\n".encode()


def _workbook() -> bytes:
    import tempfile
    from pathlib import Path

    from drawn import records
    from goldenthread.records.annex_a import from_records, write_workbook

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made up.xlsx"
        drawn = records(date(2026, 3, 31), ssd_person="pers_person_id | pers_dob\nC1 | 2015-01-01")
        write_workbook(from_records(drawn), path, note="Made up")
        return path.read_bytes()


def records_posts() -> dict[str, Make]:
    """Loads, names, papers and pinned figures; of a store with a few drawn children."""
    from django.conf import settings

    from goldenthread.web.accounts.permissions import Permission
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.intake.queries import latest
    from goldenthread.web.signin.actions import add_service, issue_token
    from web_figures import assessments, held
    from web_people import person
    from web_plan import action

    held(settings.STORE, assessments("2026-03 North 8 9"))
    newest = latest()
    assert newest is not None
    analyst, director = person("performance_analyst"), person("director")
    secretary, owner = person("board_secretary"), person("head_of_service")
    workbook = _workbook()
    service = add_service(by=person("administrator"), name="Case management", purpose="A proof")
    issued = issue_token(
        by=person("administrator"),
        account=service,
        permissions=[Permission.LOAD_RECORDS],
        starts=today(),
        ends=today() + timedelta(days=5),
    )

    def another_plan() -> Sent:
        action(text=uuid.uuid4().hex)  # a plan that no paper has been made from
        asked = {"audience": "board", "snapshot": newest.identity, "plan": "on"}
        return Sent(secretary, "/papers/new/", asked)

    def names() -> Sent:
        content = f"identifier,name,link\nC1,{uuid.uuid4().hex},\n".encode()
        return Sent(director, "/records/names/", files={"file": ("names.csv", content)})

    def load() -> Sent:
        return Sent(analyst, "/records/load/", {"as_at": ""}, {"workbook": ("made up.xlsx", workbook)})

    def feed() -> Sent:
        files = {"workbook": ("made up.xlsx", workbook)}
        return Sent(None, "/records/feed/", {"as_at": ""}, files, token=issued.shown)

    pinned = "/performance/assessment_45wd/pin/?step=latest"
    return {
        "plan:baseline": sent(
            person("improvement_lead"), "/plan/measures/{}/baseline/", _measured, period="2026-03-31"
        ),
        "papers:new": another_plan,
        "papers:release": sent(
            director, "/papers/{}/release/", lambda: _paper(secretary, newest), signs=True
        ),
        "papers:discard": sent(
            secretary, "/papers/{}/discard/", lambda: _paper(secretary, newest), why="A newer one is there"
        ),
        "intake:new": load,
        "intake:feed": feed,
        "intake:names": names,
        **_target_posts(person("performance_analyst")),
        "indicators:pin": lambda: Sent(owner, pinned, {"figure": "2026-03-31"}),
    }


def _target_posts(analyst: Any) -> dict[str, Make]:
    """Each target on a measure of its own: one measure has one target."""
    from goldenthread.indicators.targets import Milestone
    from goldenthread.papers.judgement import Aim
    from goldenthread.web.indicators import actions
    from goldenthread.web.indicators.measures import words_of
    from web_access import asking
    from web_people import person

    director = person("director")
    free = iter([id for id, words in words_of().items() if words.polarity != "neutral"])
    typed = {"start_on": "31/3/2026", "start": "60", "by": "31/3/2027", "value": "80", "tolerance": "2"}

    def held() -> str:
        id, aim = next(free), Aim((Milestone(date(2027, 3, 31), 80),))
        with asking(director):
            actions.set_target(by=director, indicator=id, version=0, aim=aim, why="Made up")
        return id

    def marked() -> Any:
        what, day = f"made up {uuid.uuid4().hex}", date(2026, 1, 5)
        with asking(analyst):
            return actions.add_event(by=analyst, indicator="", on=day, what=what, rebases=False)

    event = {"on": "5/1/2026", "what": "Made up", "rebases": "no", "everywhere": "no"}
    return {
        "indicators:target": lambda: Sent(
            director, f"/performance/{next(free)}/target/", {**typed, "version": "0", "why": "Made up"}
        ),
        "indicators:end-target": lambda: Sent(
            director, f"/performance/{held()}/target/end/", {"version": "1"}
        ),
        "indicators:add-event": lambda: Sent(analyst, "/performance/assessment_45wd/events/add/", event),
        "indicators:take-back-event": sent(analyst, "/performance/events/{}/take-back/", marked),
    }


def _paper(secretary: Any, snapshot: Any) -> Any:
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.papers import actions
    from goldenthread.web.papers.inputs import Inputs, SetPaper
    from goldenthread.web.plan.as_paper import as_paper
    from web_plan import action

    action(text=uuid.uuid4().hex)
    inputs = Inputs(snapshot=snapshot.identity, reports=(), plan=as_paper(as_at=today()))
    made, _ = actions.ask_for_paper(by=secretary, snapshot=snapshot, inputs=inputs)
    actions.keep(made, SetPaper(content=b"%PDF made up"), told={})
    return made


def trail_posts() -> dict[str, Make]:
    from web_people import person

    director = person("director")
    return {"trail:check": lambda: Sent(director, "/history/check/")}


def past_posts() -> dict[str, Make]:
    from django.utils import timezone

    from web_people import person

    read = {"up_to": timezone.now().isoformat()}
    wanted = {"rhythm": "weekly", "weekday": 2, "kinds": ["overdue"], "version": 1}
    return {
        "past:read": lambda: Sent(person("director"), "/plan-as-it-was/changes/read/", dict(read)),
        "reminders:home": lambda: Sent(person("director"), "/reminders/", dict(wanted)),
        "reminders:new-link": lambda: Sent(person("director"), "/reminders/calendar/new/"),
        "reminders:end-link": lambda: Sent(_with_a_link(), "/reminders/calendar/end/"),
    }


def _with_a_link() -> Any:
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.reminders.actions import make_link
    from web_people import person

    holder = person("director")
    make_link(by=holder, on=today())
    return holder


def all_posts() -> dict[str, Make]:
    """A post of each route that takes one, by the route's name."""
    import posts_of_rooms

    kept = posts_of_rooms.past_their_day()  # before the newest records: those stay what the site works from
    import intervention_things

    rooms = plan_posts() | people_posts() | report_posts() | records_posts() | trail_posts() | past_posts()
    others = (posts_of_rooms.access_posts, posts_of_rooms.sign_in_posts, posts_of_rooms.sheets_posts)
    theirs = (posts_of_rooms.programme_posts, posts_of_rooms.reporting_posts)
    for posts in (*others, intervention_things.posts, *theirs):
        rooms |= posts()
    return rooms | kept


def main() -> int:
    import proof_site
    from proof_site import say

    began = time.monotonic()
    with proof_site.ready(), proof_site.live() as at:
        from goldenthread.web.intake import checking, loading
        from goldenthread.web.intervention import posting
        from goldenthread.web.papers import making
        from goldenthread.web.retention import carrying_out

        making.wake = loading.wake = checking.wake = carrying_out.wake = posting.wake = lambda: (
            None
        )  # what is asked for is counted, not what is then made of it
        posts = all_posts()
        missing = routes_that_take_a_post() - set(posts) - set(HARMLESS)
        told = [measure(route, make, at=at) for route, make in posts.items()]
    wrong = [one for one in told if not one.holds]
    for one in wrong:
        say(
            f"{one.route}: one {dict(one.one)}, {PARALLEL} at once {dict(one.twenty)},"
            f" answers {dict(one.answers)}"
        )
    for route in sorted(missing):
        say(f"{route}: takes a post and is not among those tried")
    say(f"{len(told) - len(wrong)} of {len(told)} routes: {PARALLEL} posts at once have the effect of one")
    for route, why in HARMLESS.items():
        say(f"not counted: {route}, {why}")
    say(f"{time.monotonic() - began:.0f} s")
    return 1 if wrong or missing else 0


if __name__ == "__main__":
    sys.exit(main())
