"""What `make idempotency` sends to the rooms that guard and keep: a post of each route of access, signing in
and retention. Each makes what it is sent to, anew for each time it is asked for."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from idempotency import Make, Sent, sent

SOON, WHY = timedelta(days=5), {"why": "Made up for a proof"}
CHILD, GONE = "C1", "GONE0001"  # one who is in the newest records, one whose records are past their day


def _day(days: timedelta = SOON) -> str:
    from goldenthread.web.accounts.standing import today

    return (today() + days).strftime("%d/%m/%Y")


# Who may see which child


def access_posts() -> dict[str, Make]:
    from web_people import person

    director, guardian = person("director"), person("information_guardian")
    named = _restriction_posts(director) | _opening_posts(guardian) | _allotment_posts(director, guardian)
    return {f"access:{name}": make for name, make in named.items()}


def _restriction_posts(director: Any) -> dict[str, Make]:
    from goldenthread.web.access.actions import ask_to_lift
    from web_access import WHY as REASON
    from web_access import asking, restricted
    from web_people import person

    at = "/access/restricted/{}"

    def new(*listed: Any, signed: bool = True) -> Any:
        return restricted(f"made up {uuid.uuid4().hex}", *listed, signed=signed)

    def named() -> Any:
        made = new(person("social_worker"))
        with asking(director):
            return made.listings.get()

    def asked_to_lift() -> Any:
        made, another = new(), person("director")
        with asking(another):
            ask_to_lift(by=another, restriction=made, why=REASON)
        return made

    def restrict() -> Sent:
        typed = {"child": f"made up {uuid.uuid4().hex}", "reason": REASON, "review_on": _day()}
        return Sent(director, "/access/restricted/add/", typed)

    def listed() -> Sent:
        return sent(director, f"{at}/names/", new, person=person("social_worker").pk, **WHY)()

    return {
        "restrict": restrict,
        "sign": sent(director, f"{at}/sign/", partial(new, signed=False)),
        "names": listed,
        "review": sent(director, f"{at}/review/", new, review_on=_day(), version=1),
        "lift": sent(director, f"{at}/lift/", asked_to_lift, agree="1"),
        "end-name": sent(director, "/access/names/{}/end/", named),
    }


def _opening_posts(guardian: Any) -> dict[str, Make]:
    from goldenthread.web.access.actions import open_child
    from goldenthread.web.access.models import Notice, OpeningKind
    from web_access import asking
    from web_people import person

    head, analyst = person("head_of_service", service_area="Far Away"), person("performance_analyst")
    asked = {"child": CHILD, "reason": "Made up for a proof"}

    def opened() -> Any:
        with asking(head):
            return open_child(by=head, kind=OpeningKind.EMERGENCY, **asked)

    def notice() -> Any:
        key = str(opened().pk)
        with asking(guardian):
            return Notice.objects.get(about_key=key, people__contains=[guardian.reference])

    reviewed = {"right": "yes", "words": "Seen"}
    return {
        "emergency": lambda: Sent(head, "/access/emergency/", dict(asked), signs=True),
        "who-is-it": lambda: Sent(analyst, "/access/who-is-it/", dict(asked), signs=True),
        "opening": sent(guardian, "/access/opened/{}/", opened, **reviewed),
        "close": sent(head, "/access/opened/{}/close/", opened),
        "read": sent(guardian, "/access/told/{}/read/", notice),
    }


def _allotment_posts(director: Any, guardian: Any) -> dict[str, Make]:
    from goldenthread.web.access.actions import Sample, allot, record_conflict
    from goldenthread.web.accounts.standing import today
    from web_access import asking
    from web_people import person

    def allotted() -> Any:
        sample = Sample(person=person("auditor"), children=(CHILD,), ends=today() + SOON, why="An audit")
        with asking(director):
            return allot(sample, by=director)[0]

    def conflict() -> Any:
        with asking(guardian):
            return record_conflict(by=guardian, person=person(), children=[_nobody()], tie="Kin")[0]

    def allots() -> Sent:
        typed = {"person": person("auditor").pk, "children": CHILD, "ends": _day(), **WHY}
        return Sent(director, "/access/allotments/add/", typed)

    def declares() -> Sent:
        return Sent(director, "/access/conflicts/add/", {"children": _nobody(), "tie": "Kin"})

    def records() -> Sent:
        typed = {"person": person().pk, "children": _nobody(), "tie": "Kin"}
        return Sent(guardian, "/access/conflicts/of-somebody/", typed)

    return {
        "allot": allots,
        "take-back": sent(director, "/access/allotments/{}/back/", allotted),
        "declare": declares,
        "record-conflict": records,
        "end-conflict": sent(guardian, "/access/conflicts/{}/end/", conflict, **WHY),
    }


def _nobody() -> str:
    """A child's identifier that no other proof has."""
    return f"made up {uuid.uuid4().hex}"


# The programme


def programme_posts() -> dict[str, Make]:
    from goldenthread.web.programme.actions import close_concern
    from idempotency import VERSION
    from web_people import person
    from web_plan import action
    from web_programme import concern, concern_words, idea, rollout

    lead, at, wide = person("improvement_lead"), "/programme/{}", "/programme/roll-outs/{}"
    typed = {"kind": "pilot", "name": "A pilot", "areas": 4, "people": 9, "action": action().pk}
    seen = {"words": "As before", "likelihood": 3, "harm": 3, "next_step": "Hire", "review_by": _day()}
    counted = {"areas_live": 1, "trained": 2, "defects_open": 0, "defects_closed": 0, "note": ""}

    def closed() -> Any:
        made = concern()
        close_concern(by=lead, concern=made, version=made.version, why="Filled", on=made.raised_on)
        made.refresh_from_db()
        return made

    def rolled() -> Any:
        return rollout(action())

    made = {
        "add": lambda: Sent(lead, "/programme/add/", concern_words(version=0)),
        "edit": sent(lead, f"{at}/edit/", concern, **concern_words(version=VERSION)),
        "review": sent(lead, f"{at}/review/", concern, **seen, version=VERSION),
        "close": sent(lead, f"{at}/close/", concern, **WHY, version=VERSION),
        "reopen": sent(lead, f"{at}/open-again/", closed, **WHY, review_by=_day(), version=VERSION),
        "add-rollout": lambda: Sent(lead, "/programme/roll-outs/add/", {**typed, "version": 0}),
        "edit-rollout": sent(lead, f"{wide}/edit/", rolled, **typed, version=VERSION),
        "count": sent(lead, f"{wide}/count/", rolled, **counted, on="1/3/2026"),
        "add-idea": lambda: Sent(lead, "/programme/ideas/add/", {"words": "A rota", "said_by": "A team"}),
        "answer-idea": sent(lead, "/programme/ideas/{}/answer/", idea, answer="Yes", version=VERSION),
    }
    return {f"programme:{name}": make for name, make in made.items()}


# Signing in


def sign_in_posts() -> dict[str, Make]:
    return {f"signin:{name}": make for name, make in (_own_posts() | _managing_posts()).items()}


def _own_posts() -> dict[str, Make]:
    """One's own second proof and sessions."""
    from django.utils import timezone

    from goldenthread.web.signin import actions, codes
    from web_people import person
    from web_second_proof import app_code
    from web_soft_key import SoftKey

    app, passkey = "/sign-in/set-up/authenticator/", "/sign-in/set-up/passkey/"

    def app_shown(client: Any, at: str) -> dict[str, Any]:
        (letters,) = re.findall(r"<code>([A-Z2-7 ]+)</code>", _page(client, app, at=at))
        return {"code": app_code(letters)}

    def key_asked(client: Any, at: str) -> dict[str, Any]:
        (options,) = re.findall(r'data-options="([^"]+)"', _page(client, passkey, at=at))
        key = SoftKey(site=at.removeprefix("http://").partition(":")[0], origin=at)
        return {"name": "a key", "passkey": key.make(html.unescape(options))}

    def with_app() -> Any:
        made = person()
        step = int(timezone.now().timestamp()) // 30
        actions.keep_authenticator(by=made, secret=codes.new_secret(), step=step)
        return made

    def others() -> Sent:
        return Sent(_in_two_browsers(), "/sign-in/sessions/end/", {"others": "1"})

    removed = {"authenticator": "1"}
    return {
        "end-session": others,
        "authenticator": lambda: Sent(person(), app, signs=True, opens=app_shown),
        "passkey": lambda: Sent(person(), passkey, signs=True, opens=key_asked),
        "recovery-codes": lambda: Sent(with_app(), "/sign-in/set-up/recovery-codes/", signs=True),
        "remove": lambda: Sent(with_app(), "/sign-in/set-up/remove/", dict(removed), signs=True),
    }


def _page(client: Any, address: str, *, at: str) -> str:
    return str(client.get(address, headers={"host": at.removeprefix("http://")}).content.decode())


def _in_two_browsers() -> Any:
    from django.test import Client

    from web_people import person

    somebody = person()
    for _ in range(2):
        Client().force_login(somebody, backend="goldenthread.web.accounts.backend.EmailAndPassword")
    return somebody


def _managing_posts() -> dict[str, Make]:
    """Somebody else's second proof and sessions, and services."""
    from goldenthread.web.accounts.permissions import Permission
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.signin import actions
    from web_people import person

    manager = person("administrator")

    def waiting() -> Sent:
        asked = actions.ask_for_reset(by=person("administrator"), person=person(), checked="Seen")
        typed = {"reset": str(asked.public_id), "agree": "1"}
        return Sent(manager, "/sign-in/resets/", typed, signs=True)

    def service() -> Any:
        return actions.add_service(by=manager, name=uuid.uuid4().hex, purpose="A proof")

    def token() -> Any:
        days = {"starts": today(), "ends": today() + SOON}
        may = [Permission.LOAD_RECORDS]
        return actions.issue_token(by=manager, account=service(), permissions=may, **days).token

    def added() -> Sent:
        return Sent(manager, "/sign-in/services/", {"name": uuid.uuid4().hex, "purpose": "A proof"})

    given = {"permissions": "LOAD_RECORDS", "ends": _day()}
    theirs = partial(sent, manager, key="public_id")
    return {
        "of-person": theirs("/sign-in/people/{}/", person, checked="Seen"),
        "end-sessions": theirs("/sign-in/people/{}/end-sessions/", _in_two_browsers),
        "resets": waiting,
        "services": added,
        "service": theirs("/sign-in/services/{}/", service, signs=True, **given),
        "revoke": theirs("/sign-in/tokens/{}/revoke/", token),
    }


# Keeping records for their time


def past_their_day() -> dict[str, Make]:
    """The posts of retention, in a store that has a child whose records are past their day."""
    from django.conf import settings

    from web_people import person
    from web_store import registered

    registered(
        settings.STORE,
        date(2025, 3, 31),
        ssd_person=f"pers_person_id | pers_dob\n{GONE} | 1940-01-01\n{CHILD} | 2015-01-01",
        ssd_cla_episodes=(
            "clae_cla_episode_id | clae_person_id | clae_cla_id | clae_cla_episode_start_date"
            f"\ne1 | {GONE} | l1 | 1950-01-01"
        ),
    )
    keeper = person("information_guardian")
    named = _removal_posts(keeper) | _hold_posts(keeper) | _request_posts(keeper)
    return {f"retention:{name}": make for name, make in named.items()}


def _as_the_site(make: Callable[[], Any]) -> Callable[[], Any]:
    """Made with the site's own eyes: retention's tables are shut to whoever was not let in."""
    from goldenthread.web.database.scope import scoped
    from goldenthread.web.retention.fence import with_all_eyes

    def made() -> Any:
        with scoped(with_all_eyes()):
            return make()

    return made


def _removal_posts(keeper: Any) -> dict[str, Make]:
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.retention import actions
    from web_people import person

    director = person("director")

    @_as_the_site
    def run() -> Any:
        return actions.make_dry_run(by=keeper, as_at=today())

    @_as_the_site
    def purge() -> Any:
        made = actions.make_dry_run(by=keeper, as_at=today())
        return actions.propose(by=keeper, run=made, **WHY)

    def confirms() -> Sent:
        found = purge()
        typed = {"digest": found.digest}
        return Sent(director, f"/retention/purges/{found.pk}/confirm/", typed, signs=True)

    return {
        "make-dry-run": lambda: Sent(keeper, "/retention/dry-runs/"),
        "dry-run": sent(keeper, "/retention/dry-runs/{}/", run, **WHY),
        "confirm": confirms,
        "withdraw": sent(keeper, "/retention/purges/{}/withdraw/", purge, **WHY),
    }


def _hold_posts(keeper: Any) -> dict[str, Make]:
    """Holds, and periods of the authority's own."""
    from goldenthread.standards.retention import classes
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.retention import actions
    from goldenthread.web.retention.declared import acted_on
    from goldenthread.web.retention.models import HoldKind

    kind = HoldKind.values[0]
    found = next(one for one in classes().values() if one.local and one.id in acted_on())
    years = iter(range(20, 150))

    @_as_the_site
    def hold() -> Any:
        return actions.place_hold(by=keeper, child=_nobody(), kind=kind, reason="A claim", starts=today())

    def placed() -> Sent:
        typed = {"child": _nobody(), "kind": kind, "reason": "A claim", "starts": _day(timedelta())}
        return Sent(keeper, "/retention/holds/new/", typed)

    def period() -> Sent:
        typed = {"event": found.local_events[0], "years": next(years), "source": "A schedule"}
        from_day = {"valid_from": _day(timedelta(days=400 + next(years)))}
        return Sent(keeper, f"/retention/periods/{found.id}/", typed | from_day)

    return {
        "set-period": period,
        "place-hold": placed,
        "lift-hold": sent(keeper, "/retention/holds/{}/lift/", hold, ends=_day(), version=1, **WHY),
    }


def _request_posts(keeper: Any) -> dict[str, Make]:
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.retention import request_actions as actions
    from goldenthread.web.retention.fence import let_in
    from goldenthread.web.retention.models import AskedBy

    capacity, at = AskedBy.values[0], "/retention/requests/{}"

    @_as_the_site
    def opened() -> Any:
        who = {"asked_by": "Somebody made up", "capacity": capacity}
        return actions.open_request(by=keeper, child=CHILD, received=today(), **who)

    @_as_the_site
    def unclear() -> Any:
        made = opened()
        actions.ask_clarification(by=keeper, request=made, question="Which?", on=today())
        return made

    @_as_the_site
    def gathered() -> Any:
        made = opened()
        let_in(keeper)  # gathering ends as the keeper's own
        actions.gather_for(by=keeper, request=made)
        return made

    def new() -> Sent:
        typed = {"child": CHILD, "asked_by": "Somebody made up", "capacity": capacity}
        return Sent(keeper, "/retention/requests/new/", typed | {"received": on})

    on = _day(timedelta())
    post = partial(sent, keeper)
    return {
        "new-request": new,
        "clarification": post(f"{at}/clarification/", opened, question="Which?", on=on),
        "given": post(f"{at}/given/", unclear, on=on),
        "extend": post(f"{at}/extend/", opened, on=on, **WHY),
        "gather": post(f"{at}/gather/", opened),
        "words": post(f"{at}/words/", gathered, words="Somebody made up"),
        "redaction": post(f"{at}/redaction/", gathered),
        "end": post(f"{at}/end/", opened, answered="no", on=on, **WHY),
    }


# The plan and spreadsheets


def sheets_posts() -> dict[str, Make]:
    from goldenthread.papers.plan_sheets.layout import Field
    from goldenthread.web.accounts.standing import today
    from goldenthread.web.sheets import actions
    from goldenthread.web.sheets.models import Purpose
    from sheets_made_up import workbook_of
    from web_people import person
    from web_plan import action, agreed
    from web_sheets import answered, fingerprint_of, update_in, with_its_layout

    lead, owner, at = person("improvement_lead"), person("head_of_service"), "/plan-sheets/{}"

    def plan_file() -> bytes:
        rows = [["What?", "Who?", uuid.uuid4().hex], ["Do it", "A role"]]
        return workbook_of({"Plan": rows})

    def handed_in() -> Sent:
        return Sent(lead, at.format("bring-in/"), files={"workbook": ("made-up.xlsx", plan_file())})

    def columns() -> Sent:
        held, _ = actions.keep(by=lead, purpose=Purpose.PLAN, name="made-up.xlsx", content=plan_file())
        said = {"column-0": Field.TEXT.name, "column-1": Field.OWNER.name, "column-2": Field.OUT.name}
        typed = {**said, "headings": "left out", "fallback": "", "version": 0, "sheet": "Plan"}
        return Sent(lead, at.format(f"bring-in/{held.pk}/columns/"), typed)

    def words() -> Sent:
        typed = {"version": 1, "answered-0": "role:", "role-0": "A role"}
        return Sent(lead, at.format(f"bring-in/{with_its_layout(lead).pk}/words/"), typed)

    first = answered(lead)  # the plan has its objective from then on
    actions.carry_out(by=lead, workbook=first, fingerprint=fingerprint_of(first, lead), on=today())

    def carried_out() -> Sent:
        held = answered(lead)
        typed = {"fingerprint": fingerprint_of(held, lead)}
        return Sent(lead, at.format(f"bring-in/{held.pk}/carry-out/"), typed)

    def update_file() -> Sent:
        from goldenthread.papers.plan_sheets.writing import Front, workbook
        from goldenthread.web.sheets import queries

        agreed(action(owner))
        content = workbook([queries.own_actions(owner, as_at=today())], Front(uuid.uuid4().hex, today()))
        return Sent(owner, at.format("updates/"), files={"workbook": ("made-up.xlsx", content)})

    def updated() -> Sent:
        somebody = person("head_of_service")
        agreed(action(somebody))
        held = update_in(somebody, note="Nearly there")
        typed = {"fingerprint": fingerprint_of(held, somebody)}
        return Sent(somebody, at.format(f"updates/{held.pk}/carry-out/"), typed)

    return {
        "sheets:bring-in": handed_in,
        "sheets:columns": columns,
        "sheets:words": words,
        "sheets:carry-out": carried_out,
        "sheets:send-update": update_file,
        "sheets:carry-out-update": updated,
    }


# Reporting cycles


def reporting_posts() -> dict[str, Make]:
    import web_reporting
    from goldenthread.web.intake.queries import latest
    from goldenthread.web.reporting.actions import freeze
    from idempotency import VERSION
    from web_people import person, proof

    lead, owner, other = person("improvement_lead"), person("head_of_service"), person("head_of_service")
    newest, at, kept = latest(), "/reporting/measures/{}", "/reporting/{}"
    assert newest is not None
    days = {"body": "A made-up board", "meets_on": "30/6/2027", "commentary_days": 5, "challenge_days": 3}

    def line() -> Any:
        return web_reporting.line(owner=owner)

    def frozen() -> Any:
        made = line()
        by, on = person("board_secretary"), web_reporting.MEETS
        freeze(by=by, cycle=made.cycle, version=1, proof=proof(), on=on)
        return made

    def put() -> Any:
        return web_reporting.challenged(line())

    def step() -> Any:
        return web_reporting.step(line())

    def done() -> Any:
        return web_reporting.done(step())

    def chosen() -> Any:
        return web_reporting.cycle(snapshot=newest.identity)

    def with_a_line() -> Any:
        return line().cycle

    cut_off = newest.as_at.strftime("%d/%m/%Y")
    measures = {"measures": "assessment_45wd", "owner": owner.pk}
    wanted = {"text": "Look at each", "owner": owner.pk, "due": _day(), "action": ""}
    made = {
        "add": lambda: Sent(lead, "/reporting/add/", {**days, "cut_off": cut_off, "version": 0}),
        "edit": sent(lead, f"{kept}/edit/", web_reporting.cycle, **days, version=VERSION),
        "choose": sent(lead, f"{kept}/measures/", chosen, **measures),
        "freeze": sent(lead, f"{kept}/freeze/", with_a_line, signs=True, version=VERSION),
        "owner": sent(lead, f"{at}/owner/", line, owner=other.pk, version=VERSION),
        "comment": sent(owner, f"{at}/comment/", line, text="More came", version=VERSION),
        "challenge": sent(other, f"{at}/challenge/", line, text="Why?", voice=""),
        "correct": sent(owner, f"{at}/correct/", line, **wanted),
        "remark": sent(owner, f"{at}/remark/", frozen, text="Corrected since"),
        "answer": sent(owner, "/reporting/challenges/{}/answer/", put, text="It is"),
        "done": sent(owner, "/reporting/corrective-actions/{}/done/", step, words="Read", version=VERSION),
        "check": sent(other, "/reporting/corrective-actions/{}/check/", done, words="Seen", version=VERSION),
    }
    return {f"reporting:{name}": make for name, make in made.items()}
