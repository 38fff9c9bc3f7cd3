"""What others than the inspectors' report asked of the made-up county: a peer review, and the letter of a
visit as text, what was said to each of their findings, and what they say of the report's."""

from __future__ import annotations

from datetime import timedelta

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.config.demo.calendar import on_the_day
from goldenthread.web.inspection.actions import accept, keep_report
from goldenthread.web.plan import actions
from goldenthread.web.plan.actions import Answer, Asked, Described
from goldenthread.web.plan.models import Action, Requirement, Source, SourceKind

BOARD = "Improvement board"
_FRONT, _CARE = "Front door", "Children in care"
_REVIEW = (
    Asked("Ring back whoever made a contact within two working days, and say what was decided.",
          "recommendation", "paragraph 3.1", _FRONT),
    Asked("Put early help workers beside the social workers of the front door.",
          "recommendation", "paragraph 3.2", _FRONT),
    Asked("Record why a contact goes no further, in words its family would understand.",
          "recommendation", "paragraph 3.3", _FRONT),
    Asked("Move every review meeting to the evening.", "recommendation", "paragraph 4.1", _CARE),
    Asked("Newly qualified workers are supported well, and say so.", "strength", "paragraph 2.4", _CARE),
)  # fmt: skip
# As the regulator might write it: read in by the reader of letters, then accepted.
_LETTER = """Monitoring visit to {authority} children's services

{issued:%-d %B %Y}

Dear Director

This letter summarises the findings of the monitoring visit to {authority} children's services on \
{first:%-d %B} and {last:%-d %B %Y}. The visit was the second since the local authority was judged inadequate.

Findings and evaluation of progress

Children in care are listened to, and most see the same worker from month to month.

Care leavers hear from their advisers more often, but not yet in every team.

Strategy discussions need to be held sooner, with health partners there.

The senior leaders know where practice is weak. Audits should ask what changed for the child.
"""


def fill_register(*, by: Person) -> None:
    """A letter read in and a review entered by hand in the last two months, after the plan was
    agreed."""
    report = Source.objects.filter(kind=SourceKind.REPORT).first()
    if report is None:
        return
    first, second = report.requirements.exclude(kind="strength").order_by("number")[:2]
    with on_the_day(today() - timedelta(days=50)):
        letter = _letter(by, report.authority)
        _answer_letter(by, letter, earlier=first)
        _say(by, second, letter)
    with on_the_day(today() - timedelta(days=30)):
        review = _entered(
            by, "peer review", "Peer review of the front door", "A neighbouring county", _REVIEW
        )
        _answer_review(by, review)


def _letter(by: Person, authority: str) -> Source:
    """The letter of a visit of the month before, read in as the review page does and accepted whole."""
    issued = today()
    days = {"first": issued - timedelta(days=25), "last": issued - timedelta(days=24)}
    words = _LETTER.format(authority=authority, issued=issued, **days)
    kept, _ = keep_report(by=by, name="monitoring-visit-letter.txt", content=words.encode())
    return accept(by=by, report=kept, version=kept.version)


def _entered(by: Person, kind: str, title: str, made_by: str, asked: tuple[Asked, ...]) -> Source:
    described = Described(kind=kind, title=title, made_by=made_by, published=today() - timedelta(days=7))
    return actions.enter_source(by=by, described=described, asked=asked)


def _answer_letter(by: Person, letter: Source, *, earlier: Requirement) -> None:
    """The first of its findings was in the report already."""
    found = letter.requirements.get(number=1)
    actions.say_repeats(by=by, requirement=found, version=found.version, earlier=earlier)


def _say(by: Person, requirement: Requirement, letter: Source) -> None:
    words = "Care leavers hear from their advisers more often; not yet in every team (page 1)."
    actions.add_verdict(
        by=by, requirement=requirement, source=letter, finding=None, said="put right in part", words=words
    )


def _answer_review(by: Person, review: Source) -> None:
    ring, beside, record, evening = review.requirements.exclude(kind="strength").order_by("number")
    _answer(by, ring, "accepted", difference="medium", effort="low")
    later = "The early help teams have moved into the same building"
    _answer(by, beside, "to start later", later_when=later, difference="high", effort="high")
    why = "Children told us that they would rather have them after school."
    _answer(by, evening, "not accepted", reason=why)
    open_ = Action.objects.filter(state="in progress").order_by("pk").first()
    if open_ is not None:
        actions.name_direct_answers(by=by, action=open_, version=open_.version, requirements=[record])


def _answer(by: Person, requirement: Requirement, disposition: str, **more: str) -> None:
    answer = Answer(
        disposition=disposition,
        severity=requirement.severity,
        decided_by_name=BOARD,
        decided_on=today(),
        **more,  # type: ignore[arg-type]
    )
    actions.answer_requirement(by=by, requirement=requirement, version=requirement.version, answer=answer)
