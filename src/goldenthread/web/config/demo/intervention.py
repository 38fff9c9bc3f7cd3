"""The ladder, the support, the plan as submitted, and two visits: the inspection of the story, whose feedback
was compared with its report, and a focused visit whose draft is under embargo today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from goldenthread.standards.calendar import add_working_days
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import LONDON, today
from goldenthread.web.config.demo.calendar import on_the_day
from goldenthread.web.intervention import actions, queries
from goldenthread.web.intervention.models import Visit
from goldenthread.web.plan.models import Objective, Source, SourceKind

REGULATOR = "The regulator"
_IN_THE_PAPERS = "In the papers of the improvement board."
_FROM_DRAFT = timedelta(days=45)  # from the last day of the inspection to its report

# What was said, how it was meant, what became of it, and the finding of the report that it became.
_SAID = (
    ("strength", "Leaders", "Leaders here do not look away from what is hard.", "confirmed", 0, ""),
    ("priority", "Help and protection", "Some children wait too long to be seen.", "confirmed", 1, ""),
    (
        *("concern", "Assessment", "Assessments tell what happened more than what it means.", "changed", 2),
        "The report speaks of drift where the inspector spoke of analysis.",
    ),
    (
        *("concern", "Workforce", "Desks are too few on the days everybody is in.", "not in the letter", 0),
        "Every page read: desks are not spoken of.",
    ),
)
_SUPPORT = (
    {
        "kind": "mentor",
        "organisation": "Invented Borough Council",
        "role": "Director of children's services",
        "days": 12,
        "purpose": "A director who has been here, for the director to think with.",
        "came_of_it": "The front door was laid out anew on what was seen there.",
    },
    {
        "kind": "chair's support",
        "organisation": "Pretend Sector Partnership",
        "role": "Adviser to the chair",
        "days": 6,
        "purpose": "Help to the independent chair with the board's first year.",
        "came_of_it": "",
    },
    {
        "kind": "sector challenge",
        "organisation": "Makebelieve County Council",
        "role": "Head of safeguarding",
        "days": 4,
        "purpose": "Read twenty records with us and say what they see.",
        "came_of_it": "They graded lower than we did: moderation was begun because of it.",
    },
)


def intervene(people: Mapping[str, Person]) -> None:
    """Told from the documents in the register; nothing where there is no report."""
    report = Source.objects.filter(kind=SourceKind.REPORT).first()
    notice = Source.objects.filter(kind=SourceKind.NOTICE).first()
    if report is None or report.inspection_start is None or report.inspection_end is None:
        return
    _ladder(notice, report.inspection_end, by=people["lead"])
    _inspection(report, people)
    _done_of_the_notice(by=people["lead"])
    _focused_visit(people)


def _ladder(notice: Source | None, inspected: date, *, by: Person) -> None:
    _step(by, "support", inspected + timedelta(days=14), "Offered when the inspection had ended.")
    if notice is None or notice.published is None:
        return
    why = "Judged inadequate; the department was not sure that it would mend by itself."
    _step(by, "notice", notice.published, why, source=notice)
    for place, about in enumerate(_SUPPORT):
        starts = notice.published + timedelta(days=21 * (place + 1))
        with on_the_day(starts):
            actions.add_support(by=by, fields={**about, "starts": starts, "ends": None})


def _step(by: Person, rung: str, on: date, why: str, *, source: Source | None = None) -> None:
    with on_the_day(on):
        fields = {"rung": rung, "on": on, "why": why, "document": "", "source": source}
        actions.add_step(by=by, fields=fields)


def _inspection(report: Source, people: Mapping[str, Person]) -> None:
    """Its feedback, noted the same day, worked on, compared with the report; the plan sent in time."""
    assert report.inspection_start is not None
    assert report.inspection_end is not None
    lead, last = people["lead"], report.inspection_end
    received = report.published or last + _FROM_DRAFT
    days = {"on_site_from": report.inspection_start, "on_site_to": last, "feedback_on": last}
    with on_the_day(last):
        visit = _visit("inspection", people, **days)
        points = [_note(lead, visit, place, one) for place, one in enumerate(_SAID)]
    with on_the_day(received):
        opened = datetime.combine(received, time(9, 30), tzinfo=LONDON)
        more = {"final_received": received, "published_at": opened, "plan_asked": True, "source": report}
        actions.change_visit(by=lead, visit=visit, version=visit.version, fields=more)
        for point, one in zip(points, _SAID, strict=True):
            _compare(lead, report, point, one, on=received)
    _submit(visit, add_working_days(received, 58), people)


def _visit(kind: str, people: Mapping[str, Person], **days: Any) -> Visit:
    lead = people["lead"]
    visit = actions.add_visit(by=lead, fields={"kind": kind, "by_whom": REGULATOR, **days})
    for key in ("director", "safeguarding"):
        actions.name_reader(by=lead, visit=visit, person=people[key], why="Answers for what is said")
    return visit


def _note(by: Person, visit: Visit, place: int, one: tuple[Any, ...]) -> Any:
    fields = {"said": one[0], "theme": one[1], "said_by": "lead inspector", "words": one[2]}
    return actions.add_feedback(by=by, visit=visit, fields=fields)


def _compare(by: Person, report: Source, point: Any, one: tuple[Any, ...], *, on: date) -> None:
    """What a point became, and the objective that answers it."""
    became = report.requirements.filter(number=one[4]).first() if one[4] else None
    given = {"outcome": one[3], "requirement": became, "words": one[5], "on": on}
    actions.compare(by=by, point=point, version=point.version, **given)
    answers = became.objectives.first() if became else None
    if answers is not None:
        actions.start_work(by=by, point=point, objective=answers)


def _submit(visit: Visit, on: date, people: Mapping[str, Person]) -> None:
    with on_the_day(on):
        sent = actions.submit(by=people["director"], kind="final statement", to_whom=REGULATOR, sent_on=on)
        actions.say_done(
            by=people["lead"],
            key=f"visit-{visit.pk}-final_statement",
            what="Final statement of proposed action",
            done_on=on,
            evidence=f"{sent}, kept with digest {sent.digest[:12]}.",
            submission=sent,
        )
    with on_the_day(on + timedelta(days=28)):
        actions.submission_reply(
            by=people["lead"],
            submission=sent,
            from_whom=REGULATOR,
            received_on=on + timedelta(days=28),
            answer="accepts",
            words="Made up: the statement answers what was found. We shall look at what has come of it.",
        )


def _done_of_the_notice(*, by: Person) -> None:
    """What the notice asked for by days that are past was done, but for the latest."""
    rows = queries.standing.expectations(as_at=today())
    past = [row for row in rows if row.key.startswith("notice-") and row.late and row.due is not None]
    for row in sorted(past, key=lambda one: one.due or date.max)[:-1]:
        assert row.due is not None
        on = row.due - timedelta(days=4)
        with on_the_day(on):
            actions.say_done(by=by, key=row.key, what=row.what, done_on=on, evidence=_IN_THE_PAPERS)


def _focused_visit(people: Mapping[str, Person]) -> None:
    """A draft is here, comments on it are due, and its moment of publication waits for a second person."""
    lead, on = people["lead"], today()
    first = on - timedelta(days=26)
    days = {
        "announced": first - timedelta(days=7),
        "on_site_from": first,
        "on_site_to": first + timedelta(days=1),
    }
    with on_the_day(first + timedelta(days=1)):
        visit = _visit("focused visit", people, **days, feedback_on=first + timedelta(days=1))
        said = ("concern", "Care leavers", "Young people do not all know whom to ring at night.")
        begun = _note(lead, visit, 0, said)
        _note(lead, visit, 1, ("strength", "Care leavers", "Personal advisers know their young people well."))
        _note(
            lead,
            visit,
            2,
            ("priority", "Care leavers", "Two young people were without a plan they had seen."),
        )
        answers = Objective.objects.filter(code="O3").first()
        if answers is not None:
            actions.start_work(by=lead, point=begun, objective=answers)
    with on_the_day(on - timedelta(days=3)):
        draft = {"draft_received": on - timedelta(days=3), "comments_due": add_working_days(on, 5)}
        actions.change_visit(by=lead, visit=visit, version=visit.version, fields=draft)
        _accuracy(lead, visit)
    _announce(visit, people)
    moment = datetime.combine(add_working_days(on, 15), time(9, 30), tzinfo=LONDON)
    actions.change_publication(by=lead, visit=visit, moment=moment, why="The letter with the draft")


def _accuracy(by: Person, visit: Visit) -> None:
    for page, says, right, evidence in (
        (2, "There are four teams for care leavers.", "There are three.", "The structure chart of March"),
        (3, "No survey was made this year.", "One was, in January.", "The survey's report to the board"),
    ):
        fields = {"page": page, "paragraph": "", "says": says, "right": right, "evidence": evidence}
        raised = {**fields, "raised_by": "Head of care and leaving care"}
        actions.add_accuracy_point(by=by, visit=visit, fields=raised)


def _announce(visit: Visit, people: Mapping[str, Person]) -> None:
    """Two lists with one person on both, and a letter that waits for the embargo to end."""
    lead, kept = people["lead"], []
    for name, keys in (
        ("Staff", ("assessment", "safeguarding", "care", "manager")),
        ("Members", ("portfolio", "care")),
    ):
        made = actions.keep_list(by=lead, name=name)
        assert made is not None
        for key in keys:
            actions.put_on_list(by=lead, kept=made, person=people[key])
        kept.append(made)
    actions.put_on_list(by=lead, kept=kept[1], name="Clerk to the committee", email="clerk@madeup.example")
    body = "The letter about the focused visit is published. It is on the regulator's page.\n\nMade up."
    actions.draft_announcement(by=lead, visit=visit, subject="The letter is out", body=body, lists=kept)
