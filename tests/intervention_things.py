"""What the proofs of access, of posts sent twice and of editors need of the room of intervention: things made
anew, a post of each route, and what may be edited."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from idempotency import VERSION, Make, Sent, sent

DAY = date(2025, 12, 1)


def matrix_things(world: Any) -> dict[str, list[Any]]:
    """A visit with something of every kind, for which the lead, the director and the chair are named; and
    another, for which nobody else is."""
    from goldenthread.web.intervention import actions
    from goldenthread.web.intervention.models import Reader
    from web_intervention import a_list, accuracy, announcement, draft_file, point, published, visit
    from web_matrix import Thing, _present
    from web_people import person

    lead, director, chair = (
        world.people[key] for key in ("improvement_lead", "director", "independent_chair")
    )
    named, nobody = frozenset({"improvement_lead", "director", "independent_chair"}), frozenset[str]()
    made = visit(lead, named=(director, chair), final_received=DAY, plan_asked=True, draft_received=DAY)
    other = person("improvement_lead")
    another = visit(other, final_received=DAY, plan_asked=True)
    kept = a_list("Staff", lead)
    waiting, out = announcement(made, lead, kept), announcement(published(visit(lead)), lead, kept)
    actions.send(by=lead, announcement=out)
    moment = _moment()
    change = actions.change_publication(by=lead, visit=made, moment=moment, why="Made up")
    step = actions.add_step(by=lead, fields=_step())
    support = actions.add_support(by=lead, fields=support_fields())
    submission = actions.submit(by=lead, kind="draft plan", to_whom="Ofsted", sent_on=DAY)
    reply = _reply(lead, submission)
    done, open_ = f"visit-{another.pk}-final_statement", f"visit-{made.pk}-final_statement"
    actions.say_done(by=lead, key=done, what="Made up", done_on=DAY, evidence="Made up")
    absent = Thing("absent", (10**9,), nobody)
    guards = frozenset(name for name, actor in world.actors.items() if "SEE_ACCESS_LOG" in actor.rights)

    def in_confidence(own: int, others: int) -> list[Thing]:
        return [Thing("named for", (own,), named), Thing("not named for", (others,), nobody), absent]

    return {
        "visit": _present(made.pk),
        "visit in confidence": in_confidence(made.pk, another.pk),
        "looks at a visit": [
            Thing("named for", (made.pk,), named | guards),
            Thing("not named for", (another.pk,), guards),
            absent,
        ],
        "feedback point": in_confidence(point(made, lead).pk, point(another, other).pk),
        "accuracy point": in_confidence(accuracy(made, lead).pk, accuracy(another, other).pk),
        "visit file": [
            Thing("a draft", (draft_file(made, lead).pk,), named),
            Thing("another visit's", (draft_file(another, other).pk,), nobody),
            Thing("a reply", (reply.file_id,)),
            absent,
        ],
        "reader": _present(Reader.objects.get(visit=made, person=chair).pk),
        "publication": [Thing("named for", (change.pk,), named), absent],
        "distribution list": _present(kept.pk),
        "list member": _present(kept.members.get().pk),
        "announcement": [Thing("not sent", (waiting.pk,), named), Thing("sent", (out.pk,)), absent],
        "ladder step": _present(step.pk),
        "support": _present(support.pk),
        "submission": _present(submission.pk),
        "reply": _present(reply.pk),
        "expectation": [Thing("known", (open_,)), Thing("absent", ("visit-0-none",), nobody)],
        "expectation done": [Thing("done", (done,)), Thing("not done", (open_,), nobody)],
    }


def _moment() -> Any:
    from django.utils import timezone

    return timezone.now() + timedelta(days=30)


def _step() -> dict[str, Any]:
    return {"rung": "notice", "on": DAY, "why": "Made up", "document": ""}


def support_fields() -> dict[str, Any]:
    named = {"kind": "mentor", "organisation": "Invented Borough", "role": "Director", "purpose": "Made up"}
    return {**named, "starts": DAY, "ends": None, "days": 3, "came_of_it": ""}


def _reply(by: Any, submission: Any) -> Any:
    from goldenthread.web.intervention import actions
    from web_intervention import PDF

    said = {"from_whom": "Ofsted", "received_on": DAY, "answer": "accepts", "words": "Made up"}
    return actions.submission_reply(by=by, submission=submission, file=("reply.pdf", PDF), **said)


# A post of each route that takes one


def posts() -> dict[str, Make]:
    from web_people import person
    from web_plan import action

    lead, director = person("improvement_lead"), person("director")
    action()  # a plan to submit
    named = (
        _visit_posts(lead, director)
        | _confidence_posts(lead)
        | _announcing_posts(lead)
        | _standing_posts(lead)
    )
    return {f"intervention:{name}": make for name, make in named.items()}


def _visit_posts(lead: Any, director: Any) -> dict[str, Make]:
    from goldenthread.web.intervention import actions
    from goldenthread.web.intervention.models import Reader
    from web_intervention import visit
    from web_people import person

    def new() -> Any:
        return visit(lead, named=(director,))

    def reader() -> Any:
        made = visit(lead, named=(person("independent_chair"),))
        return Reader.objects.exclude(person=lead).get(visit=made)

    def change() -> Any:
        return actions.change_publication(by=lead, visit=new(), moment=_moment(), why="Made up")

    typed = {"kind": "inspection", "by_whom": "Ofsted", "on_site_from": "2/3/2026", "on_site_to": "6/3/2026"}
    moment = {"day": _moment().strftime("%d/%m/%Y"), "time": "09:30", "why": "The letter"}
    at = "/intervention/visits/{}"
    return {
        "add-visit": lambda: Sent(lead, "/intervention/visits/add/", {**typed, "version": 0}),
        "change-visit": sent(lead, f"{at}/change/", new, **typed, version=VERSION),
        "names": sent(lead, f"{at}/names/", lambda: visit(lead), person=person("auditor").pk, why="Made up"),
        "end-name": sent(lead, "/intervention/names/{}/end/", reader),
        "publication": sent(lead, f"{at}/publication/", new, **moment),
        "confirm-publication": sent(director, "/intervention/publication/{}/confirm/", change),
        "withdraw-publication": sent(lead, "/intervention/publication/{}/withdraw/", change),
    }


def _confidence_posts(lead: Any) -> dict[str, Make]:
    from goldenthread.web.intervention import actions
    from goldenthread.web.intervention.models import AccuracyPoint
    from web_access import asking
    from web_intervention import PDF, accuracy, point, visit

    def new() -> Any:
        return visit(lead, draft_received=DAY)

    def noted() -> Any:
        return point(new(), lead)

    def raised() -> Any:
        return accuracy(new(), lead)

    def with_point() -> Any:
        return raised().visit

    def away() -> Any:
        of = raised()
        with asking(lead):
            actions.send_points(by=lead, visit=of.visit, on=DAY)
            return AccuracyPoint.objects.get(pk=of.pk)

    def handed_in() -> Sent:
        files = {"file": ("draft.pdf", PDF)}
        return Sent(lead, f"/intervention/visits/{new().pk}/files/add/", {"kind": "draft report"}, files)

    said = {"said": "concern", "theme": "Help", "said_by": "", "words": "Made up"}
    wrong = {
        "page": 3,
        "paragraph": "",
        "says": "Four",
        "right": "Five",
        "evidence": "A chart",
        "raised_by": "A head",
    }
    at, one, of = "/intervention/visits/{}", "/intervention/feedback/{}", "/intervention/accuracy/{}"
    return {
        "add-feedback": sent(lead, f"{at}/feedback/add/", new, **said, version=0),
        "change-feedback": sent(lead, f"{one}/", noted, **said, version=VERSION),
        "start-work": sent(lead, f"{one}/begin/", noted, text="Seen in time"),
        "compare": sent(
            lead, f"{one}/compare/", noted, outcome="not in the letter", words="Read", version=VERSION
        ),
        "add-accuracy": sent(lead, f"{at}/accuracy/add/", new, **wrong, version=0),
        "change-accuracy": sent(lead, f"{of}/", raised, **wrong, version=VERSION),
        "send-accuracy": sent(lead, f"{at}/accuracy/sent/", with_point, on="1/12/2025"),
        "reply-to-point": sent(
            lead, f"{of}/reply/", away, reply="accepted", words="", on="2/12/2025", version=VERSION
        ),
        "add-file": handed_in,
    }


def _announcing_posts(lead: Any) -> dict[str, Make]:
    from goldenthread.web.intervention import actions
    from goldenthread.web.intervention.models import Delivery
    from web_intervention import a_list, announcement, published, visit
    from web_people import person

    def new() -> Any:
        return a_list(uuid.uuid4().hex, person("auditor"))

    def member() -> Any:
        return new().members.get()

    def letter() -> Any:
        return announcement(published(visit(lead)), lead, new())

    def failed() -> Any:
        made = letter()
        actions.send(by=lead, announcement=made)
        Delivery.objects.filter(announcement=made).update(state="failed")
        return made

    def written() -> Sent:
        typed = {"subject": "It is out", "body": "Read it", "lists": [new().pk]}
        return Sent(lead, f"/intervention/visits/{visit(lead).pk}/announce/", typed)

    def named() -> Sent:
        return Sent(lead, "/intervention/lists/", {"name": uuid.uuid4().hex, "version": 0})

    def renamed() -> Sent:
        typed = {"name": uuid.uuid4().hex}
        return sent(lead, "/intervention/lists/{}/name/", new, version=VERSION, **typed)()

    def put_on() -> Sent:
        return sent(lead, "/intervention/lists/{}/", new, person=person("director").pk)()

    at = "/intervention/announcements/{}"
    return {
        "lists": named,
        "list": put_on,
        "rename-list": renamed,
        "take-off": sent(lead, "/intervention/members/{}/off/", member),
        "announce": written,
        "send": sent(lead, f"{at}/send/", letter),
        "try-again": sent(lead, f"{at}/again/", failed),
    }


def _standing_posts(lead: Any) -> dict[str, Make]:
    from goldenthread.web.intervention import actions
    from web_intervention import visit
    from web_people import person

    def step() -> Any:
        return actions.add_step(by=lead, fields=_step())

    def support() -> Any:
        return actions.add_support(by=lead, fields=support_fields())

    def submission() -> Any:
        return actions.submit(by=lead, kind="draft plan", to_whom="Ofsted", sent_on=DAY)

    def reply() -> Any:
        return _reply(lead, submission())

    def expected(*, done: bool) -> str:
        key = f"visit-{visit(lead, final_received=DAY, plan_asked=True).pk}-final_statement"
        if done:
            actions.say_done(by=lead, key=key, what="Made up", done_on=DAY, evidence="Made up")
        return f"/intervention/expected/{key}/{'not-done' if done else 'done'}/"

    rung = {"rung": "notice", "on": "1/12/2025", "why": "Made up"}
    helped = {**support_fields(), "starts": "1/12/2025", "ends": ""}
    plan = {"kind": "draft plan", "to_whom": "Ofsted", "sent_on": "1/12/2025", "meets": ""}
    back = {"from_whom": "Ofsted", "received_on": "2/12/2025", "answer": "accepts", "words": "Made up"}
    return {
        "add-step": lambda: Sent(lead, "/intervention/ladder/add/", dict(rung)),
        "take-back-step": sent(lead, "/intervention/ladder/{}/take-back/", step, why="In error"),
        "add-support": lambda: Sent(lead, "/intervention/support/add/", {**helped, "version": 0}),
        "change-support": sent(lead, "/intervention/support/{}/", support, **helped, version=VERSION),
        "submit": lambda: Sent(lead, "/intervention/submissions/add/", dict(plan)),
        "add-reply": sent(lead, "/intervention/submissions/{}/reply/", submission, **back),
        "pin-reply": sent(person("head_of_service"), "/intervention/replies/{}/evidence/", reply),
        "done": lambda: Sent(lead, expected(done=False), {"done_on": "1/12/2025", "evidence": "Made up"}),
        "not-done": lambda: Sent(lead, expected(done=True), {"why": "In error"}),
    }
